/**
 * Damage that hangs together, as independent noise does not: what ideas have, and what eyes mind more than they mind
 * single pixels.
 *
 * Every image passes through it, digit or not, and keeps its target. That is right for a judge that is taught or
 * calibrated by cross-entropy (targets.ts): where damage leaves nothing to see, the answer with the least loss is what
 * the mixture holds of such images, some of each digit and many non-digits.
 */
import { turnAndScale, warpAffine } from '../../math/affine.ts';
import { PIXELS, SIDE } from '../../math/images.ts';
import { smoothCurve } from '../../math/polylines.ts';
import { drawSmoothField } from '../../math/smoothField.ts';
import { drawBelow, drawUniform, type Stream } from '../../math/streams.ts';
import { type Polyline, paintStroke } from '../../math/strokes.ts';
import { drawBetween, drawDirection, drawOneOf, drawWhole } from './draws.ts';
import { drawBend } from './variation.ts';

/** Share of images that are damaged. */
const DAMAGED_SHARE = 1 / 2;

/** A kind of damage to an image [784] in [0, 1], which it leaves as it was. */
type Damage = (image: Float32Array, stream: Stream) => Float32Array;

/** The kinds of damage, by name. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'flipped blobs': flipBlobs,
  'strokes added': addStrokes,
  'strokes erased': eraseStrokes,
  patches: setPatches,
  shades: addShades,
  bend: bendMuch,
};

/** In half of the cases the image itself, else a copy with one kind of damage, in a quarter of these with two. */
export function damageImage(image: Float32Array, stream: Stream): Float32Array {
  if (drawUniform(stream) >= DAMAGED_SHARE) return image;
  const damaged = damageOnce(image, stream);
  return drawBelow(stream, 4) === 0 ? damageOnce(damaged, stream) : damaged;
}

function damageOnce(image: Float32Array, stream: Stream): Float32Array {
  return drawOneOf(Object.values(DAMAGES), stream)(image, stream);
}

/** Replaces values by 1 - value where a smooth field of 4 to 12 cells is high: on about 1 to 20% of the pixels. */
function flipBlobs(image: Float32Array, stream: Stream): Float32Array {
  const field = drawSmoothField(drawBetween(4, 12, stream), stream);
  const level = drawBetween(0.85, 2.3, stream);
  return image.map((value, at) => (field[at]! > level ? 1 - value : value));
}

function addStrokes(image: Float32Array, stream: Stream): Float32Array {
  const strokes = drawScratches(stream);
  return image.map((value, at) => Math.max(value, strokes[at]!));
}

function eraseStrokes(image: Float32Array, stream: Stream): Float32Array {
  const strokes = drawScratches(stream);
  return image.map((value, at) => Math.min(value, 1 - strokes[at]!));
}

/** One or two slight curves of 3 to 16 pixels, drawn with a pen of 1 to 3 pixels. */
function drawScratches(stream: Stream): Float32Array {
  const image = new Float32Array(PIXELS);
  const count = drawWhole(1, 2, stream);
  for (let k = 0; k < count; k++) paintStroke(image, drawScratch(stream), drawBetween(0.5, 1.5, stream));
  return image;
}

function drawScratch(stream: Stream): Polyline {
  const [x, y] = [drawBetween(3, SIDE - 4, stream), drawBetween(3, SIDE - 4, stream)];
  const [u, v] = drawDirection(stream);
  const length = drawBetween(3, 16, stream);
  const sag = drawBetween(-0.25, 0.25, stream) * length;
  return smoothCurve([
    [x - (u * length) / 2, y - (v * length) / 2],
    [x - v * sag, y + u * sag],
    [x + (u * length) / 2, y + (v * length) / 2],
  ]);
}

/** Makes one to three rectangles of 3 to 9 pixels a side all blank or all ink. */
function setPatches(image: Float32Array, stream: Stream): Float32Array {
  const patched = image.slice();
  const count = drawWhole(1, 3, stream);
  for (let k = 0; k < count; k++) {
    const [width, height] = [drawWhole(3, 9, stream), drawWhole(3, 9, stream)];
    const [left, top] = [drawBelow(stream, SIDE - width + 1), drawBelow(stream, SIDE - height + 1)];
    const value = drawBelow(stream, 2);
    for (let y = top; y < top + height; y++) patched.fill(value, y * SIDE + left, y * SIDE + left + width);
  }
  return patched;
}

/** Adds a smooth field of 2 to 8 cells whose standard deviation is up to one half, and cuts the sum to [0, 1]. */
function addShades(image: Float32Array, stream: Stream): Float32Array {
  const field = drawSmoothField(drawBetween(2, 8, stream), stream);
  const strength = 0.5 * drawUniform(stream);
  return image.map((value, at) => Math.min(1, Math.max(0, value + strength * field[at]!)));
}

/** Bends by 0.8 to 1.6 pixels: as much as a shape bears, and somewhat more. */
function bendMuch(image: Float32Array, stream: Stream): Float32Array {
  return warpAffine(image, turnAndScale(0, 1, 0, 0, 0), drawBend(drawBetween(0.8, 1.6, stream), stream));
}
