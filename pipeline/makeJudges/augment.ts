/**
 * Variants of an image that keep its meaning, and the noise that judges are taught and calibrated in.
 *
 * Variants after Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to visual
 * document analysis", ICDAR 2003. Everything is drawn from the stream given.
 */

import { binarise, blend } from '../judging/pixels.ts';
import { turnAndScale, warpAffine } from '../math/affine.ts';
import { INK_THRESHOLD } from '../math/components.ts';
import { dilate, erode } from '../math/morphology.ts';
import { drawBelow, drawUniform, type Stream } from '../math/streams.ts';

/** Largest share of flipped pixels. At 45% a person is hardly better than chance. */
const MAX_FLIPS = 0.45;

/** Share of images without noise: enough for the accuracy on clean digits, which are learnt sooner than noisy ones. */
const CLEAN_SHARE = 1 / 4;

/** Share of noisy images whose ink and ground are flipped at rates of their own. */
const UNEQUAL_SHARE = 1 / 4;

const TWO_32 = 0x100000000;

/**
 * Share of images whose shape is varied. The others stay as MNIST has them, centred and upright: through much noise a
 * network needs to know where digits stand.
 */
const VARIED_SHARE = 1 / 2;

// Limits within which a digit surely stays itself; each is drawn uniformly.
const MAX_SHIFT = 2;
const MAX_SCALE_CHANGE = 0.12;
const MAX_SHEAR = 0.15;
/** Tangent of half of 12 degrees. */
const MAX_HALF_TANGENT = 0.105;
const MAX_THICKENING = 1;
const MAX_THINNING = 0.6;

/** Uniform on [-limit, limit). */
function drawWithin(limit: number, stream: Stream): number {
  return limit * (2 * drawUniform(stream) - 1);
}

/**
 * In half of the cases the image [784] itself, else a copy that is shifted by up to 2 pixels, turned by up to 12
 * degrees, scaled by up to 12%, slanted, and in three of eight cases thickened, in one of eight thinned; stays in [0, 1].
 */
export function varyShape(image: Float32Array, stream: Stream): Float32Array {
  if (drawUniform(stream) >= VARIED_SHARE) return image;
  const affine = turnAndScale(
    drawWithin(MAX_HALF_TANGENT, stream),
    1 + drawWithin(MAX_SCALE_CHANGE, stream),
    drawWithin(MAX_SHEAR, stream),
    drawWithin(MAX_SHIFT, stream),
    drawWithin(MAX_SHIFT, stream),
  );
  const warped = warpAffine(image, affine);
  const choice = drawBelow(stream, 8);
  if (choice < 3) return blend(warped, dilate(warped), MAX_THICKENING * drawUniform(stream));
  if (choice === 3) return blend(warped, erode(warped), MAX_THINNING * drawUniform(stream));
  return warped;
}

/**
 * The noise that every image passes through, digit or not, so that noise by itself tells nothing: binarised in half of
 * the cases; then a quarter stays clean, and in the others each pixel is replaced by 1 - value at a rate drawn from
 * [0, 0.45), or at two such rates, one for ink and one for the ground. Keeps [0, 1].
 */
export function passThroughNoise(
  image: Float32Array,
  stream: Stream,
): { readonly image: Float32Array; readonly flipped: number } {
  const seen = drawUniform(stream) < 0.5 ? binarise(image) : image;
  if (drawUniform(stream) < CLEAN_SHARE) return { image: seen, flipped: 0 };
  const inkRate = MAX_FLIPS * drawUniform(stream);
  const groundRate = drawUniform(stream) < UNEQUAL_SHARE ? MAX_FLIPS * drawUniform(stream) : inkRate;
  return { image: flipByInk(seen, inkRate, groundRate, stream), flipped: Math.max(inkRate, groundRate) };
}

/** Each pixel replaced by 1 - value: with probability `inkRate` where it is at least one half, else `groundRate`. */
export function flipByInk(
  image: Float32Array,
  inkRate: number,
  groundRate: number,
  stream: Stream,
): Float32Array {
  const [ink, ground] = [inkRate * TWO_32, groundRate * TWO_32];
  return image.map((value) =>
    stream.nextUint32() < (value >= INK_THRESHOLD ? ink : ground) ? 1 - value : value,
  );
}
