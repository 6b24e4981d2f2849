/** The judging step: fits the panel once, then scores every idea that has no score by it. */
import { join } from 'node:path';
import { z } from 'zod';
import { findBorder } from '../judging/border.ts';
import { classMeans } from '../judging/descriptors.ts';
import { fitPanel, openPanel, type Panel, type PanelFit, panelFit, scoreVersion } from '../judging/panel.ts';
import { scoreIdeas } from '../judging/scoreIdeas.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { findResult, type Lookup, writeResult } from '../store/results.ts';
import { decodeVf } from '../store/vf.ts';
import type { Cell } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { scoreRecord } from '../study/records.ts';
import type { StudyData } from './dataset.ts';
import { findIdeas, type IdeasResult } from './searchCell.ts';
import type { Study } from './study.ts';
import { findTraining } from './trainCell.ts';

/** Raised when the same inputs would give another panel. */
const PANEL_REVISION = 2;
/** Raised when the same inputs would give other scores. */
const SCORING_REVISION = 1;

/** Content of scores.json. */
const scoresContent = z.strictObject({ scores: z.array(scoreRecord).min(1) });
export type ScoresContent = z.output<typeof scoresContent>;

function panelInputs(study: Study, datasetIdentity: string): Inputs {
  return {
    dataset: datasetIdentity,
    judges: study.config.judging.judges.join(' '),
    runtime: study.engine.version,
    revision: PANEL_REVISION,
  };
}

/** The fitted panel, or why it has to be fitted. */
export function findPanel(study: Study, datasetIdentity: string): Promise<Lookup<PanelFit>> {
  return findResult(study.folder.panel, panelFit, panelInputs(study, datasetIdentity));
}

/** Fits the panel where that is not done yet. */
export async function ensurePanel(study: Study, data: StudyData): Promise<PanelFit> {
  const found = await findPanel(study, data.identity);
  if (found.result) return found.result.content;
  const { judges } = study.config.judging;
  const fits = await fitPanel(study.engine, { judges, training: data.train, test: data.test });
  await writeResult(study.folder.panel, panelInputs(study, data.identity), fits);
  return fits;
}

function scoreInputs(ideas: IdeasResult, fits: PanelFit): Inputs {
  return {
    ideas: sha256(JSON.stringify([ideas.inputs, ideas.sha256])),
    score_version: scoreVersion(fits),
    revision: SCORING_REVISION,
  };
}

/** The scores of a cell's ideas, or why they have to be computed. */
export function findScores(
  study: Study,
  cell: Cell,
  ideas: IdeasResult,
  fits: PanelFit,
): Promise<Lookup<ScoresContent>> {
  return findResult(study.folder.cell(cell.name).scores, scoresContent, scoreInputs(ideas, fits));
}

/** Scores the ideas of every finished cell that has no scores yet; returns how many cells it scored. */
export async function scoreCells(study: Study, data: StudyData): Promise<number> {
  const finished: { cell: Cell; ideas: IdeasResult }[] = [];
  for (const cell of study.cells) {
    const ideas = await findFinishedIdeas(study, cell, data.identity);
    if (ideas) finished.push({ cell, ideas });
  }
  if (finished.length === 0) return 0;
  const fits = await ensurePanel(study, data);
  const waiting: typeof finished = [];
  for (const { cell, ideas } of finished) {
    if ((await findScores(study, cell, ideas, fits)).stale !== null) waiting.push({ cell, ideas });
  }
  if (waiting.length === 0) return 0;
  const panel = await openPanel(study.engine, data.train, fits);
  try {
    const border = findBorder(data.train.images);
    const means = classMeans(data.train);
    for (const { cell, ideas } of waiting) await scoreCell(study, cell, ideas, fits, panel, border, means);
  } finally {
    await panel.dispose();
  }
  return waiting.length;
}

async function scoreCell(
  study: Study,
  cell: Cell,
  ideas: IdeasResult,
  fits: PanelFit,
  panel: Panel,
  border: readonly boolean[],
  means: Float32Array,
): Promise<void> {
  const folder = study.folder.cell(cell.name);
  const images = await readIdeaImages(folder.ideaFolder, ideas);
  const asked = ideas.content.ideas.map(({ digit, restart }, k) => ({ digit, restart, image: images[k]! }));
  const scores = await scoreIdeas(panel, asked, border, means);
  await writeResult(folder.scores, scoreInputs(ideas, fits), { scores });
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
