/**
 * Where the scores of a study vary: between seeds, models, digits, starts of the search, and in how digits answer to batch
 * size, width and cell.
 *
 * The model is y_csdr = (1 + log2 batch + log2 hidden + their product) + cell_c + seed_s + model_cs + digit_d + digit's own
 * slopes over the same three + digitCell_cd + modelDigit_csd + start_dr + rest_csdr, all but the first bracket random. By the
 * method of moments: mean squares are set equal to what they are expected to be (Searle, Casella and McCulloch, "Variance
 * components", 1992, chapter 4). A start of a digit is the same image for every model, so that starts cross with models.
 */
import { mean, sampleVariance } from 'simple-statistics';
import { square } from '../math/powers.ts';
import { weigh } from './seedSlopes.ts';
import {
  designStudy,
  type IdeaValue,
  mapSlopes,
  SLOPES,
  type Slope,
  type StudyDesign,
  type StudySize,
} from './studyDesign.ts';

export const STUDY_SOURCES = [
  'cell',
  'seed',
  'model',
  'digit',
  'digitBatch',
  'digitHidden',
  'digitInteraction',
  'digitCell',
  'modelDigit',
  'start',
  'rest',
] as const;
export type StudySource = (typeof STUDY_SOURCES)[number];

/** The components of a study. */
export interface StudyComponents {
  /**
   * In squared units of the score; of a digit's slopes a doubling. An estimate below 0 is kept: it says that there is next to
   * none. Null where the design cannot tell it: cell, digitCell and slopes on grids too small, start and rest with one start,
   * seed with one cell. What is not told apart is then part of the next: rest of modelDigit, start of digit.
   */
  readonly variances: Readonly<Record<StudySource, number | null>>;
  readonly size: StudySize;
}

/**
 * The components from the ideas of all seeds that have every idea. Null for fewer than two such seeds or two digits. Throws
 * a RangeError for two scores of one idea.
 */
export function estimateStudyComponents(rows: readonly IdeaValue[]): StudyComponents | null {
  if (rows.length === 0) return null;
  const design = designStudy(rows);
  if (design.size.seeds < 2 || design.size.digits < 2) return null;
  const means = averageDesign(design);
  const ofModels = modelVariances(design, means);
  const { digitCells, ...ofDigits } = digitVariances(design, means, ofModels);
  const { start, rest, seed, model, modelDigit, squares } = ofModels;
  const cell = cellVariance(design, means, digitCells + squares.model - squares.modelDigit);
  return { variances: { cell, seed, model, ...ofDigits, modelDigit, start, rest }, size: design.size };
}

/** Means over what an index lacks: `csd` over starts, `cs` over digits too, `dr` over cells and seeds, and so on. */
interface Means {
  readonly csd: number[][][];
  readonly cs: number[][];
  readonly cd: number[][];
  readonly dr: number[][];
  readonly c: number[];
  readonly s: number[];
  readonly d: number[];
  readonly grand: number;
}

function averageDesign({ y, size }: StudyDesign): Means {
  const csd = y.map((cell) => cell.map((seed) => seed.map((starts) => mean([...starts]))));
  const cs = csd.map((cell) => cell.map((digits) => mean(digits)));
  const cd = csd.map((cell) => indices(size.digits).map((d) => mean(cell.map((digits) => digits[d]!))));
  const dr = indices(size.digits).map((d) =>
    indices(size.starts).map((r) => mean(y.flatMap((cell) => cell.map((seed) => seed[d]![r]!)))),
  );
  const c = cs.map((seeds) => mean(seeds));
  return {
    ...{ csd, cs, cd, dr, c },
    s: indices(size.seeds).map((s) => mean(cs.map((seeds) => seeds[s]!))),
    d: dr.map((starts) => mean(starts)),
    grand: mean(c),
  };
}

/** Variances between and within models, and the mean squares that others need. */
interface ModelVariances {
  readonly seed: number | null;
  readonly model: number;
  readonly modelDigit: number;
  readonly start: number | null;
  readonly rest: number | null;
  readonly squares: { readonly model: number; readonly modelDigit: number; readonly startLessRest: number };
}

