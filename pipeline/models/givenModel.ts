/**
 * A model that was trained elsewhere, as a model of a study: taken in once, with how well it reads the study's images, and from then on
 * kept as one that the study has trained. Its file is looked at again each time; one that has changed is taken in anew.
 */
import { join } from 'node:path';
import { measureAccuracy } from '../engine/accuracy.ts';
import { meanCrossEntropy } from '../engine/crossEntropy.ts';
import type { LabelledImages } from '../engine/engine.ts';
import { foldGivenScale } from '../engine/foldScale.ts';
import type { InputScale } from '../engine/inputScale.ts';
import { reorderMlp } from '../engine/reorderClasses.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import type { SearchableModel } from '../search/modelView.ts';
import { sha256 } from '../store/files.ts';
import { digestModel, findModelIn, type ModelDigest } from '../store/models/modelFiles.ts';
import { encodeNetwork, type KeptFile, NETWORK_FILE } from '../store/models/networkFile.ts';
import type { ReadModel } from '../store/models/readModel.ts';
import { encodeModel } from '../store/models/storedModel.ts';
import { findResult, type Lookup, writeResult } from '../store/results.ts';
import { expected, UserError } from '../study/errors.ts';
import type { GivenEntry, GivenModel } from '../study/givenModels.ts';
import type { Inputs } from '../study/inputs.ts';
import { readScale, typeScale } from './givenScale.ts';
import { type Classes, readClasses } from './ownClasses.ts';
import { findOutputs, LEAST_ACCURACY, measureReading, type OwnModel, readOwnModel } from './ownModel.ts';
import { openKept } from './storedSearchable.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';
import { type TrainingContent, type TrainingResult, trainingContent } from './trainedModel.ts';

/** Raised when the same file would be taken in otherwise. */
const REVISION = 1;

/** Training images on which the loss is measured; and images that a library in JavaScript, which takes minutes for all, is shown. */
const MEASURED = 2000;

