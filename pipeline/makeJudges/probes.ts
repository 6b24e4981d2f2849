/**
 * Kinds of non-digit that no judge is ever shown: how readily it says "not a digit" to what it knows
 * tells little about what it does not know.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { unitImage } from '../judging/pixels.ts';
import { PIXELS, SIDE } from '../math/images.ts';
import { drawBelow, drawPermutation, drawUniform, type Stream } from '../math/streams.ts';

/** The kinds that are made from digits or from nothing; ideas and other datasets join them where they are at hand. */
export const PROBE_KINDS = ['tiles', 'stripes', 'checkerboard', 'scribble', 'halves'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** An image [784] in [0, 1], and the digits that its parts come from. */
export interface Probe {
  readonly image: Float32Array;
  readonly digits: readonly number[];
}

const PROBES: Readonly<Record<ProbeKind, (digits: LabelledImages, stream: Stream) => Probe>> = {
  tiles: shuffleTiles,
  stripes: (_, stream) => ({ image: makeStripes(stream), digits: [] }),
  checkerboard: (_, stream) => ({ image: makeCheckerboard(stream), digits: [] }),
  scribble: (_, stream) => ({ image: makeScribble(stream), digits: [] }),
  halves: joinHalves,
};

/** An image of the kind `kind`; `digits` are real ones, untouched by training. */
export function makeProbe(kind: ProbeKind, digits: LabelledImages, stream: Stream): Probe {
  return PROBES[kind](digits, stream);
}

/** Side of a tile: 16 tiles, each with a piece of stroke. */
const TILE = 7;
const TILES = SIDE / TILE;

/** A digit whose 16 tiles of 7 x 7 pixels change places. */
function shuffleTiles(digits: LabelledImages, stream: Stream): Probe {
  const row = drawBelow(stream, digits.labels.length);
  const image = unitImage(digits, row);
  const places = drawPermutation(stream, TILES * TILES);
  const shuffled = imageOf((x, y) => {
    const from = places[Math.floor(y / TILE) * TILES + Math.floor(x / TILE)]!;
    const left = (from % TILES) * TILE;
    const top = Math.floor(from / TILES) * TILE;
    return image[(top + (y % TILE)) * SIDE + left + (x % TILE)]!;
  });
  return { image: shuffled, digits: [digits.labels[row]!] };
}

/** Parallel stripes with a period of 4 to 10 pixels in any direction, the darker share 20 to 60%. */
function makeStripes(stream: Stream): Float32Array {
  const [u, v] = drawDirection(stream);
  const period = 4 + 6 * drawUniform(stream);
  const phase = drawUniform(stream);
  const share = 0.2 + 0.4 * drawUniform(stream);
  return imageOf((x, y) => {
    const turn = (u * x + v * y) / period + phase;
    return Number(turn - Math.floor(turn) < share);
  });
}

/** Squares of 2 to 7 pixels, at a random offset. */
function makeCheckerboard(stream: Stream): Float32Array {
  const side = 2 + drawBelow(stream, 6);
  const [left, top] = [drawBelow(stream, side), drawBelow(stream, side)];
  return imageOf((x, y) => (Math.floor((x + left) / side) + Math.floor((y + top) / side)) % 2);
}

/**
 * A pen that walks about the middle of the image: 2 to 4 strokes of 8 to 24 steps of one pixel, which turn by chance,
 * with a pen of about the width of MNIST's.
 */
function makeScribble(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const strokes = 2 + drawBelow(stream, 3);
  for (let stroke = 0; stroke < strokes; stroke++) paintStroke(image, stream);
  return image;
}

function paintStroke(image: Float32Array, stream: Stream): void {
  let [x, y] = [6 + 16 * drawUniform(stream), 6 + 16 * drawUniform(stream)];
  let [u, v] = drawDirection(stream);
  const steps = 8 + drawBelow(stream, 17);
  for (let step = 0; step < steps; step++) {
    stamp(image, x, y);
    const [turnU, turnV] = drawDirection(stream);
    [u, v] = normalise(u + 0.5 * turnU, v + 0.5 * turnV);
    x = Math.min(24, Math.max(3, x + u));
    y = Math.min(24, Math.max(3, y + v));
  }
}

/** Ink that fades from 1 within a pixel of (x, y) to 0 at two. */
function stamp(image: Float32Array, x: number, y: number): void {
  for (let py = Math.floor(y) - 1; py <= Math.floor(y) + 2; py++) {
    for (let px = Math.floor(x) - 1; px <= Math.floor(x) + 2; px++) {
      const distance = Math.sqrt((px - x) * (px - x) + (py - y) * (py - y));
      const at = py * SIDE + px;
      image[at] = Math.max(image[at]!, Math.min(1, Math.max(0, 2 - distance)));
    }
  }
}

/** The upper or left half of one digit with the other half of a digit of another class. */
function joinHalves(digits: LabelledImages, stream: Stream): Probe {
  const first = drawBelow(stream, digits.labels.length);
  let second = drawBelow(stream, digits.labels.length);
  while (digits.labels[second] === digits.labels[first]) second = drawBelow(stream, digits.labels.length);
  const [a, b] = [unitImage(digits, first), unitImage(digits, second)];
  const isUpper = drawUniform(stream) < 0.5;
  const image = imageOf((x, y) => ((isUpper ? y : x) < SIDE / 2 ? a : b)[y * SIDE + x]!);
  return { image, digits: [digits.labels[first]!, digits.labels[second]!] };
}

function imageOf(valueAt: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, at) => valueAt(at % SIDE, Math.floor(at / SIDE)));
}

/** A uniform direction, by rejection from the square. */
function drawDirection(stream: Stream): [number, number] {
  for (;;) {
    const [x, y] = [2 * drawUniform(stream) - 1, 2 * drawUniform(stream) - 1];
    const squared = x * x + y * y;
    if (squared > 0.01 && squared <= 1) return normalise(x, y);
  }
}

function normalise(x: number, y: number): [number, number] {
  const length = Math.sqrt(x * x + y * y);
  return length === 0 ? [1, 0] : [x / length, y / length];
}