function modelVariances(
  { y, size }: StudyDesign,
  { csd, cs, cd, dr, c, s, d, grand }: Means,
): ModelVariances {
  const { cells: C, seeds: S, digits: D, starts: R } = size;
  const ofStarts = (C * S * total(dr, (starts, at) => sumOfSquares(starts, d[at]!))) / (D * (R - 1));
  const ofRest =
    total(y, (cell, i) =>
      total(cell, (seed, j) =>
        total(seed, (starts, k) =>
          total(starts, (value, r) => square(value - csd[i]![j]![k]! - dr[k]![r]! + d[k]!)),
        ),
      ),
    ) /
    ((C * S - 1) * D * (R - 1));
  const ofModelDigits =
    (R *
      total(csd, (cell, i) =>
        total(cell, (digits, j) =>
          total(digits, (value, k) => square(value - cs[i]![j]! - cd[i]![k]! + c[i]!)),
        ),
      )) /
    (C * (S - 1) * (D - 1));
  const ofSeeds = (C * D * R * sumOfSquares(s, grand)) / (S - 1);
  const ofModels =
    C === 1
      ? ofSeeds
      : (D * R * total(cs, (seeds, i) => total(seeds, (value, j) => square(value - c[i]! - s[j]! + grand)))) /
        ((C - 1) * (S - 1));
  const hasStarts = R > 1;
  return {
    seed: C === 1 ? null : (ofSeeds - ofModels) / (C * D * R),
    model: (ofModels - ofModelDigits) / (D * R),
    modelDigit: hasStarts ? (ofModelDigits - ofRest) / R : ofModelDigits,
    start: hasStarts ? (ofStarts - ofRest) / (C * S) : null,
    rest: hasStarts ? ofRest : null,
    squares: {
      model: ofModels,
      modelDigit: ofModelDigits,
      startLessRest: hasStarts ? ofStarts - ofRest : 0,
    },
  };
}

/** Variances of digits and of how they answer to the cells; `digitCells` is the mean square of the latter. */
type DigitVariances = Readonly<
  Record<'digit' | 'digitBatch' | 'digitHidden' | 'digitInteraction' | 'digitCell', number | null>
>;

function digitVariances(
  { size, contrasts }: StudyDesign,
  { cd, c, d, grand }: Means,
  { squares }: ModelVariances,
): DigitVariances & { readonly digitCells: number } {
  const { cells: C, seeds: S, digits: D, starts: R, spread } = size;
  const ofSlopes = mapSlopes((slope) => {
    const weights = contrasts[slope];
    if (weights === null) return null;
    return (
      S *
      R *
      sampleVariance(
        indices(D).map((k) =>
          weigh(
            cd.map((digits) => digits[k]!),
            weights,
          ),
        ),
      )
    );
  });
  const slopes = Object.values(ofSlopes).filter((value) => value !== null);
  const all =
    S * R * total(cd, (digits, i) => total(digits, (value, k) => square(value - c[i]! - d[k]! + grand)));
  const left = (C - 1 - slopes.length) * (D - 1);
  const ofDigitCells =
    left > 0 ? (all - (D - 1) * slopes.reduce((sum, value) => sum + value, 0)) / left : squares.modelDigit;
  const ofDigits = (C * S * R * sumOfSquares(d, grand)) / (D - 1);
  const slopeOf = (slope: Slope) => {
    const own = ofSlopes[slope];
    return own === null ? null : (own - ofDigitCells) / (S * R * spread[slope]);
  };
  return {
    digit: (ofDigits - ofDigitCells - squares.startLessRest) / (C * S * R),
    digitBatch: slopeOf('batch'),
    digitHidden: slopeOf('hidden'),
    digitInteraction: slopeOf('interaction'),
    digitCell: left > 0 ? (ofDigitCells - squares.modelDigit) / (S * R) : null,
    digitCells: ofDigitCells,
  };
}

/** What cells differ in beside the slopes; null where slopes leave nothing. `expected`: their mean square without it. */
function cellVariance(
  { size, contrasts }: StudyDesign,
  { c, grand }: Means,
  expected: number,
): number | null {
  const { cells: C, seeds: S, digits: D, starts: R } = size;
  const own = SLOPES.map((slope) => contrasts[slope]).filter((weights) => weights !== null);
  const left = C - 1 - own.length;
  if (left < 1) return null;
  const explained = own.reduce((sum, weights) => sum + square(weigh(c, weights)), 0);
  const ofCells = (S * D * R * (sumOfSquares(c, grand) - explained)) / left;
  return (ofCells - expected) / (S * D * R);
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function total<Value>(values: readonly Value[], term: (value: Value, at: number) => number): number {
  return values.reduce((sum, value, at) => sum + term(value, at), 0);
}

function sumOfSquares(values: readonly number[], from: number): number {
  return total(values, (value) => square(value - from));
}
