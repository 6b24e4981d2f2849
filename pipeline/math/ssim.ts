/**
 * Structural similarity of two images: likeness in local brightness, contrast and structure, rather than pixel by
 * pixel.
 *
 * Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity",
 * IEEE Transactions on Image Processing 13(4), 2004.
 */
import { PIXELS, SIDE } from './images.ts';
import { square } from './powers.ts';

// Wang et al. (2004), section III.C; L is the range of pixel values, here 1.
const WINDOW = 11;
const WINDOW_SIGMA = 1.5;
const C1 = square(0.01);
const C2 = square(0.03);

/** Positions along one side at which the window lies wholly inside the image. */
const VALID = SIDE - WINDOW + 1;

const KERNEL = gaussianKernel();

/**
 * Mean structural similarity of images x and y [784] in [0, 1], over the 18 x 18 positions where an 11 x 11 Gaussian
 * window (sigma 1.5) fits:
 * (2 mx my + C1)(2 cov + C2) / ((mx^2 + my^2 + C1)(vx + vy + C2)), C1 = 0.01^2, C2 = 0.03^2.
 * In [-1, 1]; 1 for identical images, blank ones included.
 */
export function structuralSimilarity(x: Float32Array, y: Float32Array): number {
  const meanX = windowMeans((i) => x[i]!);
  const meanY = windowMeans((i) => y[i]!);
  const meanXX = windowMeans((i) => x[i]! * x[i]!);
  const meanYY = windowMeans((i) => y[i]! * y[i]!);
  const meanXY = windowMeans((i) => x[i]! * y[i]!);
  let total = 0;
  for (let at = 0; at < VALID * VALID; at++) {
    const mx = meanX[at]!;
    const my = meanY[at]!;
    const variances = meanXX[at]! - mx * mx + meanYY[at]! - my * my;
    const covariance = meanXY[at]! - mx * my;
    total += ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (variances + C2));
  }
  return total / (VALID * VALID);
}

/** Gaussian-weighted means [18 x 18] of a quantity given by pixel index; the window is applied along x, then y. */
function windowMeans(valueAt: (pixel: number) => number): Float64Array {
  const values = Float64Array.from({ length: PIXELS }, (_, pixel) => valueAt(pixel));
  const rows = new Float64Array(SIDE * VALID);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < VALID; x++) rows[y * VALID + x] = weightedSum(values, y * SIDE + x, 1);
  }
  const means = new Float64Array(VALID * VALID);
  for (let at = 0; at < means.length; at++) means[at] = weightedSum(rows, at, VALID);
  return means;
}

function weightedSum(values: Float64Array, start: number, stride: number): number {
  let sum = 0;
  for (let k = 0; k < WINDOW; k++) sum += KERNEL[k]! * values[start + k * stride]!;
  return sum;
}

function gaussianKernel(): Float64Array {
  const centre = (WINDOW - 1) / 2;
  const weights = Float64Array.from({ length: WINDOW }, (_, k) =>
    Math.exp(-square(k - centre) / (2 * square(WINDOW_SIGMA))),
  );
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}
