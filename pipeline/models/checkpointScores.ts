/** The scores of a model's ideas at its checkpoints: of each, the few numbers that an analysis asks for. */
import { z } from 'zod';
import type { Panel } from '../judging/panel.ts';
import { scoreIdeas } from '../judging/scoreIdeas.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import type { TrainingSummary } from '../judging/trainingSummary.ts';
import { sha256 } from '../store/files.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import type { ScoreRecord } from '../study/records.ts';
import { type CheckpointIdeasResult, readCheckpointImages } from './checkpointIdeas.ts';
import type { Study } from './study.ts';
import { keyOf } from './studyCache.ts';

/** The format of the record. */
const CHECKPOINT_SCORING_REVISION = 1;

const share = z.number().min(0).max(1);

/** P(intended) of one idea, in [0, 1], at the primary tolerance. */
const shortScore = z.strictObject({
  digit: z.int(),
  restart: z.int(),
  masked: share,
  whole: share,
  framed: share,
  /** Of each family of judges, in the masked reading. */
  families: z.record(z.string(), share),
});
export type ShortScore = z.output<typeof shortScore>;

/** Content of checkpoints/scores.json, in the order of the ideas. */
const checkpointScoresContent = z.strictObject({
  checkpoints: z.array(z.strictObject({ updates: z.int(), scores: z.array(shortScore).min(1) })).min(1),
});
export type CheckpointScoresContent = z.output<typeof checkpointScoresContent>;

/** The short form of a score. */
export function shortenScore({ digit, restart, readings }: ScoreRecord): ShortScore {
  const { masked, whole, framed } = readings;
  return {
    ...{ digit, restart },
    masked: masked.score[PRIMARY_TOLERANCE],
    whole: whole.score[PRIMARY_TOLERANCE],
    framed: framed.score[PRIMARY_TOLERANCE],
    families: masked.families,
  };
}

function scoreInputs(study: Study, ideas: CheckpointIdeasResult, version: string): Inputs {
  return {
    ideas: sha256(JSON.stringify([ideas.inputs, ideas.sha256])),
    score_version: version,
    runtime: study.engine.version,
    revision: CHECKPOINT_SCORING_REVISION,
  };
}

/** The scores of a model's ideas at checkpoints by the panel `version`, or why they have to be computed. */
export function findCheckpointScores(
  study: Study,
  model: Model,
  ideas: CheckpointIdeasResult,
  version: string,
): Promise<Lookup<CheckpointScoresContent>> {
  const { scores } = study.folder.model(model.name).checkpoints;
  return findResult(scores, checkpointScoresContent, scoreInputs(study, ideas, version));
}

/** What the panel scores with: itself, and what it has to know of the training images. */
export interface Scorer {
  readonly panel: Panel;
  readonly training: TrainingSummary;
}

/** Scores the ideas of a model at its checkpoints and writes the scores. */
export async function computeCheckpointScores(
  study: Study,
  model: Model,
  ideas: CheckpointIdeasResult,
  { panel, training }: Scorer,
): Promise<Result<CheckpointScoresContent>> {
  const images = await readCheckpointImages(study, model, ideas);
  const checkpoints: CheckpointScoresContent['checkpoints'] = [];
  let before = 0;
  for (const { updates, ideas: own } of ideas.content.checkpoints) {
    const asked = own.map(({ digit, restart }, k) => ({
      ...{ digit, restart },
      image: Float32Array.from(images[before + k]!),
    }));
    before += own.length;
    const scores = await scoreIdeas(panel, asked, training);
    checkpoints.push({ updates, scores: scores.map(shortenScore) });
  }
  const { scores } = study.folder.model(model.name).checkpoints;
  const inputs = scoreInputs(study, ideas, panel.version);
  return writeResult(scores, inputs, { checkpoints }, {}, await keyOf(study, 'checkpoint scores'));
}
