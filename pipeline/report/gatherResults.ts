/** Gathers what is finished of a study into the tables that are analysed and reported. */

import {
  listNearest,
  medianOrNull,
  summariseCounterfeits,
  summariseHints,
  tabulateCounterfeits,
  tabulateHints,
} from '../experiments/changeSummaries.ts';
import { gatherExperiments } from '../experiments/gatherExperiments.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { intended } from '../judging/scoreIdeas.ts';
import { findScores, readIdeaImages } from '../models/ideaScores.ts';
import { findIdeas } from '../models/modelIdeas.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { findTraining } from '../models/trainedModel.ts';
import { findPeople } from '../rating/joinRatings.ts';
import type { Cell } from '../study/grid.ts';
import type { EpochRecord, IdeaRecord, ScoreRecord } from '../study/records.ts';
import type { Experiments, IdeaRow, ModelRow, StudyResults } from '../study/tables.ts';
import { chooseNoiseCurve } from './equivalentNoise.ts';
import { measureAgreement } from './judgeAgreement.ts';
import { summariseCells, summariseDigits } from './summarise.ts';

/** A finished cell's part of the results. */
interface FinishedCell {
  readonly model: Omit<ModelRow, 'medianFlips'>;
  readonly ideas: readonly IdeaRow[];
  readonly training: readonly EpochRecord[];
}

/** Everything that is finished and current; what is not is listed with its reason. */
export async function gatherResults(study: Study, data: StudyData): Promise<StudyResults> {
  const finished: FinishedCell[] = [];
  const missing: { cell: string; reason: string }[] = [];
  const { version, cards, card } = await readFrozenPanel(study.config.judging.judges);
  for (const cell of study.cells) {
    const found = await gatherCell(study, cell, data.identity, version);
    if (typeof found === 'string') missing.push({ cell: cell.name, reason: found });
    else finished.push(found);
  }
  const experiments = await gatherExperiments(study, data, version);
  const models = finished.map(({ model }) => ({
    ...model,
    medianFlips: findMedianFlips(experiments, model.cell),
  }));
  const ideas = finished.flatMap((cell) => cell.ideas);
  const noiseCurve = chooseNoiseCurve(card, cards);
  const { flips } = study.config.experiments.counterfeits;
  return {
    config: study.config,
    dataset: data.record,
    judges: cards,
    panel: card,
    scoreVersion: version,
    models,
    ideas,
    noiseCurve,
    agreement: measureAgreement(ideas),
    cells: summariseCells(models, noiseCurve),
    digits: summariseDigits(ideas),
    training: Object.fromEntries(finished.map(({ model, training }) => [model.cell.name, training])),
    missing,
    experiments,
    hintSummaries: summariseHints(experiments.hints),
    counterfeitSummaries: summariseCounterfeits(experiments.counterfeits, flips),
    hintRows: tabulateHints(experiments.hints),
    counterfeitRows: tabulateCounterfeits(experiments.counterfeits, flips),
    ...(await findPeople(study, ideas, version)),
  };
}

/** How many flips the model's median test image withstands; null where most withstand all, or none was tried. */
function findMedianFlips({ counterfeits }: Experiments, cell: Cell): number | null {
  const own = counterfeits.find((one) => one.cell.name === cell.name);
  return own === undefined ? null : medianOrNull(listNearest(own.record));
}

/** A cell's part of the results, or why it has none. */
async function gatherCell(
  study: Study,
  cell: Cell,
  identity: string,
  version: string,
): Promise<FinishedCell | string> {
  const training = await findTraining(study, cell, identity);
  if (training.stale !== null) return training.stale;
  const ideas = await findIdeas(study, cell, training.result);
  if (ideas.stale !== null) return `ideas ${ideas.stale}`;
  const scores = await findScores(study, cell, ideas.result, version);
  if (scores.stale !== null) return `scores ${scores.stale}`;
  const images = await readIdeaImages(study.folder.cell(cell.name).ideaFolder, ideas.result);
  const rows = ideas.result.content.ideas.map((idea, k) =>
    toIdeaRow(cell, idea, scores.result.content.scores[k]!, images[k]!, version),
  );
  const epochs = training.result.content.epochs;
  return { model: toModelRow(cell, epochs, rows), ideas: rows, training: epochs };
}

function toIdeaRow(
  cell: Cell,
  idea: IdeaRecord,
  score: ScoreRecord,
  image: Float32Array,
  version: string,
): IdeaRow {
  const { method, digit, restart, energy, evaluations, certified } = idea;
  const { recognisability, recognisabilityMasked, descriptors } = score;
  const ofJudges = <Value>(pick: (reading: ScoreRecord['judges'][string]['whole']) => Value) =>
    Object.fromEntries(Object.entries(score.judges).map(([name, { whole }]) => [name, pick(whole)]));
  return {
    cell,
    method,
    digit,
    restart,
    energy,
    evaluations,
    certified,
    recognisability,
    recognisabilityMasked,
    judges: ofJudges(intended),
    forcedChoice: ofJudges((reading) => reading.forcedChoice),
    notDigit: ofJudges((reading) => reading.notDigit),
    typicality: ofJudges((reading) => reading.typicality),
    top: ofJudges((reading) => reading.top),
    descriptors,
    scoreVersion: version,
    image,
  };
}

function toModelRow(
  cell: Cell,
  epochs: readonly EpochRecord[],
  ideas: readonly IdeaRow[],
): FinishedCell['model'] {
  const last = epochs.at(-1)!;
  const mean = (pick: (idea: IdeaRow) => number) =>
    ideas.reduce((sum, idea) => sum + pick(idea), 0) / ideas.length;
  return {
    cell,
    epochs: last.epoch,
    updates: last.updates,
    trainLoss: last.trainLoss,
    testAccuracy: last.testAccuracy,
    recognisability: mean((idea) => idea.recognisability),
    recognisabilityMasked: mean((idea) => idea.recognisabilityMasked),
  };
}
