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
 * A smooth function [784] with mean 0 and variance 1, both over draws and places. It has `cells` cells to a side of the
 * image, at least 1; the fewer, the smoother: with 3 it rises and falls about once, with 14 from pixel pair to pixel pair.
 */
export function drawSmoothField(cells: number, stream: Stream): Float32Array {
  const knots = Math.floor(cells) + 1 + TAPS;
  const coefficients = fillNormal(stream, 1 / MEAN_SQUARE, new Float32Array(knots * knots));
  const [across, down] = [
    splineWeights(cells, drawUniform(stream)),
    splineWeights(cells, drawUniform(stream)),
  ];
  const rows = new Float32Array(knots * SIDE);
  for (let knot = 0; knot < knots; knot++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        sum += across.weights[x * TAPS + tap]! * coefficients[knot * knots + across.first[x]! + tap]!;
      }
      rows[knot * SIDE + x] = sum;
    }
  }
  const field = new Float32Array(PIXELS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        sum += down.weights[y * TAPS + tap]! * rows[(down.first[y]! + tap) * SIDE + x]!;
      }
      field[y * SIDE + x] = sum;
    }
  }
  return field;
}

/** Of each place along an axis, the first of its four coefficients, and their weights, whose sum is 1. */
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
    weights.set(
      [s * s * s, 4 - 6 * t * t + 3 * t * t * t, 4 - 6 * s * s + 3 * s * s * s, t * t * t].map((w) => w / 6),
      at * TAPS,
    );
  }
  return { first, weights };
}
