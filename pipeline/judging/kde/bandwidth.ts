/**
 * Chooses a kernel density's bandwidth: the one whose posterior is best on held-out digits read through pixel-flip
 * noise.
 *
 * The criterion is the mean logarithm of the true digit's posterior, a strictly proper score (Gneiting and Raftery,
 * 2007). A bandwidth chosen on clean digits alone suits a reader that finds every idea equally unlike a digit.
 */
import type { LabelledImages } from '../../engine/engine.ts';
import { bytesToUnit, CLASSES } from '../../math/images.ts';
import { openStream } from '../../math/streams.ts';
import { flipPixels } from '../noise.ts';
import { logPosterior, mostLikely } from '../posterior.ts';
import { type BandwidthLadder, bandwidthsOf, type ClassDensities } from './kernelDensity.ts';

/** Candidate bandwidths: 4 down to 0.25, a factor of 2^(1/4) apart. */
export const CANDIDATES: BandwidthLadder = { largest: 4, steps: 17, perHalving: 2 };

/** Shares of flipped pixels at which held-out digits are read; they count equally. */
export const FLIP_RATES: readonly number[] = [0, 0.15, 0.3, 0.45];

/** A candidate bandwidth and how well it reads held-out digits. */
export interface BandwidthCandidate {
  /** sigma, in units of pixel values. */
  readonly bandwidth: number;
  /** Mean over flip rates, in nats. */
  readonly meanLogPosterior: number;
  readonly byFlipRate: readonly (ReadingQuality & { readonly flipRate: number })[];
}

/** How well digits are read with one bandwidth. */
export interface ReadingQuality {
  /** Mean log posterior of the true digit, in nats. */
  readonly meanLogPosterior: number;
  /** Share of images misread, in [0, 1]. */
  readonly error: number;
}

/** Reads `heldOut` at every flip rate with every candidate bandwidth; distances are computed once per image. */
export async function tryBandwidths(
  densities: ClassDensities,
  heldOut: LabelledImages,
): Promise<BandwidthCandidate[]> {
  const clean = bytesToUnit(heldOut.images);
  const qualities: ReadingQuality[][] = [];
  for (const flipRate of FLIP_RATES) {
    const noisy = flipPixels(clean, flipRate, openStream(0, `kde/held-out/flip-${flipRate}`));
    qualities.push(await measureReading(densities, noisy, heldOut.labels, CANDIDATES));
  }
  return bandwidthsOf(CANDIDATES).map((bandwidth, k) => {
    const byFlipRate = FLIP_RATES.map((flipRate, rate) => ({ flipRate, ...qualities[rate]![k]! }));
    const total = byFlipRate.reduce((sum, each) => sum + each.meanLogPosterior, 0);
    return { bandwidth, meanLogPosterior: total / FLIP_RATES.length, byFlipRate };
  });
}

/** The candidate with the highest criterion; the larger bandwidth on a tie. */
export function chooseBandwidth(candidates: readonly BandwidthCandidate[]): number {
  const best = candidates.reduce((a, b) => (b.meanLogPosterior > a.meanLogPosterior ? b : a));
  return best.bandwidth;
}

/** How well images [n, 784] with true digits `labels` [n] are read, for every bandwidth of the ladder. n >= 1. */
export async function measureReading(
  densities: ClassDensities,
  images: Float32Array,
  labels: Uint8Array,
  ladder: BandwidthLadder,
): Promise<ReadingQuality[]> {
  const all = await densities.ofAllDigits(images, ladder);
  return Array.from({ length: ladder.steps }, (_, k) => {
    let logPosteriors = 0;
    let misread = 0;
    labels.forEach((label, row) => {
      const posterior = logPosterior(columnOf(all, row, k, ladder.steps));
      logPosteriors += posterior[label]!;
      if (mostLikely(posterior) !== label) misread++;
    });
    return { meanLogPosterior: logPosteriors / labels.length, error: misread / labels.length };
  });
}

/** The ten log densities of one row and bandwidth out of [n, 10, steps]. */
function columnOf(all: Float64Array, row: number, k: number, steps: number): Float64Array {
  return Float64Array.from({ length: CLASSES }, (_, digit) => all[(row * CLASSES + digit) * steps + k]!);
}
