/**
 * Class-conditional Gaussian kernel densities: one per digit, centred on that digit's reference images.
 *
 * Parzen, "On estimation of a probability density function and mode", 1962; as a classifier of digits in Golan, Raju and
 * Kriegeskorte, PNAS 2020, 117(47).
 */
import type { Distances, Engine, LabelledImages } from '../../engine/engine.ts';
import { CLASSES, DIGITS, PIXELS } from '../../math/images.ts';
import { halve, square } from '../../math/powers.ts';
import { rowOf } from '../../math/rows.ts';
import { countClasses } from '../../study/classCounts.ts';
import { expected } from '../../study/errors.ts';
import { imagesOfDigit } from '../judgingData.ts';

/** Queries whose distances are held at once: 256 x 6,000 references are 6 MB. */
const CHUNK = 256;

/** Terms below this share of the largest are left out: 10^5 of them would not move a double. */
const NEGLIGIBLE = 1e-22;

/**
 * Bandwidths whose variances halve every `perHalving` steps, a power of 2:
 * sigma_k = largest * 2^(-k / (2 perHalving)).
 */
export interface BandwidthGrid {
  readonly largest: number;
  readonly steps: number;
  readonly perHalving: number;
}

/** The grid of one bandwidth. */
export function singleBandwidth(bandwidth: number): BandwidthGrid {
  return { largest: bandwidth, steps: 1, perHalving: 1 };
}

/** The bandwidths of a grid [steps], largest first. */
export function bandwidthsOf(grid: BandwidthGrid): number[] {
  return Array.from({ length: grid.steps }, (_, k) => grid.largest * halve(k, 2 * grid.perHalving));
}

/**
 * out[k] = log sum_i exp(-squared[i] / (2 sigma_k^2)) for every bandwidth of the grid, stable for any distances.
 *
 * Halving the variance squares every term, so that `perHalving` exponentials per distance serve all bandwidths. Each
 * squaring doubles the relative rounding error: 2^20 * 1e-16 after twenty of them.
 */
export function logKernelSums(squared: Float32Array, grid: BandwidthGrid): Float64Array {
  const nearest = smallest(squared);
  const scales = bandwidthsOf(grid).map((sigma) => 1 / (2 * square(sigma)));
  const sums = new Float64Array(grid.steps);
  for (let first = 0; first < Math.min(grid.perHalving, grid.steps); first++) {
    for (let i = 0; i < squared.length; i++) {
      let term = Math.exp((nearest - squared[i]!) * scales[first]!);
      for (let k = first; k < grid.steps && term > NEGLIGIBLE; k += grid.perHalving) {
        sums[k] = sums[k]! + term;
        term *= term;
      }
    }
  }
  return sums.map((sum, k) => Math.log(sum) - nearest * scales[k]!);
}

function smallest(values: Float32Array): number {
  let least = Infinity;
  // A plain loop: this runs once per distance, where `reduce` would cost as much as the exponentials.
  for (let i = 0; i < values.length; i++) if (values[i]! < least) least = values[i]!;
  return least;
}

/** Log density of a Gaussian kernel at its centre: -392 log(2 pi sigma^2), in nats. */
export function logPeak(sigma: number): number {
  return -(PIXELS / 2) * Math.log(2 * Math.PI * square(sigma));
}

