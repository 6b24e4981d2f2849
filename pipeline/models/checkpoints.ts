/** The checkpoints of one model of a study: what was measured at each, and its parameters there as long as they are kept. */
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { MlpParameters } from '../engine/engine.ts';
import { initialiseParameters } from '../engine/parameters.ts';
import { decodeChanged, encodeChanged } from '../store/changedParameters.ts';
import { readBytes } from '../store/files.ts';
import { findResult, type Lookup, type Result, removeResult, writeResult } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { type CheckpointRecord, checkpointRecord } from '../study/records.ts';
import { listMarks } from '../study/schedule.ts';
import type { Study } from './study.ts';
import { keyOf } from './studyCache.ts';
import type { StudyData } from './studyDataset.ts';

/** The format of the records and of the files of parameters. */
const CHECKPOINT_REVISION = 1;

/** Content of checkpoints.json: the start first, the end last. */
const checkpointsContent = z.strictObject({ checkpoints: z.array(checkpointRecord).min(2) });
export type CheckpointsContent = z.output<typeof checkpointsContent>;
export type CheckpointsResult = Result<CheckpointsContent>;

/** Content of parameters.json: of every checkpoint but the start, which a seed gives, and the end, which is the model. */
const parametersContent = z.strictObject({
  checkpoints: z.array(z.strictObject({ updates: z.int(), file: z.string() })),
});
type ParametersContent = z.output<typeof parametersContent>;

/** The updates after which `model` is a checkpoint; none where the study wants no checkpoints. */
export function listModelMarks(
  { config }: Pick<Study, 'config'>,
  { settings }: Pick<Model, 'settings'>,
  { train }: Pick<StudyData, 'train'>,
): number[] {
  return listMarks(config, settings, train.labels.length);
}

function checkpointInputs(training: Inputs, marks: readonly number[]): Inputs {
  return { ...training, checkpoints: marks.join(' '), checkpoint_revision: CHECKPOINT_REVISION };
}

/** What was measured at the checkpoints of a model that was trained from the inputs `training`, or why it has to be. */
export function findCheckpoints(
  study: Study,
  model: Model,
  training: Inputs,
  marks: readonly number[],
): Promise<Lookup<CheckpointsContent>> {
  const { record } = study.folder.model(model.name).checkpoints;
  return findResult(record, checkpointsContent, checkpointInputs(training, marks));
}

/** The model's parameters at its checkpoints, or why they are not there. */
export function findCheckpointParameters(
  study: Study,
  model: Model,
  training: Inputs,
  marks: readonly number[],
): Promise<Lookup<ParametersContent>> {
  const { parameters } = study.folder.model(model.name).checkpoints;
  return findResult(parameters, parametersContent, checkpointInputs(training, marks));
}

/** What a training run tells of its checkpoints, until it is over and all of it is written. */
export class CheckpointLog {
  readonly #start: MlpParameters;
  readonly #marks: readonly number[];
  readonly #records: CheckpointRecord[] = [];
  readonly #files: { readonly updates: number; readonly file: string; readonly bytes: Uint8Array }[] = [];

  constructor({ settings, seed }: Model, marks: readonly number[]) {
    this.#start = initialiseParameters(settings, seed);
    this.#marks = marks;
  }

  /** Takes the next checkpoint. */
  add(record: CheckpointRecord, parameters: MlpParameters): void {
    const { updates } = record;
    this.#records.push(record);
    if (updates === 0 || updates === this.#marks.at(-1)) return;
    const bytes = encodeChanged(this.#start, parameters);
    this.#files.push({ updates, file: `parameters-${updates}.bin`, bytes });
  }

  /** Writes parameters.json with the files beside it, and then checkpoints.json. */
  async write(study: Study, model: Model, training: Inputs): Promise<void> {
    const { record, parameters } = study.folder.model(model.name).checkpoints;
    const inputs = checkpointInputs(training, this.#marks);
    const files = this.#files.map(({ file, bytes }): [string, Uint8Array] => [file, bytes]);
    const listed = this.#files.map(({ updates, file }) => ({ updates, file }));
    const key = await keyOf(study, 'training', model);
    await writeResult(parameters, inputs, { checkpoints: listed }, Object.fromEntries(files), key);
    await writeResult(record, inputs, { checkpoints: this.#records }, {}, key);
  }
}

/** The parameters of `model` after `updates` updates, a mark before its last. */
export async function readCheckpointParameters(
  study: Study,
  model: Model,
  { checkpoints }: ParametersContent,
  updates: number,
): Promise<MlpParameters> {
  const start = initialiseParameters(model.settings, model.seed);
  if (updates === 0) return start;
  const { file } = checkpoints.find((one) => one.updates === updates)!;
  const path = join(dirname(study.folder.model(model.name).checkpoints.parameters), file);
  return decodeChanged(await readBytes(path), start, path);
}

/** Removes the parameters at checkpoints where the study does not keep them: for a model whose ideas there are found. */
export async function dropCheckpointParameters({ config, folder }: Study, model: Model): Promise<void> {
  const { checkpoints, keep } = config.schedule;
  if (checkpoints !== 'none' && !keep) await removeResult(folder.model(model.name).checkpoints.parameters);
}
