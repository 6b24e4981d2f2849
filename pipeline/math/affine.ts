/** Warps of images: shift, rotation, scale, shear and a smooth bend in one resampling. */
import { PIXELS, SIDE } from './images.ts';

/**
 * Where an output pixel looks into the input, both about the image's centre, in pixels:
 * x' = xx x + xy y + dx, y' = yx x + yy y + dy.
 */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly dx: number;
  readonly dy: number;
}

/** How much farther to the right and down each output pixel looks, in pixels, [784] each. */
export interface Bend {
  readonly right: Float32Array;
  readonly down: Float32Array;
}

const CENTRE = (SIDE - 1) / 2;

/**
 * The warp that turns by the angle whose half has the tangent `halfTangent`, scales by `scale`, slants x by `shear`
 * and shifts by (dx, dy) pixels. cos = (1 - t^2) / (1 + t^2) and sin = 2t / (1 + t^2) for t = tan(angle / 2), so that
 * no trigonometric function, whose last bit is not defined, takes part.
 */
export function turnAndScale(
  halfTangent: number,
  scale: number,
  shear: number,
  dx: number,
  dy: number,
): Affine {
  const secant = 1 + halfTangent * halfTangent;
  const cos = (1 - halfTangent * halfTangent) / secant / scale;
  const sin = (2 * halfTangent) / secant / scale;
  return { xx: cos, xy: cos * shear - sin, yx: sin, yy: sin * shear + cos, dx, dy };
}

/**
 * The image [784] seen through `affine` and, where given, `bend`, by bilinear interpolation; what lies outside is 0.
 * Keeps [0, 1].
 */
export function warpAffine(
  image: Float32Array,
  { xx, xy, yx, yy, dx, dy }: Affine,
  bend?: Bend,
): Float32Array {
  const warped = new Float32Array(PIXELS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const at = y * SIDE + x;
      const fromX = xx * (x - CENTRE) + xy * (y - CENTRE) + dx + CENTRE;
      const fromY = yx * (x - CENTRE) + yy * (y - CENTRE) + dy + CENTRE;
      warped[at] = bend
        ? interpolate(image, fromX + bend.right[at]!, fromY + bend.down[at]!)
        : interpolate(image, fromX, fromY);
    }
  }
  return warped;
}

/** The value of an image [784] between pixels, bilinear; outside it is 0. */
export function interpolate(image: Float32Array, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const low = y - top;
  const upper = (1 - right) * pixelAt(image, left, top) + right * pixelAt(image, left + 1, top);
  const lower = (1 - right) * pixelAt(image, left, top + 1) + right * pixelAt(image, left + 1, top + 1);
  return (1 - low) * upper + low * lower;
}

function pixelAt(image: Float32Array, x: number, y: number): number {
  return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : image[y * SIDE + x]!;
}
