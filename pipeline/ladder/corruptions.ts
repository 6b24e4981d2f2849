/** Rung 7: real digits, changed in ways that leave them what they are. */

import { binarise, blend } from '../judging/pixels.ts';
import { turnAndScale, warpAffine } from '../math/affine.ts';
import { SIDE } from '../math/images.ts';
import { dilate, erode } from '../math/morphology.ts';
import { drawBelow, drawUniform, type Stream } from '../math/streams.ts';
import type { LadderKindName } from './kinds.ts';
import { chooseDigits, makeKind, type RungImages, type RungTask } from './rungImages.ts';

/** Shift in pixels, tangent of half of 10 degrees, and share of a stroke's edge that is flipped. */
const SHIFT = 2;
const HALF_TANGENT = 0.0875;
const EDGE_NOISE = 0.2;

/** Grey from which a thinned digit is ink. */
const DARKEST = 0.8;

/** Rung 7: real digits, changed in ways that leave them what they are; black and white. */
export function makeCorruptedDigits(task: RungTask): RungImages[] {
  const digits = chooseDigits(task);
  const change = (
    kind: LadderKindName,
    description: string,
    make: (image: Float32Array, stream: Stream) => Float32Array,
  ) =>
    makeKind({ ...task, count: digits.length }, kind, description, (stream, at) => ({
      image: binarise(make(digits[at]!.image, stream)),
      digit: digits[at]!.digit,
    }));
  const sign = (stream: Stream) => 2 * drawBelow(stream, 2) - 1;
  return [
    change('shifted', 'Moved by two pixels, sideways and up or down.', (image, stream) =>
      warpAffine(image, turnAndScale(0, 1, 0, sign(stream) * SHIFT, sign(stream) * SHIFT)),
    ),
    change('turned', 'Turned by 10 degrees either way.', (image, stream) =>
      warpAffine(image, turnAndScale(sign(stream) * HALF_TANGENT, 1, 0, 0, 0)),
    ),
    change('thickened', 'Strokes a pixel wider on every side.', dilate),
    change('thinned', 'Only the darkest fifth of greys is ink, which takes the edges off.', (image) =>
      image.map((value) => Number(value >= DARKEST)),
    ),
    change(
      'eroded',
      'Halfway to strokes a pixel narrower on every side, which may remove thin strokes.',
      (image) => blend(image, erode(image), 0.5),
    ),
    change('rough strokes', 'A fifth of the pixels at the edges of strokes flipped.', (image, stream) =>
      roughen(binarise(image), stream),
    ),
  ];
}

/** Flips pixels that have a neighbour of the other kind. */
function roughen(image: Float32Array, stream: Stream): Float32Array {
  return image.map((value, at) => {
    const isEdge = [
      at - SIDE,
      at + SIDE,
      at % SIDE > 0 ? at - 1 : at,
      at % SIDE < SIDE - 1 ? at + 1 : at,
    ].some((neighbour) => image[neighbour] !== undefined && image[neighbour] !== value);
    return isEdge && drawUniform(stream) < EDGE_NOISE ? 1 - value : value;
  });
}
