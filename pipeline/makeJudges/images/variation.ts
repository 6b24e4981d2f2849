/**
 * Variants of a drawing that keep its meaning: moved, turned, scaled, slanted, bent, with a thicker or a thinner pen.
 *
 * After Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to visual document
 * analysis", ICDAR 2003. Ideas have half of their pixels as ink, digits a fifth, and ideas fill the image to its edges, while
 * MNIST's digits keep to a box of 20 by 20 pixels; people do not mind either.
 */
import { blend } from '../../judging/pixels.ts';
import { type Bend, turnAndScale, warpAffine } from '../../math/affine.ts';
import { thickenHomotopically } from '../../math/homotopicThickening.ts';
import { dilate, erode } from '../../math/morphology.ts';
import { drawSmoothField } from '../../math/smoothField.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';
import { drawBetween, drawOneOf, drawWhole } from './draws.ts';

/**
 * Share of images that are varied. The others stay as they are, digits centred and upright: through much noise a
 * network needs to know where digits stand.
 */
const VARIED_SHARE = 1 / 2;

// Limits within which a digit surely stays itself; each is drawn uniformly.
const MAX_SHIFT = 3;
const MAX_SCALE_CHANGE = 0.15;
const MAX_SHEAR = 0.2;
/** Tangent of half of 15 degrees. */
const MAX_HALF_TANGENT = 0.1317;
/** Largest standard deviation of a bend, in pixels, and the least and the most cells of it. */
const MAX_BEND = 0.8;
const BEND_CELLS = [2, 5] as const;
/** Pixels on each side of a stroke. */
const MAX_THICKENING = 2;
const MAX_THINNING = 0.6;
const SCALE_PER_THICKENING = 0.08;
/** What a drawing is enlarged by for each pixel that its strokes are broader: by two it fills the image, 28 of 20 pixels. */
const SCALE_PER_BROADENING = 0.2;

/** What is done to the pen, each in one of eight cases. */
const PENS = ['thicker', 'thicker', 'broad', 'broad', 'broad', 'thinner', 'as it is', 'as it is'] as const;

/**
 * In half of the cases the image [784] itself, else a copy that is shifted by up to 3 pixels along each axis, turned by
 * up to 15 degrees, scaled by up to 15%, slanted and bent by about a pixel at most. In two of eight cases its strokes are
 * thicker by up to 2 pixels on each side, and it is enlarged by up to another 16%; in three of eight it is written large
 * and broad: strokes thicker by 1 or 2 pixels, whatever is open staying open, enlarged by another 20 or 40%; in one of eight
 * they are thinner. Stays in [0, 1].
 */
export function varyShape(image: Float32Array, stream: Stream): Float32Array {
  if (drawUniform(stream) >= VARIED_SHARE) return image;
  const pen = drawOneOf(PENS, stream);
  const thickening = pen === 'thicker' ? MAX_THICKENING * drawUniform(stream) : 0;
  const broadening = pen === 'broad' ? drawWhole(1, MAX_THICKENING, stream) : 0;
  const larger = SCALE_PER_THICKENING * thickening + SCALE_PER_BROADENING * broadening;
  const affine = turnAndScale(
    drawBetween(-MAX_HALF_TANGENT, MAX_HALF_TANGENT, stream),
    1 + drawBetween(-MAX_SCALE_CHANGE, MAX_SCALE_CHANGE, stream) + larger,
    drawBetween(-MAX_SHEAR, MAX_SHEAR, stream),
    drawBetween(-MAX_SHIFT, MAX_SHIFT, stream),
    drawBetween(-MAX_SHIFT, MAX_SHIFT, stream),
  );
  const warped = warpAffine(image, affine, drawBend(MAX_BEND * drawUniform(stream), stream));
  if (pen === 'broad') return thickenHomotopically(warped, broadening);
  if (pen === 'thinner') return blend(warped, erode(warped), MAX_THINNING * drawUniform(stream));
  return thicken(warped, thickening);
}

/** A smooth bend whose standard deviation along each axis is `size` pixels. */
export function drawBend(size: number, stream: Stream): Bend {
  const cells = drawBetween(...BEND_CELLS, stream);
  return { right: drawSmoothField(cells, size, stream), down: drawSmoothField(cells, size, stream) };
}

/** Strokes made thicker by `pixels` on each side: dilated once for every whole pixel, and blended for the rest. */
export function thicken(image: Float32Array, pixels: number): Float32Array {
  let thick = image;
  let rest = pixels;
  for (; rest >= 1; rest--) thick = dilate(thick);
  return rest > 0 ? blend(thick, dilate(thick), rest) : thick;
}