/** The ten densities. Call `dispose` when done. */
export interface ClassDensities {
  /**
   * log p(x | digit) of queries [q, 784] in [0, 1], in nats, row-major [q, steps]:
   * logsumexp_i(-||x - t_i||^2 / (2 sigma^2)) - log n - 392 log(2 pi sigma^2), t_i the digit's n references.
   */
  ofDigit(digit: number, queries: Float32Array, grid: BandwidthGrid): Promise<Float64Array>;
  /** The same for every digit: row-major [q, 10, steps]. */
  ofAllDigits(queries: Float32Array, grid: BandwidthGrid): Promise<Float64Array>;
  /**
   * Mean references [q, 784] of the digit, as the kernel weighs them at each query: sum_i k_i t_i / sum_i k_i. The
   * gradient of log p(x | digit) is (mean - x) / sigma^2 (Comaniciu and Meer, "Mean shift", IEEE TPAMI 24(5), 2002).
   */
  meanReferences(digit: number, queries: Float32Array, sigma: number): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** Opens the densities around `references`. Throws a UserError where a digit has no reference image. */
export async function openClassDensities(
  engine: Engine,
  references: LabelledImages,
): Promise<ClassDensities> {
  const counts = countClasses(references.labels);
  const missing = counts.indexOf(0);
  if (missing >= 0) {
    throw expected(
      'kde',
      'at least one training image of every digit',
      `none of ${missing}`,
      'use more training images',
    );
  }
  const distances: Distances[] = [];
  for (const digit of DIGITS) {
    distances.push(await engine.openDistances(imagesOfDigit(references, digit)));
  }

  // Made when they are asked for: to read an image needs none of them beside the engine's.
  const byDigit: Uint8Array[] = [];
  const imagesOf = (digit: number) => {
    byDigit[digit] ??= imagesOfDigit(references, digit);
    return byDigit[digit];
  };
  const ofDigit: ClassDensities['ofDigit'] = (digit, queries, grid) =>
    logDensities(distances[digit]!, counts[digit]!, queries, grid);
  return {
    ofDigit,
    async ofAllDigits(queries, grid) {
      const all = new Float64Array((queries.length / PIXELS) * CLASSES * grid.steps);
      for (const digit of DIGITS) {
        placeColumn(await ofDigit(digit, queries, grid), digit, grid.steps, all);
      }
      return all;
    },
    meanReferences: (digit, queries, sigma) =>
      averageReferences(distances[digit]!, imagesOf(digit), queries, sigma),
    async dispose() {
      for (const each of distances) await each.dispose();
    },
  };
}

async function logDensities(
  distances: Distances,
  references: number,
  queries: Float32Array,
  grid: BandwidthGrid,
): Promise<Float64Array> {
  const count = queries.length / PIXELS;
  const offsets = bandwidthsOf(grid).map((sigma) => Math.log(references) - logPeak(sigma));
  const densities = new Float64Array(count * grid.steps);
  for (let start = 0; start < count; start += CHUNK) {
    const chunk = queries.slice(start * PIXELS, (start + CHUNK) * PIXELS);
    const squared = await distances.to(chunk);
    for (let row = 0; row < chunk.length / PIXELS; row++) {
      const sums = logKernelSums(rowOf(squared, row, references), grid);
      const at = (start + row) * grid.steps;
      for (let k = 0; k < grid.steps; k++) densities[at + k] = sums[k]! - offsets[k]!;
    }
  }
  return densities;
}

/** Copies one digit's [q, steps] into its place of [q, 10, steps]. */
function placeColumn(column: Float64Array, digit: number, steps: number, all: Float64Array): void {
  for (let row = 0; row * steps < column.length; row++) {
    all.set(rowOf(column, row, steps), (row * CLASSES + digit) * steps);
  }
}

/** Weights below this share of the largest are left out of means. */
const LIGHT = 1e-6;

async function averageReferences(
  distances: Distances,
  references: Uint8Array,
  queries: Float32Array,
  sigma: number,
): Promise<Float64Array> {
  const means = new Float64Array(queries.length);
  const count = references.length / PIXELS;
  const scale = 1 / (2 * square(sigma));
  for (let start = 0; start < queries.length; start += CHUNK * PIXELS) {
    const squared = await distances.to(queries.slice(start, start + CHUNK * PIXELS));
    for (let row = 0; row < squared.length / count; row++) {
      const own = rowOf(squared, row, count);
      const mean = means.subarray(start + row * PIXELS, start + (row + 1) * PIXELS);
      averageOne(own, references, scale, mean);
    }
  }
  return means;
}

/** The weighted mean of byte images as values in [0, 1], into `mean` [784]. */
function averageOne(squared: Float32Array, references: Uint8Array, scale: number, mean: Float64Array): void {
  const nearest = smallest(squared);
  let total = 0;
  squared.forEach((distance, at) => {
    const weight = Math.exp((nearest - distance) * scale);
    if (weight < LIGHT) return;
    total += weight;
    for (let i = 0; i < PIXELS; i++) mean[i]! += (weight * references[at * PIXELS + i]!) / 255;
  });
  for (let i = 0; i < PIXELS; i++) mean[i]! /= total;
}
