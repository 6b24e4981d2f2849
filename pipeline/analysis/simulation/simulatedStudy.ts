/** Simulated studies: what all studies of a world share (cells, digits, starts), and models that are drawn anew. */
import { fillNormal, type Stream } from '../../math/streams.ts';
import { clippedLogit, inverseLogit } from '../../statistics/logit.ts';
import type { ModelValue } from '../../statistics/seedSlopes.ts';
import type { Population } from './population.ts';

/** The grid of every simulated study. */
export const SIMULATED_GRID = {
  hidden: [16, 64, 256],
  batch: [100, 1000, 10_000],
  digits: 10,
  starts: 3,
} as const;

/** True slopes of the logit a doubling. */
export interface Effects {
  readonly hidden: number;
  readonly batch: number;
  readonly interaction: number;
}

/** A cell by its place. */
export interface SimulatedCell {
  readonly hidden: number;
  readonly batch: number;
}

/** What every model of the world has in common: the logit of each idea before chance of the model, [cells][ideas]. */
export interface World {
  readonly population: Population;
  readonly cells: readonly SimulatedCell[];
  readonly logits: readonly Float64Array[];
}

/** Ideas' logits of one seed, [cells][ideas]; the ideas of a digit stand together. */
export type SeedLogits = readonly Float64Array[];

const { hidden: HIDDEN, batch: BATCH, digits: DIGITS, starts: STARTS } = SIMULATED_GRID;
const CELLS: readonly SimulatedCell[] = HIDDEN.flatMap((hidden) => BATCH.map((batch) => ({ hidden, batch })));

/** log2 of a value from the mean of all. */
function centred(value: number, values: readonly number[]): number {
  return Math.log2(value) - values.reduce((sum, one) => sum + Math.log2(one), 0) / values.length;
}

/** `count` normal draws with the given variance. */
function drawNormals(stream: Stream, variance: number, count: number): Float32Array {
  const values = new Float32Array(count);
  return variance === 0 ? values : fillNormal(stream, Math.sqrt(variance), values);
}

/** A world of known effects. */
export function drawWorld(stream: Stream, population: Population, effects: Effects): World {
  const { variances, mean } = population;
  const ofCell = drawNormals(stream, variances.cell, CELLS.length);
  const ofDigit = drawNormals(stream, variances.digit, DIGITS);
  const ofBatch = drawNormals(stream, variances.digitBatch, DIGITS);
  const ofHidden = drawNormals(stream, variances.digitHidden, DIGITS);
  const ofProduct = drawNormals(stream, variances.digitInteraction, DIGITS);
  const ofStart = drawNormals(stream, variances.start, DIGITS * STARTS);
  const logits = CELLS.map((cell, c) => {
    const [h, b] = [centred(cell.hidden, HIDDEN), centred(cell.batch, BATCH)];
    const ofDigitCell = drawNormals(stream, variances.digitCell, DIGITS);
    return Float64Array.from(ofStart, (start, at) => {
      const d = Math.floor(at / STARTS);
      return (
        mean +
        ofCell[c]! +
        (effects.hidden + ofHidden[d]!) * h +
        (effects.batch + ofBatch[d]!) * b +
        (effects.interaction + ofProduct[d]!) * h * b +
        (ofDigit[d]! + ofDigitCell[d]! + start)
      );
    });
  });
  return { population, cells: CELLS, logits };
}

/** The ideas of one more seed. */
export function drawSeed(stream: Stream, { population: { variances }, logits }: World): SeedLogits {
  const ofSeed = drawNormals(stream, variances.seed, 1)[0]!;
  return logits.map((shared) => {
    const ofModel = ofSeed + drawNormals(stream, variances.model, 1)[0]!;
    const ofDigit = drawNormals(stream, variances.modelDigit, DIGITS);
    const rest = drawNormals(stream, variances.rest, shared.length);
    return shared.map((logit, at) => logit + ofModel + ofDigit[Math.floor(at / STARTS)]! + rest[at]!);
  });
}

/** A model's mean score over its ideas. */
export function meanScore(logits: Float64Array): number {
  return logits.reduce((sum, logit) => sum + inverseLogit(logit), 0) / logits.length;
}

/** A seed's mean scores by cell. */
export function cellMeans(seed: SeedLogits): number[] {
  return seed.map(meanScore);
}

/** A seed's mean scores by digit and cell, [digits][cells]. */
export function digitMeans(seed: SeedLogits): number[][] {
  return Array.from({ length: DIGITS }, (_, d) =>
    seed.map((logits) => meanScore(logits.subarray(d * STARTS, (d + 1) * STARTS))),
  );
}

/** Rows for the analysis of mean scores [seeds][cells]: `scale` of each. */
export function toRows(
  means: readonly (readonly number[])[],
  scale: (mean: number) => number = clippedLogit,
): ModelValue[] {
  return means.flatMap((own, seed) => own.map((value, c) => ({ ...CELLS[c]!, seed, y: scale(value) })));
}
