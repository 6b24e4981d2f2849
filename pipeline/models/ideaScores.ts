/** The judging step: scores every idea that has no score by the study's panel. */
import { join } from 'node:path';
import { z } from 'zod';
import { classMeans } from '../judging/descriptors.ts';
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import type { Panel } from '../judging/panel.ts';
import { findBorder, scoreIdeas } from '../judging/scoreIdeas.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { findResult, type Lookup, writeResult } from '../store/results.ts';
import { decodeVf } from '../store/vf.ts';
import type { Cell } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { scoreRecord } from '../study/records.ts';
import { findIdeas, type IdeasResult } from './modelIdeas.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';
import { findTraining } from './trainedModel.ts';

/** Raised when the same inputs would give other scores. */
const SCORING_REVISION = 2;

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

/** The scores of a cell's ideas by the panel `version`, or why they have to be computed. */
export function findScores(
  study: Study,
  cell: Cell,
  ideas: IdeasResult,
  version: string,
): Promise<Lookup<ScoresContent>> {
  return findResult(study.folder.cell(cell.name).scores, scoresContent, scoreInputs(study, ideas, version));
}

/** Scores the ideas of every finished cell that has no scores by the panel yet; returns how many cells it scored. */
export async function scoreCells(study: Study, data: StudyData, waiting: WaitingPanel): Promise<number> {
  const unscored: { cell: Cell; ideas: IdeasResult }[] = [];
  for (const cell of study.cells) {
    const ideas = await findFinishedIdeas(study, cell, data.identity);
    if (ideas === null) continue;
    if ((await findScores(study, cell, ideas, waiting.version)).stale !== null)
      unscored.push({ cell, ideas });
  }
  if (unscored.length === 0) return 0;
  const panel = await waiting.open();
  const border = findBorder(data.train.images);
  const means = classMeans(data.train);
  for (const { cell, ideas } of unscored) await scoreCell(study, cell, ideas, panel, border, means);
  return unscored.length;
}

async function scoreCell(
  study: Study,
  cell: Cell,
  ideas: IdeasResult,
  panel: Panel,
  border: readonly boolean[],
  means: Float32Array,
): Promise<void> {
  const folder = study.folder.cell(cell.name);
  const images = await readIdeaImages(folder.ideaFolder, ideas);
  const asked = ideas.content.ideas.map(({ digit, restart }, k) => ({ digit, restart, image: images[k]! }));
  const scores = await scoreIdeas(panel, asked, border, means);
  await writeResult(folder.scores, scoreInputs(study, ideas, panel.version), { scores });
}

/** The ideas of a cell that is trained and searched; null otherwise. */
async function findFinishedIdeas(study: Study, cell: Cell, identity: string): Promise<IdeasResult | null> {
  const training = await findTraining(study, cell, identity);
  if (training.result === null) return null;
  return (await findIdeas(study, cell, training.result)).result;
}

/** The images [784] of a record of ideas, in its order. */
export async function readIdeaImages(folder: string, ideas: IdeasResult): Promise<Float32Array[]> {
  const images: Float32Array[] = [];
  for (const { file } of ideas.content.ideas) {
    const path = join(folder, file);
    images.push(decodeVf(await readBytes(path), path));
  }
  return images;
}
