/**
 * The permutation test of the batch size's slope: within a seed and a hidden size, models that differ in their batch size
 * alone are exchangeable if the batch size has no effect.
 *
 * The slope is a sum of one term a block (seed and hidden size), and blocks are permuted independently of each other. So
 * its distribution over all permutations is a convolution, whose tails are counted exactly from the sums of either half of
 * the blocks (meet in the middle: Horowitz and Sahni, "Computing partitions with applications to the knapsack problem",
 * Journal of the ACM 21(2), 1974).
 */
import { openStream, shuffleInPlace } from '../math/streams.ts';
import { groupBy } from './groupBy.ts';
import { designSlopes, type ModelValue } from './seedSlopes.ts';

/** What the permutations say. */
export interface PermutationTest {
  /** Share of permutations whose slope is at least as far from 0 as the observed one, which is among them. */
  readonly p: number;
  /** Whether all of them were counted. */
  readonly isExact: boolean;
  /** How many there are, or were drawn. */
  readonly permutations: number;
}

/** How permutations are drawn where there are too many to count. */
export interface PermutationOptions {
  readonly permutations: number;
  readonly seed: number;
  /** Sums of half of the blocks that are kept at most to count all permutations; 2,097,152 (16 MB) where not given. */
  readonly mostSums?: number;
}

/** Enough for 16 blocks of 3 batch sizes, in about half a second. */
const MOST_SUMS = 2_097_152;

/** Of the largest slope that any permutation can have, what rounding may add to one that equals the observed. */
const TIE = 1e-10;

/** Values of one block and the weight that each place has in the slope. */
interface Block {
  readonly values: number[];
  readonly weights: number[];
}

/**
 * The two-sided p of the mean slope over log2(batch), of the seeds that have every cell. All permutations are counted where
 * either half of the blocks has at most `mostSums`; else `permutations` are drawn and p = (b + 1) / (m + 1), with b of m as
 * far from 0 (Phipson and Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
 * Molecular Biology 9(1), 2010). Null without a complete seed, or without a second batch size.
 */
export function permuteWithinBlocks(
  rows: readonly ModelValue[],
  options: PermutationOptions,
): PermutationTest | null {
  const blocks = listBlocks(rows);
  if (blocks.length === 0) return null;
  const observed = blocks.reduce((sum, block) => sum + weighBlock(block), 0);
  const largest = blocks.reduce((sum, block) => sum + largestTerm(block), 0);
  // What counts as far, so that a permutation which only exchanges equal values is not lost to rounding.
  const far = Math.abs(observed) - TIE * largest;
  const [first, second] = halve(blocks);
  const most = options.mostSums ?? MOST_SUMS;
  return countTerms(first) <= most && countTerms(second) <= most
    ? countExactly(first, second, far)
    : drawPermutations(blocks, far, options);
}

function listBlocks(rows: readonly ModelValue[]): Block[] {
  const { cells, values, weights } = designSlopes(rows);
  const { batch } = weights;
  if (batch === null) return [];
  const places = cells.map(({ hidden }, at) => ({ hidden, at }));
  const byHidden = [...groupBy(places, ({ hidden }) => String(hidden)).values()];
  return values.flatMap((own) =>
    byHidden.map((line) => ({
      values: line.map(({ at }) => own[at]!),
      weights: line.map(({ at }) => batch[at]!),
    })),
  );
}

function weighBlock({ values, weights }: Block): number {
  return values.reduce((sum, value, at) => sum + weights[at]! * value, 0);
}

function largestTerm({ values, weights }: Block): number {
  const size = (numbers: readonly number[]) => Math.max(...numbers.map(Math.abs));
  return values.length * size(values) * size(weights);
}

/** Two halves with about as many permutations each. */
function halve(blocks: readonly Block[]): [Block[], Block[]] {
  const middle = Math.ceil(blocks.length / 2);
  return [blocks.slice(0, middle), blocks.slice(middle)];
}

function countTerms(blocks: readonly Block[]): number {
  return blocks.reduce((product, { values }) => product * factorial(values.length), 1);
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function countExactly(first: readonly Block[], second: readonly Block[], far: number): PermutationTest {
  const [a, b] = [sumAll(first), sumAll(second)];
  const permutations = a.length * b.length;
  // Where the observed slope is 0, every permutation is as far.
  const extreme = far <= 0 ? permutations : countAtLeast(a, b, far) + countAtMost(a, b, -far);
  return { p: extreme / permutations, isExact: true, permutations };
}

/** The sums that the blocks have over all their permutations, ascending. */
function sumAll(blocks: readonly Block[]): Float64Array {
  let sums: Float64Array = Float64Array.of(0);
  for (const block of blocks) {
    const terms = permute(block.values).map((values) => weighBlock({ values, weights: block.weights }));
    let parts: Float64Array[] = terms.map((term) => sums.map((sum) => sum + term));
    while (parts.length > 1) parts = mergePairs(parts);
    sums = parts[0]!;
  }
  return sums;
}

/** Ascending lists, two and two made one: much faster than to sort them anew. */
function mergePairs(lists: readonly Float64Array[]): Float64Array[] {
  return lists.flatMap((list, at) => {
    if (at % 2 === 1) return [];
    const next = lists[at + 1];
    return [next === undefined ? list : merge(list, next)];
  });
}

function merge(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let [i, j] = [0, 0];
  for (let at = 0; at < merged.length; at++) {
    merged[at] = j === b.length || (i < a.length && a[i]! <= b[j]!) ? a[i++]! : b[j++]!;
  }
  return merged;
}

function permute(values: readonly number[]): number[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((first, at) => permute(values.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

/** How many pairs of the ascending `a` and `b` sum to at least `least`. */
function countAtLeast(a: Float64Array, b: Float64Array, least: number): number {
  let [count, from] = [0, b.length];
  for (const value of a) {
    while (from > 0 && value + b[from - 1]! >= least) from--;
    count += b.length - from;
  }
  return count;
}

/** How many pairs of the ascending `a` and `b` sum to at most `most`. */
function countAtMost(a: Float64Array, b: Float64Array, most: number): number {
  let [count, to] = [0, b.length];
  for (const value of a) {
    while (to > 0 && value + b[to - 1]! > most) to--;
    count += to;
  }
  return count;
}

function drawPermutations(
  blocks: readonly Block[],
  far: number,
  { permutations, seed }: PermutationOptions,
): PermutationTest {
  const stream = openStream(seed, 'statistics/permuteWithinBlocks');
  const shuffled = blocks.map(({ values, weights }) => ({ values: [...values], weights }));
  let extreme = 0;
  for (let draw = 0; draw < permutations; draw++) {
    let sum = 0;
    for (const block of shuffled) {
      shuffleInPlace(stream, block.values);
      sum += weighBlock(block);
    }
    if (Math.abs(sum) >= far) extreme++;
  }
  return { p: (extreme + 1) / (permutations + 1), isExact: false, permutations };
}
