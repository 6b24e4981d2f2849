/** The training of one model of a study: found where it is there, or done and written. */
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { MlpParameters } from '../engine/engine.ts';
import { trainModel } from '../engine/train.ts';
import { type Column, encodeCsv } from '../store/csv.ts';
import { readBytes } from '../store/files.ts';
import { type KeptFile, NETWORK_FILE } from '../store/models/networkFile.ts';
import { decodeModel, encodeModel } from '../store/models/storedModel.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import { AXES, type AxisName, listUsedSettings } from '../study/axes.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { type EpochRecord, epochRecord, givenRecord } from '../study/records.ts';
import { CheckpointLog, listModelMarks } from './checkpoints.ts';
import { stampLock } from './lockStamp.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';

/** Raised when the same inputs would give another model. */
const TRAINING_REVISION = 2;

/** Content of training.json. */
export const trainingContent = z.strictObject({
  epochs: z.array(epochRecord).min(1),
  /** Of a model that was trained elsewhere what it is; it has one epoch, 0, with what was measured when it was taken in. */
  given: givenRecord.optional(),
});
export type TrainingContent = z.output<typeof trainingContent>;
export type TrainingResult = Result<TrainingContent>;

/** Settings that an input names whatever they are; any other only where it is not as usual. */
const ALWAYS_NAMED: readonly AxisName[] = ['hidden', 'batch', 'optimizer', 'learningRate', 'epochs'];

/** Everything that fixes `model`. An axis at its usual value is left out, so that a new axis leaves old models valid. */
function trainingInputs(study: Study, { settings, seed }: Model, datasetIdentity: string): Inputs {
  const named = listUsedSettings(settings).filter(
    (axis) => ALWAYS_NAMED.includes(axis) || settings[axis] !== AXES[axis].usual,
  );
  return {
    ...Object.fromEntries(named.map((axis) => [axis, settings[axis] ?? 'all'])),
    seed,
    dataset: datasetIdentity,
    engine: study.engine.name,
    runtime: study.engine.version,
    revision: TRAINING_REVISION,
  };
}

/** The training of `model`, or why it has to be done. */
export function findTraining(
  study: Study,
  model: Model,
  datasetIdentity: string,
): Promise<Lookup<TrainingContent>> {
  const { training } = study.folder.model(model.name);
  return findResult(training, trainingContent, trainingInputs(study, model, datasetIdentity));
}

/** Trains `model` and writes training.json, its parameters and training.csv; before them what its checkpoints leave. */
export async function computeTraining(
  study: Study,
  model: Model,
  data: StudyData,
  onEpoch: (record: EpochRecord) => void = () => undefined,
): Promise<TrainingResult> {
  await stampLock(study, model.name);
  const inputs = trainingInputs(study, model, data.identity);
  const marks = listModelMarks(study, model, data);
  const log = new CheckpointLog(model, marks);
  const trained = await trainModel(study.engine, model, data, {
    onEpoch,
    marks,
    onMark: (record, parameters) => log.add(record, parameters),
  });
  if (marks.length > 0) await log.write(study, model, inputs);
  const { name, bytes } = encodeModel(trained.parameters);
  return writeResult(
    study.folder.model(model.name).training,
    inputs,
    { epochs: [...trained.epochs] },
    { [name]: bytes, 'training.csv': encodeCsv(trained.epochs, TRAINING_COLUMNS) },
  );
}

/** training.csv: one row an epoch; the last column is empty where the study has no validation images. */
const TRAINING_COLUMNS: readonly Column<EpochRecord>[] = [
  ['epoch', (record) => record.epoch],
  ['updates', (record) => record.updates],
  ['train_loss', (record) => record.trainLoss],
  ['test_accuracy', (record) => record.testAccuracy],
  ['validation_accuracy', (record) => record.validationAccuracy],
];

/** Name and SHA-256 of the file with a trained model's parameters. */
export function identifyParameters({ sha256 }: TrainingResult): { name: KeptFile; sha256: string } {
  const name = Object.keys(sha256).find((file) => file.startsWith('model.')) as KeptFile;
  return { name, sha256: sha256[name]! };
}

/** Reads the parameters of a trained model. Throws a RangeError for one that is no MLP. */
export async function readParameters(
  study: Study,
  model: Model,
  training: TrainingResult,
): Promise<MlpParameters> {
  const { name } = identifyParameters(training);
  if (name === NETWORK_FILE) throw new RangeError(`${model.name}: expected an MLP, got a network`);
  const path = join(dirname(study.folder.model(model.name).training), name);
  return decodeModel(name, await readBytes(path), path);
}
