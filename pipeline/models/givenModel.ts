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
import { exists, sha256File } from '../store/files.ts';
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

function readGiven(entry: GivenEntry): Promise<OwnModel> {
  return readOwnModel(entry.file, scaleOf(entry), { outputs: entry.outputs ?? null });
}

function inputsOf(study: Study, entry: GivenEntry, { searchable }: OwnModel, dataset: string): Inputs {
  return {
    model: searchable.sha256,
    ...(entry.classes && { classes: entry.classes.join() }),
    dataset,
    engine: study.engine.name,
    runtime: study.engine.version,
    revision: REVISION,
  };
}

/** What was taken in of `model`, or why it has to be, or cannot be. */
export async function findGiven(
  study: Study,
  { name, given }: GivenModel,
  datasetIdentity: string,
): Promise<Lookup<TrainingContent>> {
  try {
    const own = await readGiven(given);
    const inputs = inputsOf(study, given, own, datasetIdentity);
    return await findResult(study.folder.model(name).training, trainingContent, inputs);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { result: null, stale: error.message };
  }
}

/** Takes the model in: writes training.json and the model beside it. Throws a UserError where it cannot be read, or is of no digits. */
export async function takeIn(
  study: Study,
  { name, given }: GivenModel,
  data: StudyData,
): Promise<TrainingResult> {
  const own = await readGiven(given);
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
        sha256: await hashFile(given.file),
        form: describeForm(own.read, outputs.classes),
        outputs: outputs.kind,
        remarks: [
          ...own.read.remarks,
          ...(testAccuracy < LEAST_ACCURACY ? [await explainAccuracy(study, own, data, digits)] : []),
        ],
      },
    };
    const inputs = inputsOf(study, given, own, data.identity);
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

/** SHA-256 of the file that was named; of a folder, of its model.json. */
async function hashFile(file: string): Promise<string> {
  const inside = join(file, 'model.json');
  return sha256File((await exists(inside)) ? inside : file);
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
