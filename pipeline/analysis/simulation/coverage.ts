/** How often intervals contain what they estimate, in studies whose truth is known. */
import { mean } from 'simple-statistics';
import { openStream, type Stream } from '../../math/streams.ts';
import { blockedEffect } from '../../statistics/blockedEffect.ts';
import { bootstrapInterval, type Interval } from '../../statistics/bootstrap.ts';
import { crossedMean } from '../../statistics/crossedEffects.ts';
import { clippedLogit, inverseLogit, logitInterval } from '../../statistics/logit.ts';
import { seedSlopes } from '../../statistics/seedSlopes.ts';
import { studentInterval } from '../../statistics/studentInterval.ts';
import { NO_VARIANCE, type Population } from './population.ts';
import {
  cellMeans,
  digitMeans,
  drawSeed,
  drawWorld,
  type Effects,
  type SeedLogits,
  SIMULATED_GRID,
  toRows,
  type World,
} from './simulatedStudy.ts';

/** What is estimated, and how; intervals that are cut off or bootstrapped are there to be shown wrong. */
export const INTERVALS = [
  'batch size, t over seeds',
  'width, t over seeds',
  'interaction, t over seeds',
  'batch size on the score, t over seeds',
  'batch size on the score, other seeds and digits',
  'single means, logit scale',
  'single means, t cut off at 0 and 1',
  'single means, percentile bootstrap',
  'one digit of a cell, logit scale',
  'one digit of a cell, t cut off at 0 and 1',
  'one digit of a cell, percentile bootstrap',
  'batch size, percentile bootstrap',
] as const;
export type IntervalName = (typeof INTERVALS)[number];

/** Of each kind the mean share of intervals that contain the truth, in [0, 1]. */
export type Coverage = Readonly<Record<IntervalName, number>>;

/** What is simulated. */
export interface CoveragePlan {
  readonly population: Population;
  readonly studies: number;
  readonly seeds: number;
  readonly seed: number;
  /** Models whose mean is taken for the truth of a world; 3,000 where not given. */
  readonly modelsOfTruth?: number;
}

/** The effects of every simulated study, in logits a doubling. */
export const TRUE_EFFECTS: Effects = { hidden: -0.15, batch: 0.25, interaction: 0.02 };

/** Studies that share a world, and models that are enough to know its truth. */
const STUDIES_A_WORLD = 50;
const MODELS_OF_TRUTH = 3000;

/** What a world's studies estimate. Slopes are of logits of mean scores, but for `score`. */
interface Truth {
  readonly batch: number;
  readonly hidden: number;
  readonly interaction: number;
  readonly score: number;
  /** Of each cell, and of each digit of the first cell. */
  readonly cells: MeanTruth;
  readonly digits: MeanTruth;
}

/** True means: of logits, taken back to a score, and of scores. */
interface MeanTruth {
  readonly ofLogits: readonly number[];
  readonly plain: readonly number[];
}

/** Coverage over `studies` studies of `seeds` seeds: digits, cells and starts are drawn for every 50 of them. */
export function simulateCoverage(plan: CoveragePlan): Coverage {
  const hits = new Map<IntervalName, number[]>(INTERVALS.map((name) => [name, []]));
  for (let first = 0; first < plan.studies; first += STUDIES_A_WORLD) {
    const stream = openStream(plan.seed, `simulation/world/${first}`);
    const world = drawWorld(stream, plan.population, TRUE_EFFECTS);
    const truth = findTruth(world, stream, plan.modelsOfTruth ?? MODELS_OF_TRUTH);
    const last = Math.min(plan.studies, first + STUDIES_A_WORLD);
    for (let study = first; study < last; study++) {
      const own = openStream(plan.seed, `simulation/study/${plan.seeds}/${study}`);
      const covered = { ...coverInWorld(world, truth, plan.seeds, own), ...coverDigits(plan, own) };
      for (const name of INTERVALS) hits.get(name)!.push(covered[name]);
    }
  }
  return Object.fromEntries([...hits].map(([name, shares]) => [name, mean(shares)])) as Coverage;
}

/** The means that slopes, cells and digits have over many models. */
function findTruth(world: World, stream: Stream, models: number): Truth {
  const drawn = Array.from({ length: models }, () => drawSeed(stream, world));
  const cells = drawn.map(cellMeans);
  const logits = averageColumns(cells, clippedLogit);
  const plain = averageColumns(cells, (score) => score);
  const slopes = seedSlopes(toRows([logits], (value) => value));
  const digits = drawn.map(firstCellDigits);
  return {
    batch: slopes.batch![0]!,
    hidden: slopes.hidden![0]!,
    interaction: slopes.interaction![0]!,
    score: seedSlopes(toRows([plain], (value) => value)).batch![0]!,
    cells: { ofLogits: logits.map(inverseLogit), plain },
    digits: {
      ofLogits: averageColumns(digits, clippedLogit).map(inverseLogit),
      plain: averageColumns(digits, (score) => score),
    },
  };
}

/** Of rows of equal length the mean of each column on a scale. */
function averageColumns(rows: readonly (readonly number[])[], scale: (value: number) => number): number[] {
  return rows[0]!.map((_, at) => mean(rows.map((row) => scale(row[at]!))));
}

