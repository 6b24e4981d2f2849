/** Has the panel read the images of an experiment: what every such reading has in common. */
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { answersTo } from '../judging/answers.ts';
import type { Panel } from '../judging/panel.ts';
import { stackImages } from '../math/images.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import type { ModelExperiment } from './experiment.ts';

/** How the images of an experiment are scored. */
export interface Scoring<Content, Scores> {
  readonly experiment: ModelExperiment<Content>;
  /** Name of the file with its images. */
  readonly file: string;
  readonly schema: z.ZodType<Scores>;
  /** Raised when the same inputs would give other scores. */
  readonly revision: number;
  /** The scores; `images`: the bytes of the file, read from `path`. */
  score(
    panel: Pick<Panel, 'probabilities'>,
    content: Content,
    images: { readonly bytes: Uint8Array; readonly path: string },
    data: Pick<StudyData, 'test'>,
  ): Promise<Scores>;
}

/** Scores what was found to be unscored. */
export type ScoreErrand = (panel: Panel, data: StudyData) => Promise<void>;

function inputsOf<Content>(study: Study, result: Result<Content>, version: string, revision: number) {
  return {
    images: sha256(JSON.stringify([result.inputs, result.sha256])),
    score_version: version,
    runtime: study.engine.version,
    revision,
  };
}

/** The scores of an experiment's images by the panel `version`, or why they have to be computed. */
export function findChangedScores<Content, Scores>(
  study: Study,
  { model }: SearchedModel,
  { experiment, schema, revision }: Scoring<Content, Scores>,
  result: Result<Content>,
  version: string,
): Promise<Lookup<Scores>> {
  const { scores } = study.folder.model(model.name).experiment(experiment.name);
  return findResult(scores, schema, inputsOf(study, result, version, revision));
}

/** An errand for each model whose images of this experiment are there and not scored. */
export async function listUnscored<Content, Scores>(
  study: Study,
  searched: readonly SearchedModel[],
  scoring: Scoring<Content, Scores>,
  version: string,
): Promise<ScoreErrand[]> {
  const errands: ScoreErrand[] = [];
  for (const one of searched) {
    const { result } = await scoring.experiment.find(study, one);
    if (result === null) continue;
    const { stale } = await findChangedScores(study, one, scoring, result, version);
    if (stale !== null) errands.push((panel, data) => scoreChanged(study, one, scoring, result, panel, data));
  }
  return errands;
}

async function scoreChanged<Content, Scores>(
  study: Study,
  { model }: SearchedModel,
  { experiment, file, revision, score }: Scoring<Content, Scores>,
  result: Result<Content>,
  panel: Panel,
  data: StudyData,
): Promise<void> {
  const { record, scores } = study.folder.model(model.name).experiment(experiment.name);
  const path = join(dirname(record), file);
  const content = await score(panel, result.content, { bytes: await readBytes(path), path }, data);
  await writeResult(scores, inputsOf(study, result, panel.version, revision), content);
}

/** The panel's probabilities of each of `images` [784]: eleven an image. */
export async function askPanel(
  panel: Pick<Panel, 'probabilities'>,
  images: readonly Float32Array[],
): Promise<Float64Array[]> {
  if (images.length === 0) return [];
  const answers = await panel.probabilities(stackImages(images));
  return images.map((_, row) => answersTo(row, answers));
}
