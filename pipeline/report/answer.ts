/**
 * The answer in plain words, built from the numbers: the verdicts on what was stated before the data, and what these models
 * show.
 */

import { VERDICTS } from '../analysis/finding.ts';
import { describeSummary, formatCount, formatQuantity, formatScore, joinWords } from '../page/wording.ts';
import { isGivenStudy, listStudyModels } from '../study/givenModels.ts';
import { isArticleCell } from '../study/grid.ts';
import type { CellSummary } from '../study/tables.ts';
import { describeConclusion } from './contrastTables.ts';
import { describeFailedCheck } from './describeCheck.ts';
import { formatEquivalentNoise } from './equivalentNoise.ts';
import { describeMeasure, findExtremes, NOTHING_FINISHED, nameScore, TEST_ACCURACY } from './findings.ts';
import { findFloor } from './scoreFloor.ts';
import type { StudyResults } from './studyResults.ts';

/** The answer: one paragraph of what was found, one of the verdicts, and one of how to read them. */
export interface Answer {
  /** Comes before everything: a control failed, and what is read may be the instrument's doing. Null where none did. */
  readonly suspicion: string | null;
  /** Numbers with their intervals. */
  readonly found: string;
  /** What became of the hypotheses and claims; null where nothing was tested. */
  readonly verdicts: string | null;
  readonly caution: string;
}

/** Builds the answer from a study's results. */
export function answer(results: StudyResults): Answer {
  const failure = describeFailedCheck(results.check, results.config.dataset);
  const found = failure === null ? scoreSentences(results) : [failure];
  if (results.cells.length > 0 || failure !== null) found.push(describeMeasure(results.cells, TEST_ACCURACY));
  const caution = [
    ...(failure === null ? floorSentence(results) : []),
    ...seedSentences(results),
    ...updatesSentence(results),
    ...missingSentence(results),
  ];
  const suspicion = failure === null ? (results.tests?.suspicion ?? null) : null;
  const verdicts = failure === null ? describeVerdicts(results) : null;
  return { suspicion, found: found.join(' '), verdicts, caution: caution.join(' ') };
}

/** What became of the hypotheses, by verdict. */
function describeVerdicts({ tests }: StudyResults): string | null {
  if (tests === null) return null;
  const listed = VERDICTS.flatMap((verdict) => {
    const ids = tests.findings.filter((finding) => finding.verdict === verdict).map(({ id }) => id);
    return ids.length === 0 ? [] : [`${verdict}: ${joinWords(ids)}`];
  });
  const kind = tests.lock.kind === 'confirmatory' ? 'Confirmatory' : 'Exploratory';
  return `${kind} verdicts on hypotheses H1 to H6 and the article’s claims C1 to C5: ${listed.join('; ')}.`;
}

function scoreSentences(results: StudyResults): string[] {
  const conclusions = results.conclusions.map(describeConclusion);
  return [...rangeSentences(results), ...conclusions, ...articleSentence(results)];
}

const meanOf = (cell: CellSummary) => cell.recognisability.mean;

function rangeSentences(results: StudyResults): string[] {
  const { cells, models, config } = results;
  const score = nameScore(results);
  const extremes = findExtremes(cells, meanOf);
  if (extremes === null) return [NOTHING_FINISHED];
  const inCells = isGivenStudy(config) ? ' that were given' : ` in ${formatQuantity(cells.length, 'cell')}`;
  const over = `Over ${formatQuantity(models.length, 'model')}${inCells}`;
  if (cells.length === 1) {
    const only = describeSummary(extremes.high.recognisability, formatScore);
    return [`The ideas at ${extremes.high.cell.title} have a ${score} of ${only}.`];
  }
  if (formatScore(meanOf(extremes.low)) === formatScore(meanOf(extremes.high))) {
    return [`${over}, ${score} is ${formatScore(meanOf(extremes.high))} everywhere.`];
  }
  return [
    `${over}, ${score} runs from ${formatScore(meanOf(extremes.low))} at ${extremes.low.cell.title} to ` +
      `${formatScore(meanOf(extremes.high))} at ${extremes.high.cell.title}: ${isGivenStudy(config) ? 'models' : 'cells'} picked after looking, which tend to be ` +
      'less extreme when repeated.',
    ...noiseSentence(extremes),
  ];
}

function noiseSentence({ low, high }: { readonly low: CellSummary; readonly high: CellSummary }): string[] {
  if (low.equivalentNoise === null) return [];
  const [worst, best] = [low, high].map((cell) => formatEquivalentNoise(cell.equivalentNoise));
  return [`These are as much as real digits score with ${worst} and with ${best} of their pixels flipped.`];
}

function articleSentence({ cells }: StudyResults): string[] {
  const article = cells.find(({ cell }) => isArticleCell(cell));
  if (article === undefined || cells.length < 2) return [];
  const above = cells.filter((cell) => meanOf(cell) > meanOf(article)).length;
  return [
    `The article’s cell, ${article.cell.title}, has ${describeSummary(article.recognisability, formatScore)}, ` +
      `rank ${above + 1} of ${cells.length}.`,
  ];
}

function floorSentence(results: StudyResults): string[] {
  const floor = findFloor(results);
  return floor === null ? [] : [`Ideas of untrained networks score ${formatScore(floor)} with these judges.`];
}

/** What must not be read into models that somebody else has trained. */
const GIVEN_CAUTION =
  'The models were trained elsewhere: nothing is known of them that could be varied, so that effects of settings, intervals ' +
  'over seeds and tests of hypotheses are left out, and why two models differ cannot be told.';

function seedSentences({ cells, config }: StudyResults): string[] {
  if (cells.length === 0) return [];
  if (isGivenStudy(config)) return [GIVEN_CAUTION];
  if (cells.every((cell) => cell.recognisability.seeds < 2)) {
    const noSpread = 'There is one model a cell, so no spread between seeds can be given';
    return [cells.length === 1 ? `${noSpread}.` : `${noSpread}: what differs between cells may be chance.`];
  }
  return [
    `Intervals are 95%, by Student t over up to ${formatQuantity(config.grid.seeds.length, 'seed')}, those of mean scores on the logit ` +
      'scale; they say how much another seed may move a mean. Only verdicts are corrected for several tests.',
  ];
}

function updatesSentence({ models, config }: StudyResults): string[] {
  const extremes = findExtremes(models, (model) => model.updates);
  if (extremes === null || extremes.low.updates === extremes.high.updates) return [];
  const [low, high] = [extremes.low, extremes.high].map(({ model, updates }) => ({
    batch: `batch ${formatCount(model.settings.batch)}`,
    updates: formatCount(updates),
  })) as [Updates, Updates];
  if (config.grid.epochs !== undefined || config.grid.trainImages !== undefined) {
    return [
      `Models made between ${low.updates} and ${high.updates} updates: what is varied and amount of training are not separated.`,
    ];
  }
  const separated = config.arms.compared.includes('updates')
    ? 'at equal epochs batch size and amount of training are not separated; H2 compares at equal updates'
    : 'batch size and amount of training are not separated';
  return [
    `All models had ${formatQuantity(config.training.epochs, 'epoch')}, so ${low.batch} made ${low.updates} updates ` +
      `where ${high.batch} made ${high.updates}: ${separated}.`,
  ];
}

interface Updates {
  readonly batch: string;
  readonly updates: string;
}

function missingSentence({ models, config }: StudyResults): string[] {
  const planned = listStudyModels(config).length;
  if (models.length >= planned) return [];
  return [
    `${formatCount(planned - models.length)} of ${formatQuantity(planned, 'model')} are missing; reasons are below.`,
  ];
}
