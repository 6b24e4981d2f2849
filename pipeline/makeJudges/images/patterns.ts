/** Non-digits that are no drawings: noise, flat grounds, pixels and lines in disorder, blobs, stripes, dots. */
import { PIXELS, SIDE } from '../../math/images.ts';
import { drawSmoothField } from '../../math/smoothField.ts';
import { drawBelow, drawPermutation, drawUniform, type Stream } from '../../math/streams.ts';
import { paintStroke } from '../../math/strokes.ts';
import { drawBetween, drawDirection, drawWhole } from './draws.ts';

/** An image [784] whose pixel (x, y) has the value `valueAt(x, y)`. */
export function imageOf(valueAt: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, at) => valueAt(at % SIDE, Math.floor(at / SIDE)));
}

/** Independent pixels: in half of the cases 0 or 1 with a density drawn from [0, 1), in the others any grey up to a level. */
export function makeNoise(stream: Stream): Float32Array {
  const isBinary = drawUniform(stream) < 0.5;
  const level = drawUniform(stream);
  return new Float32Array(PIXELS).map(() => {
    const value = drawUniform(stream);
    return isBinary ? Number(value < level) : value * (1 - level / 2);
  });
}

/** Blank and full, each in a third of the cases, else any grey. */
export function makeFlat(stream: Stream): Float32Array {
  const choice = drawBelow(stream, 3);
  return new Float32Array(PIXELS).fill(choice < 2 ? choice : drawUniform(stream));
}

/** Rows, columns or both in a random order: lines stay, the drawing goes. */
export function shuffleLines(image: Float32Array, stream: Stream): Float32Array {
  const identity = Int32Array.from({ length: SIDE }, (_, at) => at);
  const choice = drawBelow(stream, 3);
  const rows = choice === 1 ? identity : drawPermutation(stream, SIDE);
  const columns = choice === 0 ? identity : drawPermutation(stream, SIDE);
  return imageOf((x, y) => image[rows[y]! * SIDE + columns[x]!]!);
}

/** One of the ideas [m, 784], as it is, upside down, mirrored or transposed: none of these makes it a digit. */
export function drawIdea(ideas: Float32Array, stream: Stream): Float32Array {
  const start = drawBelow(stream, ideas.length / PIXELS) * PIXELS;
  const symmetry = drawBelow(stream, 8);
  return imageOf((column, row) => {
    const x = (symmetry & 1) === 0 ? column : SIDE - 1 - column;
    const y = (symmetry & 2) === 0 ? row : SIDE - 1 - row;
    return ideas[start + ((symmetry & 4) === 0 ? y * SIDE + x : x * SIDE + y)]!;
  });
}

/** A smooth field of 4 to 14 cells, cut at a level that leaves 5 to 50% ink. */
export function makeBlobs(stream: Stream): Float32Array {
  const field = drawSmoothField(drawBetween(4, 14, stream), stream);
  const share = drawBetween(0.05, 0.5, stream);
  const level = field.slice().sort()[Math.floor((1 - share) * PIXELS)]!;
  return field.map((value) => Number(value >= level));
}

/** Smooth greys: a field of 3 to 10 cells, whose mean and contrast are drawn, cut to [0, 1]. */
export function makeClouds(stream: Stream): Float32Array {
  const field = drawSmoothField(drawBetween(3, 10, stream), stream);
  const [mean, contrast] = [drawBetween(0.1, 0.7, stream), drawBetween(0.15, 0.6, stream)];
  return field.map((value) => Math.min(1, Math.max(0, mean + contrast * value)));
}

/** Six to 24 round dots of 1 to 4 pixels, anywhere in the middle. */
export function makeDots(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const count = drawWhole(6, 24, stream);
  for (let k = 0; k < count; k++) {
    const [x, y] = [drawBetween(3, 25, stream), drawBetween(3, 25, stream)];
    paintStroke(image, [[x, y]], drawBetween(0.5, 2, stream));
  }
  return image;
}

/** Parallel stripes with a period of 4 to 10 pixels in any direction, the darker share 20 to 60%. */
export function makeStripes(stream: Stream): Float32Array {
  const [u, v] = drawDirection(stream);
  const period = drawBetween(4, 10, stream);
  const phase = drawUniform(stream);
  const share = drawBetween(0.2, 0.6, stream);
  return imageOf((x, y) => {
    const turn = (u * x + v * y) / period + phase;
    return Number(turn - Math.floor(turn) < share);
  });
}

/** Squares of 2 to 7 pixels, at a random offset. */
export function makeCheckerboard(stream: Stream): Float32Array {
  const side = drawWhole(2, 7, stream);
  const [left, top] = [drawBelow(stream, side), drawBelow(stream, side)];
  return imageOf((x, y) => (Math.floor((x + left) / side) + Math.floor((y + top) / side)) % 2);
}
