/** Coherent damage: what happens to drawings on paper, beside independent noise, which no eye is used to. */

import { interpolate } from '../../math/affine.ts';
import { PIXELS, SIDE } from '../../math/images.ts';
import { drawBelow, type Stream } from '../../math/streams.ts';
import type { Damage } from './kinds.ts';
import { drawSmoothField } from './smoothing.ts';
import { drawBezier, drawStrokes } from './strokes.ts';

/** A way of damaging an image [784] by an amount; the same stream damages alike, only more by more. */
export interface DamageMaker {
  readonly description: (amount: number) => string;
  readonly make: (image: Float32Array, amount: number, stream: Stream) => Float32Array;
}

/** Radius of the pen, side of a patch, and smoothness of fields, in pixels. */
const PEN = 1;
const PATCH = 6;
const FIELD = 3;

export const DAMAGE_MAKERS: Readonly<Record<Damage, DamageMaker>> = {
  'strokes added': {
    description: (amount) => `With ${amount} curved strokes drawn over it, by a pen of two pixels.`,
    make: (image, amount, stream) => {
      const strokes = drawCurves(amount, stream);
      return image.map((value, at) => Math.max(value, strokes[at]!));
    },
  },
  'strokes erased': {
    description: (amount) => `With ${amount} curved strokes rubbed out of it, two pixels wide.`,
    make: (image, amount, stream) => {
      const strokes = drawCurves(amount, stream);
      return image.map((value, at) => value * (1 - strokes[at]!));
    },
  },
  patches: {
    description: (amount) =>
      `With ${amount} squares of 6 x 6 pixels, black or white, pasted over its middle.`,
    make: pastePatches,
  },
  'low-frequency noise': {
    description: (amount) =>
      `With a smooth random field of amplitude ${amount} added: normal noise blurred by 3 pixels.`,
    make: (image, amount, stream) => {
      const field = drawSmoothField(stream, FIELD);
      return image.map((value, at) => value + amount * field[at]!);
    },
  },
  warp: {
    description: (amount) =>
      `Bent: every pixel taken from up to ${amount} pixels away each way, by smooth random fields.`,
    make: (image, amount, stream) => {
      const [alongX, alongY] = [drawSmoothField(stream, FIELD), drawSmoothField(stream, FIELD)];
      return image.map((_, at) =>
        interpolate(image, (at % SIDE) + amount * alongX[at]!, Math.floor(at / SIDE) + amount * alongY[at]!),
      );
    },
  },
};

function drawCurves(amount: number, stream: Stream): Float32Array {
  return drawStrokes(
    Array.from({ length: amount }, () => drawBezier(stream)),
    PEN,
  );
}

function pastePatches(image: Float32Array, amount: number, stream: Stream): Float32Array {
  const pasted = image.slice();
  for (let patch = 0; patch < amount; patch++) {
    const [left, top] = [4 + drawBelow(stream, 21 - PATCH), 4 + drawBelow(stream, 21 - PATCH)];
    const colour = drawBelow(stream, 2);
    for (let at = 0; at < PIXELS; at++) {
      const [x, y] = [(at % SIDE) - left, Math.floor(at / SIDE) - top];
      if (x >= 0 && x < PATCH && y >= 0 && y < PATCH) pasted[at] = colour;
    }
  }
  return pasted;
}