/** Mean scores of the digits of the first cell. */
function firstCellDigits(seed: SeedLogits): number[] {
  return digitMeans(seed.slice(0, 1)).map(([score]) => score!);
}

/** A study of a world whose digits are given. */
function coverInWorld(world: World, truth: Truth, seeds: number, stream: Stream) {
  const drawn = Array.from({ length: seeds }, () => drawSeed(stream, world));
  const means = drawn.map(cellMeans);
  const { batch, hidden, interaction } = seedSlopes(toRows(means));
  const score = seedSlopes(toRows(means, (value) => value)).batch!;
  const cells = coverMeans(means, truth.cells, stream);
  const digits = coverMeans(drawn.map(firstCellDigits), truth.digits, stream);
  return {
    'batch size, t over seeds': isIn(blockedEffect(batch!).interval, truth.batch),
    'width, t over seeds': isIn(blockedEffect(hidden!).interval, truth.hidden),
    'interaction, t over seeds': isIn(blockedEffect(interaction!).interval, truth.interaction),
    'batch size on the score, t over seeds': isIn(blockedEffect(score).interval, truth.score),
    'single means, logit scale': cells.logit,
    'single means, t cut off at 0 and 1': cells.student,
    'single means, percentile bootstrap': cells.bootstrap,
    'one digit of a cell, logit scale': digits.logit,
    'one digit of a cell, t cut off at 0 and 1': digits.student,
    'one digit of a cell, percentile bootstrap': digits.bootstrap,
    'batch size, percentile bootstrap': isIn(bootstrapMean(batch!, stream), truth.batch),
  };
}

/** Shares of the means of columns (cells, digits) that each interval over rows (seeds) covers. */
function coverMeans(rows: readonly (readonly number[])[], truth: MeanTruth, stream: Stream) {
  const columns = rows[0]!.map((_, at) => rows.map((row) => row[at]!));
  const share = (intervalOf: (values: readonly number[]) => Interval, truths: readonly number[]) =>
    mean(columns.map((values, at) => isIn(intervalOf(values), truths[at]!)));
  return {
    logit: share((values) => logitInterval(values).interval, truth.ofLogits),
    student: share(cutOff, truth.plain),
    // One alone: a bootstrap takes as long as all else.
    bootstrap: isIn(bootstrapMean(columns[0]!, stream), truth.plain[0]!),
  };
}

function cutOff(values: readonly number[]): Interval {
  const interval = studentInterval(values);
  return interval && [Math.max(0, interval[0]), Math.min(1, interval[1])];
}

function bootstrapMean(values: readonly number[], stream: Stream): Interval {
  return bootstrapInterval(stream, values.length, (chosen) => mean(chosen.map((at) => values[at]!)));
}

/** A study whose digits are drawn too: its slope is to hold for other digits. */
function coverDigits({ population, seeds }: CoveragePlan, stream: Stream) {
  const world = drawWorld(
    stream,
    { ...population, variances: { ...population.variances, cell: 0 } },
    TRUE_EFFECTS,
  );
  const bySeed = Array.from({ length: seeds }, () => digitMeans(drawSeed(stream, world)));
  const slopes = bySeed.map((digits) => seedSlopes(toRows(digits, (value) => value)).batch!);
  const found = crossedMean(slopes);
  return {
    'batch size on the score, other seeds and digits': isIn(found?.interval ?? null, meanSlope(population)),
  };
}

/** The slope of the expected score over log2(batch) where all but the effects is random. */
function meanSlope(population: Population): number {
  const flat = drawWorld(
    openStream(0, 'simulation/none'),
    { ...population, variances: NO_VARIANCE },
    TRUE_EFFECTS,
  );
  const { variances } = population;
  const fixed = variances.digit + variances.digitCell + variances.start;
  const drawn = variances.seed + variances.model + variances.modelDigit + variances.rest;
  const expectedScores = flat.logits.map((logits, c) => {
    const { hidden, batch } = flat.cells[c]!;
    const [h, b] = [offset(hidden, SIMULATED_GRID.hidden), offset(batch, SIMULATED_GRID.batch)];
    const slopes =
      variances.digitHidden * h * h +
      variances.digitBatch * b * b +
      variances.digitInteraction * h * h * b * b;
    return expectedScore(logits[0]!, fixed + drawn + slopes);
  });
  return seedSlopes(toRows([expectedScores], (value) => value)).batch![0]!;
}

function offset(value: number, values: readonly number[]): number {
  return Math.log2(value) - mean(values.map(Math.log2));
}

/** E(1 / (1 + exp(-x))) of a normal x, by the midpoint rule over 8 standard deviations to either side. */
function expectedScore(centre: number, variance: number): number {
  const [steps, reach] = [400, 8];
  let [sum, mass] = [0, 0];
  for (let at = 0; at < steps; at++) {
    const z = ((2 * at + 1) / steps - 1) * reach;
    const weight = Math.exp((-z * z) / 2);
    mass += weight;
    sum += weight * inverseLogit(centre + z * Math.sqrt(variance));
  }
  return sum / mass;
}

/** 1 where the interval contains the truth, else 0: also where there is none. */
function isIn(interval: Interval, truth: number): number {
  return interval !== null && interval[0] <= truth && truth <= interval[1] ? 1 : 0;
}
