/**
 * What the shape judge sees of an image: contours at two scales and cavities, neither of which tells how dark or how
 * thick the strokes are; and how much noise and contrast there is.
 *
 * The image is smoothed first: a window of a few pixels is what lets it look through some independent noise, and not
 * through much. Sizes were chosen on held-out training images by the forced-choice error, clean and at 10 to 25% flips;
 * it hardly depends on them.
 */
import { PIXELS, SIDE } from '../../math/images.ts';
import { square } from '../../math/powers.ts';
import { CAVITIES, sumCavities } from './cavities.ts';
import { DIRECTIONS, sumContours } from './contours.ts';
import { smooth } from './smoothing.ts';
import { Zones } from './zones.ts';

/** Passes of the binomial filter (smoothing.ts) for small and for large shapes. */
const FINE_PASSES = 3;
const COARSE_PASSES = 6;

const FINE = new Zones(6, 4, DIRECTIONS);
const COARSE = new Zones(4, 5.5, DIRECTIONS);
const CAVITY = new Zones(4, 5.5, CAVITIES);

/** Numbers that describe an image: contours fine and coarse, cavities, noise and contrast. */
export const FEATURES = FINE.length + COARSE.length + CAVITY.length + 2;

/** What the coarse contours weigh against the fine ones, of which they tell a part again. */
const COARSE_WEIGHT = 0.7;
/** Added to what contours sum to, so that an image with hardly any has none. */
const LEAST_CONTOUR = 0.5;
/** Pixels of cavity that count as much as all contours. */
const CAVITY_PIXELS = 200;

/** Shares of pixels, by value, below which an image is ground, and above which it is ink. */
const GROUND_SHARE = 0.15;
const INK_SHARE = 0.97;
/** Contrast below which there is no telling ink from ground. */
const LEAST_CONTRAST = 0.05;

/** The features [n, 498] of images [n, 784] in [0, 1], each centred. */
export function describeShapes(images: Float32Array): Float64Array {
  const count = images.length / PIXELS;
  const features = new Float64Array(count * FEATURES);
  for (let row = 0; row < count; row++) {
    describeShape(
      images.subarray(row * PIXELS, (row + 1) * PIXELS),
      features.subarray(row * FEATURES, (row + 1) * FEATURES),
    );
  }
  return features;
}

/**
 * Into `out` [498]: sqrt(s / (sum s + 1/2)) of the sums s of contours, so that neither contrast nor length of strokes
 * tells and small sums vary as much as large ones; sqrt(s / 200) of cavities; the noise, and the contrast.
 */
function describeShape(image: Float32Array, out: Float64Array): void {
  const noise = estimateNoise(image);
  const fine = smooth(image, FINE_PASSES);
  const coarse = smooth(fine, COARSE_PASSES - FINE_PASSES);
  const { ink, contrast } = toInk(coarse);
  const parts = [
    shareOut(sumContours(fine, noise * noiseGradient(FINE_PASSES), FINE), 1),
    shareOut(sumContours(coarse, noise * noiseGradient(COARSE_PASSES), COARSE), COARSE_WEIGHT),
    sumCavities(ink, CAVITY).map((sum) => Math.sqrt(sum / CAVITY_PIXELS)),
    [noise, contrast],
  ];
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
}

function shareOut(sums: Float64Array, weight: number): Float64Array {
  let total = LEAST_CONTOUR;
  for (const sum of sums) total += sum;
  return sums.map((sum) => weight * Math.sqrt(sum / total));
}

/** The standard deviation of each derivative of independent noise of deviation 1, smoothed: 1 / (variance sqrt(8 pi)). */
function noiseGradient(passes: number): number {
  return 1 / ((passes / 2) * Math.sqrt(8 * Math.PI));
}

/**
 * The standard deviation of independent noise in an image [784]: the root mean square of what is left of it by the second
 * difference along both axes, (1, -2, 1) by (1, -2, 1), over 6, which hardly anything else survives.
 *
 * Immerkaer, "Fast noise variance estimation", Computer Vision and Image Understanding 64(2), 1996.
 */
export function estimateNoise(image: Float32Array): number {
  const second = (at: number) => image[at - 1]! - 2 * image[at]! + image[at + 1]!;
  let sum = 0;
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const at = y * SIDE + x;
      sum += square(second(at - SIDE) - 2 * second(at) + second(at + SIDE));
    }
  }
  return Math.sqrt(sum / square(SIDE - 2)) / 6;
}

/** An image as ink in [0, 1]: 0 up to a quarter of the way from its ground to its darkest, 1 from three quarters. */
function toInk(image: Float32Array): { readonly ink: Float32Array; readonly contrast: number } {
  const sorted = image.slice().sort();
  const ground = sorted[Math.floor(GROUND_SHARE * PIXELS)]!;
  const contrast = sorted[Math.floor(INK_SHARE * PIXELS)]! - ground;
  const scale = Math.max(LEAST_CONTRAST, contrast);
  const ink = image.map((value) => Math.min(1, Math.max(0, (2 * (value - ground)) / scale - 1 / 2)));
  return { ink, contrast };
}
