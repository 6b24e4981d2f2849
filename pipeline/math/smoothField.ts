/**
 * Smooth random functions on the image: what bends shapes, makes patches of noise, and shades.
 *
 * Cubic B-splines (Schoenberg, 1946) whose coefficients are independent normal draws, on a grid of cells that lies
 * anywhere.
 */
import { PIXELS, SIDE } from './images.ts';
import { drawUniform, fillNormal, type Stream } from './streams.ts';

/** Coefficients that a cubic spline has at each place. */
const TAPS = 4;

/** Mean, over a cell, of the sum of the squared weights of a cubic B-spline: 151 / 315 along each axis. */
const MEAN_SQUARE = 151 / 315;

/**
 * A smooth function [784] with mean 0 and the standard deviation `size`, both over draws and places. It has `cells` cells
 * to a side of the image, at least 1; the fewer, the smoother: with 3 it rises and falls about once, with 14 within four
 * pixels.
 */
export function drawSmoothField(cells: number, size: number, stream: Stream): Float32Array {
  const knots = Math.floor(cells) + 1 + TAPS;
  const coefficients = fillNormal(stream, size / MEAN_SQUARE, new Float32Array(knots * knots));
  const [across, down] = [
    splineWeights(cells, drawUniform(stream)),
    splineWeights(cells, drawUniform(stream)),
  ];
  // Column by column, so that the second pass finds its four values side by side as well.
  const columns = new Float32Array(SIDE * knots);
  for (let x = 0; x < SIDE; x++) {
    for (let knot = 0; knot < knots; knot++) {
      columns[x * knots + knot] = interpolate(coefficients, knot * knots, across, x);
    }
  }
  const field = new Float32Array(PIXELS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) field[y * SIDE + x] = interpolate(columns, x * knots, down, y);
  }
  return field;
}

/** Of each place along an axis, the first of its four coefficients, and their weights [28, 4], whose sum is 1. */
interface SplineWeights {
  readonly first: Uint8Array;
  readonly weights: Float32Array;
}

function splineWeights(cells: number, offset: number): SplineWeights {
  const first = new Uint8Array(SIDE);
  const weights = new Float32Array(SIDE * TAPS);
  for (let at = 0; at < SIDE; at++) {
    const place = offset + (at * cells) / SIDE;
    first[at] = Math.floor(place);
    const t = place - first[at]!;
    const s = 1 - t;
    weights[at * TAPS] = (s * s * s) / 6;
    weights[at * TAPS + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
    weights[at * TAPS + 2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
    weights[at * TAPS + 3] = (t * t * t) / 6;
  }
  return { first, weights };
}

/** The spline at the place `at` of an axis, whose coefficients are `values` from `start` on. */
function interpolate(
  values: Float32Array,
  start: number,
  { first, weights }: SplineWeights,
  at: number,
): number {
  const [value, weight] = [start + first[at]!, at * TAPS];
  return (
    weights[weight]! * values[value]! +
    weights[weight + 1]! * values[value + 1]! +
    weights[weight + 2]! * values[value + 2]! +
    weights[weight + 3]! * values[value + 3]!
  );
}
