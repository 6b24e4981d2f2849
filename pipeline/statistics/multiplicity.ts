/** Corrections of p for testing several hypotheses at once. All keep the probability of any false positive at the level. */
import { raise } from '../math/powers.ts';
import { openStream, type Stream } from '../math/streams.ts';
import type { PermutationOptions } from './blockPermutation.ts';

/** Up to so many blocks all 2^n sign flips are gone through. */
const MOST_BLOCKS = 14;

/** By so much, relatively, two statistics differ by rounding alone. */
const TIE = 1e-10;

/** Of 1 - r squared, what is left where all values are equal: t is then finite, but larger than any other. */
const LEAST_REST = 1e-12;

/**
 * Holm's step-down correction, in the order of `p`: Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6(2), 1979. What was not tested (null) stays null and does not count.
 */
export function holm(p: readonly (number | null)[]): (number | null)[] {
  const tested = p.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  tested.sort((a, b) => a.value - b.value);
  const adjusted: (number | null)[] = p.map(() => null);
  let largest = 0;
  for (const [rank, { value, at }] of tested.entries()) {
    largest = Math.max(largest, Math.min(1, (tested.length - rank) * value));
    adjusted[at] = largest;
  }
  return adjusted;
}

/**
 * The correction of hypotheses that are tested in an order fixed before: each p becomes the largest of those up to it, for
 * the first that is not shown ends the testing (Maurer, Hothorn and Lehmacher, "Multiple comparisons in drug clinical
 * trials and preclinical assays: a-priori ordered hypotheses", 1995). After one that was not tested all are null.
 */
export function inFixedOrder(p: readonly (number | null)[]): (number | null)[] {
  let largest: number | null = 0;
  return p.map((value) => {
    largest = value === null || largest === null ? null : Math.max(largest, value);
    return largest;
  });
}

/** The least p that sign flips of n blocks can give: 2 / 2^n, so that 3 seeds never show less than 0.25. */
export function leastFlipP(blocks: number): number {
  return raise(0.5, blocks - 1);
}

/**
 * Adjusted p of hypotheses "the mean over blocks is 0", by max-T with step-down: Westfall and Young, "Resampling-based
 * multiple testing", 1993, algorithm 2.8. `hypotheses`: of each its values by block, the same blocks in the same order;
 * null where one has no value of a block. A block's values change their sign together in all hypotheses, which keeps their
 * dependence; the statistic is |t|. All 2^n flips are gone through for up to 14 blocks, else `permutations` are drawn and
 * p = (b + 1) / (m + 1). A hypothesis of fewer than two values has null. Throws a RangeError for different numbers of
 * blocks.
 */
export function maxT(
  hypotheses: readonly (readonly (number | null)[])[],
  options: PermutationOptions,
): (number | null)[] {
  const blocks = hypotheses[0]?.length ?? 0;
  if (hypotheses.some(({ length }) => length !== blocks)) {
    throw new RangeError('maxT: expected as many blocks for every hypothesis');
  }
  const tested = hypotheses.flatMap((values, at) =>
    countValues(values) < 2 ? [] : [openHypothesis(values, at)],
  );
  tested.sort((a, b) => b.observed - a.observed);
  const isExact = blocks <= MOST_BLOCKS;
  const draws = isExact ? raise(2, blocks) : options.permutations;
  const flips = isExact ? listFlips(blocks) : drawFlips(blocks, options);
  const extreme = countExtreme(tested, flips);
  const adjusted: (number | null)[] = hypotheses.map(() => null);
  let largest = 0;
  for (const [rank, { at }] of tested.entries()) {
    const p = isExact ? extreme[rank]! / draws : (extreme[rank]! + 1) / (draws + 1);
    largest = Math.max(largest, p);
    adjusted[at] = largest;
  }
  return adjusted;
}

/** A hypothesis with its |t|, and |t| once signs are flipped. */
interface Hypothesis {
  readonly at: number;
  readonly observed: number;
  statistic(signs: Int8Array): number;
}

function countValues(values: readonly (number | null)[]): number {
  return values.filter((value) => value !== null).length;
}

function openHypothesis(values: readonly (number | null)[], at: number): Hypothesis {
  const n = countValues(values);
  const filled = Float64Array.from(values, (value) => value ?? 0);
  const scale = n * filled.reduce((sum, value) => sum + value * value, 0);
  const statistic = (signs: Int8Array): number => {
    let sum = 0;
    for (let block = 0; block < filled.length; block++) sum += signs[block]! * filled[block]!;
    // Flips keep the sum of squares, so that t follows from the share r squared of it that the mean explains.
    const share = scale > 0 ? (sum * sum) / scale : 0;
    return Math.sqrt(((n - 1) * share) / Math.max(LEAST_REST, 1 - share));
  };
  return { at, observed: statistic(new Int8Array(filled.length).fill(1)), statistic };
}

/** Of each hypothesis, in descending order of |t|, how many flips give it or one after it as large a |t|. */
function countExtreme(tested: readonly Hypothesis[], flips: Iterable<Int8Array>): number[] {
  const counts = tested.map(() => 0);
  for (const signs of flips) {
    let largest = 0;
    for (let rank = tested.length - 1; rank >= 0; rank--) {
      const { observed, statistic } = tested[rank]!;
      largest = Math.max(largest, statistic(signs));
      if (largest >= observed * (1 - TIE)) counts[rank]!++;
    }
  }
  return counts;
}

function* listFlips(blocks: number): Generator<Int8Array> {
  const signs = new Int8Array(blocks);
  for (let code = 0; code < raise(2, blocks); code++) {
    for (let block = 0; block < blocks; block++) signs[block] = (code >> block) & 1 ? -1 : 1;
    yield signs;
  }
}

function* drawFlips(blocks: number, { permutations, seed }: PermutationOptions): Generator<Int8Array> {
  const stream: Stream = openStream(seed, 'statistics/maxT');
  const signs = new Int8Array(blocks);
  for (let draw = 0; draw < permutations; draw++) {
    for (let block = 0; block < blocks; block++) signs[block] = stream.nextUint32() >>> 31 ? -1 : 1;
    yield signs;
  }
}
