/**
 * The ideas of one model at its checkpoints: found where they are there, or searched and written a bit a pixel. Those of the
 * last checkpoint are the model's own (modelIdeas.ts) and are not among them.
 */
import { z } from 'zod';
import { readBytes, sha256 } from '../store/files.ts';
import { packImages, unpackImages } from '../store/packedImages.ts';
import { findResult, type Lookup, NOT_COMPUTED, type Result, writeResult } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { ideaRecord } from '../study/records.ts';
import {
  type CheckpointsResult,
  findCheckpointParameters,
  findCheckpoints,
  listModelMarks,
  readCheckpointParameters,
} from './checkpoints.ts';
import { searchIdeas, searchInputs } from './modelIdeas.ts';
import { searchMlp } from './searchable.ts';
import { openStarts, type Starts, takeDigitsOf } from './searchStarts.ts';
import type { Study } from './study.ts';
import { keyOf } from './studyCache.ts';
import type { StudyData } from './studyDataset.ts';
import { identifyParameters, type TrainingResult } from './trainedModel.ts';

/** Content of checkpoints/ideas.json: by checkpoint, then by digit and restart, in the order of the images in ideas.bits. */
const checkpointIdeasContent = z.strictObject({
  checkpoints: z
    .array(
      z.strictObject({
        updates: z.int(),
        ideas: z
          .array(
            ideaRecord.pick({ digit: true, restart: true, energy: true, evaluations: true, certified: true }),
          )
          .min(1),
      }),
    )
    .min(1),
});
export type CheckpointIdeasContent = z.output<typeof checkpointIdeasContent>;
export type CheckpointIdeasResult = Result<CheckpointIdeasContent>;

/** A model that is trained. */
export interface TrainedAt {
  readonly model: Model;
  readonly training: TrainingResult;
}

/** Searches at checkpoints keep no pictures of their way. */
const configOf = ({ config }: Pick<Study, 'config'>) => ({ ...config.search, snapshots: 0 });

function openModelStarts(study: Study, training: TrainingResult, data: StudyData): Promise<Starts> {
  return openStarts(
    study.config.search,
    takeDigitsOf(training, async () => data),
  );
}

function checkpointIdeaInputs(
  study: Study,
  starts: Starts,
  training: TrainingResult,
  checkpoints: CheckpointsResult,
): Inputs {
  return {
    ...searchInputs(configOf(study), starts, identifyParameters(training).sha256),
    checkpoints: sha256(JSON.stringify([checkpoints.inputs, checkpoints.content])),
  };
}

/** What is measured at a model's checkpoints, and its ideas there. */
export interface SearchedCheckpoints {
  readonly checkpoints: CheckpointsResult;
  readonly ideas: CheckpointIdeasResult;
}

/** The checkpoints of a trained model with its ideas there; null where something is missing or nothing is wanted. */
export async function findSearchedCheckpoints(
  study: Study,
  { model, training }: TrainedAt,
  data: StudyData,
): Promise<SearchedCheckpoints | null> {
  const marks = listModelMarks(study, model, data);
  const checkpoints = (await findCheckpoints(study, model, training.inputs, marks)).result;
  if (marks.length === 0 || checkpoints === null) return null;
  const ideas = (await findCheckpointIdeas(study, { model, training }, checkpoints, data)).result;
  return ideas && { checkpoints, ideas };
}

/** The ideas of a trained model at its checkpoints, or why they have to be searched. */
export async function findCheckpointIdeas(
  study: Study,
  { model, training }: TrainedAt,
  checkpoints: CheckpointsResult,
  data: StudyData,
): Promise<Lookup<CheckpointIdeasContent>> {
  const starts = await openModelStarts(study, training, data);
  const inputs = checkpointIdeaInputs(study, starts, training, checkpoints);
  return findResult(study.folder.model(model.name).checkpoints.ideas, checkpointIdeasContent, inputs);
}

/** The step that a trained model lacks at its checkpoints, and why. */
export interface CheckpointGap {
  readonly missing: 'train' | 'ideas';
  readonly reason: string;
}

/** What a trained model lacks at its checkpoints; null where it lacks nothing or nothing is wanted. */
export async function findCheckpointGap(
  study: Study,
  trained: TrainedAt,
  data: StudyData,
): Promise<CheckpointGap | null> {
  const { model, training } = trained;
  const marks = listModelMarks(study, model, data);
  if (marks.length === 0) return null;
  const checkpoints = await findCheckpoints(study, model, training.inputs, marks);
  if (checkpoints.stale !== null) return { missing: 'train', reason: `checkpoints: ${checkpoints.stale}` };
  const ideas = await findCheckpointIdeas(study, trained, checkpoints.result, data);
  if (ideas.stale === null && !study.config.schedule.keep) return null;
  const parameters = await findCheckpointParameters(study, model, training.inputs, marks);
  if (ideas.stale === null) {
    if (parameters.stale === null) return null;
    return { missing: 'train', reason: explainParameters(parameters.stale) };
  }
  const reason = `at checkpoints: ${ideas.stale}`;
  if (parameters.stale === null) return { missing: 'ideas', reason };
  const next = study.config.schedule.keep ? '' : '; schedule.keep true keeps them';
  return { missing: 'train', reason: `ideas ${reason}; ${explainParameters(parameters.stale)}${next}` };
}

function explainParameters(stale: string): string {
  return `its parameters at checkpoints ${stale === NOT_COMPUTED ? 'were not kept' : `are gone: ${stale}`}`;
}

/** Finds and writes the ideas of a model at all its checkpoints but the last, whose parameters are there. */
export async function computeCheckpointIdeas(
  study: Study,
  { model, training }: TrainedAt,
  data: StudyData,
): Promise<void> {
  const marks = listModelMarks(study, model, data);
  const checkpoints = (await findCheckpoints(study, model, training.inputs, marks)).result!;
  const parameters = (await findCheckpointParameters(study, model, training.inputs, marks)).result!;
  const starts = await openModelStarts(study, training, data);
  const images: Float32Array[] = [];
  const found: CheckpointIdeasContent['checkpoints'] = [];
  for (const updates of marks.slice(0, -1)) {
    const own = await readCheckpointParameters(study, model, parameters.content, updates);
    const searched = { searchable: searchMlp(own), starts };
    const ideas = await searchIdeas(study.engine, searched, configOf(study));
    images.push(...ideas.map(({ image }) => image));
    found.push({
      updates,
      ideas: ideas.map(({ digit, restart, energy, evaluations, certified }) => ({
        ...{ digit, restart, energy },
        ...{ evaluations, certified },
      })),
    });
  }
  await writeResult(
    study.folder.model(model.name).checkpoints.ideas,
    checkpointIdeaInputs(study, starts, training, checkpoints),
    { checkpoints: found },
    { 'ideas.bits': packImages(images) },
    await keyOf(study, 'checkpoint ideas'),
  );
}

/** The images [784] of 0 and 1 of all ideas of a record, in its order. */
export async function readCheckpointImages(
  study: Study,
  model: Model,
  { content }: CheckpointIdeasResult,
): Promise<Uint8Array[]> {
  const { images } = study.folder.model(model.name).checkpoints;
  const count = content.checkpoints.reduce((sum, { ideas }) => sum + ideas.length, 0);
  return unpackImages(await readBytes(images), count, images);
}