/** What was said of the images that the model was trained on. Throws a UserError where it makes no sense. */
function scaleOf({ file, mean, std, range, invert }: GivenEntry): InputScale {
  try {
    return readScale({ mean, std, range, invert }, (key) => key);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${file}: ${error.message}`);
  }
}

/** A given model as it was read, and its files. */
interface ReadGiven {
  readonly own: OwnModel;
  readonly files: readonly ModelDigest[];
}

/** Reads the model and does `work` with it. What is thrown names its file as the config does, wherever it is read from. */
async function withGiven<Value>(
  study: Study,
  model: GivenModel,
  work: (read: ReadGiven) => Promise<Value>,
): Promise<Value> {
  const { given } = model;
  const { file } = given;
  const path = await locateGiven(study, model);
  try {
    const own = await readOwnModel(path, scaleOf(given), { outputs: given.outputs ?? null });
    return await work({ own: { ...own, file }, files: await digestModel(path) });
  } catch (error) {
    if (!(error instanceof UserError) || path === file) throw error;
    throw new UserError(error.message.replaceAll(path, file));
  }
}

/** Where the model is read: where the config says, unless its files came with the study. */
async function locateGiven(
  { carried }: Pick<Study, 'carried'>,
  { name, given }: GivenModel,
): Promise<string> {
  return carried === undefined ? given.file : findModelIn(join(carried, name), given.file);
}

/** What is in the model's files; null where they cannot be read. */
export async function identifyGiven(study: Study, model: GivenModel): Promise<string | null> {
  try {
    return joinDigests(await digestModel(await locateGiven(study, model)));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** One digest of all files. */
function joinDigests(files: readonly ModelDigest[]): string {
  return files.length === 1 ? files[0]!.sha256 : sha256(JSON.stringify(files));
}

function inputsOf(
  study: Study,
  entry: GivenEntry,
  { own: { searchable }, files }: ReadGiven,
  dataset: string,
): Inputs {
  return {
    model: searchable.sha256,
    files: joinDigests(files),
    ...(entry.classes && { classes: entry.classes.join() }),
    dataset,
    engine: study.engine.name,
    runtime: study.engine.version,
    revision: REVISION,
  };
}

/** Whether only a library can evaluate the model, image by image; not where it cannot be read. */
export async function isNetwork(study: Study, model: GivenModel): Promise<boolean> {
  try {
    return await withGiven(study, model, async ({ own }) => own.read.kind !== 'mlp');
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** What was taken in of `model`, or why it has to be, or cannot be. */
export async function findGiven(
  study: Study,
  model: GivenModel,
  datasetIdentity: string,
): Promise<Lookup<TrainingContent>> {
  try {
    return await withGiven(study, model, (read) => {
      const inputs = inputsOf(study, model.given, read, datasetIdentity);
      return findResult(study.folder.model(model.name).training, trainingContent, inputs);
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { result: null, stale: error.message, changes: [] };
  }
}

/** Takes the model in: writes training.json and the model beside it. Throws a UserError where it cannot be read, or is of no digits. */
export function takeIn(study: Study, model: GivenModel, data: StudyData): Promise<TrainingResult> {
  return withGiven(study, model, (read) => keepGiven(study, model, data, read));
}

async function keepGiven(
  study: Study,
  { name, given }: GivenModel,
  data: StudyData,
  read: ReadGiven,
): Promise<TrainingResult> {
  const { own, files } = read;
  const outputs = await findOutputs(study.engine, own);
  const digits = readDigitClasses(given, outputs.classes);
  const kept = encodeKept(own, digits);
  const loaded = await openKept(kept.name, kept.bytes, given.file).open(study.engine);
  try {
    const isSlow = own.read.kind === 'opaque' && own.read.network.form === 'tfjs';
    const test = isSlow ? takeFirst(data.test, MEASURED) : data.test;
    const testAccuracy = await measure(loaded, test);
    const validation = data.validation && (isSlow ? takeFirst(data.validation, MEASURED) : data.validation);
    const epoch = {
      epoch: 0,
      updates: 0,
      trainLoss: await meanCrossEntropy(loaded, takeFirst(data.train, MEASURED)),
      testAccuracy,
      validationAccuracy: validation && (await measure(loaded, validation)),
    };
    const content: TrainingContent = {
      epochs: [epoch],
      given: {
        file: given.file,
        sha256: files[0]!.sha256,
        files: [...files],
        form: describeForm(own.read, outputs.classes),
        outputs: outputs.kind,
        remarks: [
          ...own.read.remarks,
          ...(testAccuracy < LEAST_ACCURACY ? [await explainAccuracy(study, own, data, digits)] : []),
        ],
      },
    };
    const inputs = inputsOf(study, given, read, data.identity);
    return await writeResult(study.folder.model(name).training, inputs, content, { [kept.name]: kept.bytes });
  } finally {
    await loaded.dispose();
  }
}

async function measure(model: SearchableModel, { images, labels }: LabelledImages): Promise<number> {
  return measureAccuracy(await model.logits(images), labels, CLASSES);
}

function takeFirst({ images, labels }: LabelledImages, count: number): LabelledImages {
  return { images: images.subarray(0, count * PIXELS), labels: labels.subarray(0, count) };
}

/** The digit that each output is for. Throws a UserError where they are not the ten digits, for a study scores ideas of digits. */
function readDigitClasses({ file, classes }: GivenEntry, outputs: number): readonly number[] {
  const { names, digits }: Classes =
    classes === undefined && outputs !== CLASSES
      ? { names: [], digits: null }
      : readClasses(classes?.join(), outputs, `${file}: classes`);
  if (digits !== null && digits.length === CLASSES) return digits;
  const found = names.length === 0 ? `${outputs} outputs` : names.join(', ');
  const next = 'a study scores digits: pipeline/ideas.ts --model finds the ideas of other classes';
  throw expected(file, 'ten outputs, one for each digit', found, next);
}

/** What a model is, in words. */
function describeForm(read: ReadModel, outputs: number): string {
  if (read.kind === 'opaque') {
    const library = read.network.form === 'onnx' ? 'onnxruntime' : 'TF.js';
    return `network of ${outputs} outputs, run by ${library} (${read.reason})`;
  }
  const { depth, hidden, activation } = read.parameters;
  return `MLP ${[PIXELS, ...new Array<number>(depth).fill(hidden), outputs].join('-')}, ${activation}`;
}

/** The file in which the study keeps the model, for images and classes as ours. */
function encodeKept(
  { read, scale, file }: OwnModel,
  digits: readonly number[],
): { readonly name: KeptFile; readonly bytes: Uint8Array } {
  return read.kind === 'mlp'
    ? encodeModel(reorderMlp(foldGivenScale(read.parameters, scale, file), digits))
    : { name: NETWORK_FILE, bytes: encodeNetwork({ network: read.network, scale, digits }) };
}

/** Why a model reads so few of the test images rightly, as far as that can be told: what it was told to be given, and what it reads better. */
async function explainAccuracy(
  study: Study,
  own: OwnModel,
  { test }: StudyData,
  digits: readonly number[],
): Promise<string> {
  const { accuracy, instead } = await measureReading(study.engine, own, test, digits);
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const says = `reads only ${percent(accuracy)} of the test images rightly`;
  if (instead === null)
    return `${says}, and no usual range, mean or inversion makes it read them much better`;
  const options = typeScale(instead.scale);
  const how = options === '' ? 'as they are' : `with ${options}`;
  const side = instead.isTransposed ? ', rows and columns exchanged' : '';
  return `${says}; of images ${how}${side} it reads ${percent(instead.accuracy)}`;
}
