/** The scores of ideas: every idea that has none is read by the study's panel. */
import { join } from 'node:path';
import { z } from 'zod';
import type { StageName } from '../cache/stages.ts';
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import { scoreIdeas } from '../judging/scoreIdeas.ts';
import { summariseTraining } from '../judging/trainingSummary.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { findResult, type Lookup, writeResult } from '../store/results.ts';
import { decodeVf } from '../store/vf.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { scoreRecord } from '../study/records.ts';
import { type CheckpointIdeasResult, findSearchedCheckpoints } from './checkpointIdeas.ts';
import { computeCheckpointScores, findCheckpointScores, type Scorer } from './checkpointScores.ts';
import type { IdeasResult } from './modelIdeas.ts';
import type { SearchedModel } from './modelState.ts';
import type { Study } from './study.ts';
import { findOutdated, keyOf } from './studyCache.ts';
import type { StudyData } from './studyDataset.ts';

/** The format of the record; changed scoring is told by the cache key (studyCache.ts). */
const SCORING_REVISION = 3;

/** Content of scores.json. */
const scoresContent = z.strictObject({ scores: z.array(scoreRecord).min(1) });
export type ScoresContent = z.output<typeof scoresContent>;

function scoreInputs(study: Study, ideas: IdeasResult, version: string): Inputs {
  return {
    ideas: sha256(JSON.stringify([ideas.inputs, ideas.sha256])),
    score_version: version,
    runtime: study.engine.version,
    revision: SCORING_REVISION,
  };
}

/** The scores of a model's ideas by the panel `version`, or why they have to be computed. */
export function findScores(
  study: Study,
  { model, ideas }: Pick<SearchedModel, 'model' | 'ideas'>,
  version: string,
): Promise<Lookup<ScoresContent>> {
  const { scores } = study.folder.model(model.name);
  return findResult(scores, scoresContent, scoreInputs(study, ideas, version));
}

/** The ideas of a model that have no scores yet: its own, and those at its checkpoints; null where they have, or are not. */
export interface UnscoredIdeas {
  readonly model: Model;
  readonly own: IdeasResult | null;
  readonly atCheckpoints: CheckpointIdeasResult | null;
}

/** Which ideas of a model have no scores by the panel `version`, or some that would be computed in another way now. */
export async function findUnscored(
  study: Study,
  data: StudyData,
  searched: SearchedModel,
  version: string,
): Promise<UnscoredIdeas> {
  const { model, ideas } = searched;
  const folder = study.folder.model(model.name);
  const isKept = async (stage: StageName, path: string) => (await findOutdated(study, stage, path)) === null;
  const found = await findScores(study, searched, version);
  const hasScores = found.stale === null && (await isKept('scores', folder.scores));
  const own = hasScores ? null : ideas;
  const checkpoints = await findSearchedCheckpoints(study, searched, data);
  if (checkpoints === null) return { model, own, atCheckpoints: null };
  const atCheckpoints = await findCheckpointScores(study, model, checkpoints.ideas, version);
  const hasAll =
    atCheckpoints.stale === null && (await isKept('checkpoint scores', folder.checkpoints.scores));
  return { model, own, atCheckpoints: hasAll ? null : checkpoints.ideas };
}

/** Scores the ideas of those of the models that have no scores by the panel yet; returns how many models it scored. */
export async function scoreModels(
  study: Study,
  data: StudyData,
  searched: readonly SearchedModel[],
  waiting: WaitingPanel,
): Promise<number> {
  const unscored: UnscoredIdeas[] = [];
  for (const one of searched) {
    const found = await findUnscored(study, data, one, waiting.version);
    if (found.own !== null || found.atCheckpoints !== null) unscored.push(found);
  }
  if (unscored.length === 0) return 0;
  const scorer = { panel: await waiting.open(), training: summariseTraining(data.train) };
  for (const { model, own, atCheckpoints } of unscored) {
    if (own !== null) await computeScores(study, model, own, scorer);
    if (atCheckpoints !== null) await computeCheckpointScores(study, model, atCheckpoints, scorer);
  }
  return unscored.length;
}

export async function computeScores(
  study: Study,
  model: Model,
  ideas: IdeasResult,
  { panel, training }: Scorer,
): Promise<void> {
  const images = await readIdeaImages(study, model, ideas);
  const asked = ideas.content.ideas.map(({ digit, restart }, k) => ({ digit, restart, image: images[k]! }));
  const scores = await scoreIdeas(panel, asked, training);
  const path = study.folder.model(model.name).scores;
  const inputs = scoreInputs(study, ideas, panel.version);
  await writeResult(path, inputs, { scores }, {}, await keyOf(study, 'scores'));
}

/** The images [784] of a record of ideas, in its order. */
export async function readIdeaImages(
  study: Study,
  model: Model,
  ideas: IdeasResult,
): Promise<Float32Array[]> {
  const { ideaFolder } = study.folder.model(model.name);
  const images: Float32Array[] = [];
  for (const { file } of ideas.content.ideas) {
    const path = join(ideaFolder, file);
    images.push(decodeVf(await readBytes(path), path));
  }
  return images;
}
