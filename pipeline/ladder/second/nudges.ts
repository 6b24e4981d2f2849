/** Changes that are too small to matter: what a score makes of them says how smooth it is. */
import { blend, flipPixels } from '../../judging/pixels.ts';
import { dilate } from '../../math/morphology.ts';
import { drawBelow, type Stream } from '../../math/streams.ts';
import { moveBy } from './fit.ts';
import type { Nudge } from './kinds.ts';

/** How each change is made of an image [784]. */
export const NUDGE_MAKERS: Readonly<Record<Nudge, (image: Float32Array, stream: Stream) => Float32Array>> = {
  'moved by a pixel': (image, stream) => moveAlong(image, 1, stream),
  // Dilation widens a stroke by a pixel on every side; halfway there its edges are half as dark.
  'thickened by half a pixel': (image) => blend(image, dilate(image), 0.5),
  '1% of the pixels flipped': (image, stream) => flipPixels(image, 0.01, stream),
};

/** The image moved by `distance` pixels to the left, to the right, up or down, as drawn. */
export function moveAlong(image: Float32Array, distance: number, stream: Stream): Float32Array {
  const direction = drawBelow(stream, 4);
  const by = direction < 2 ? distance : -distance;
  return direction % 2 === 0 ? moveBy(image, by, 0) : moveBy(image, 0, by);
}
