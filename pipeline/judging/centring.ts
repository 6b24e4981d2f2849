/**
 * Centring: MNIST's digits stand with their centre of mass in the middle of the image, and a judge that compares pixel
 * with pixel can read one only there.
 *
 * LeCun et al., "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998.
 */
import { PIXELS, SIDE } from '../math/images.ts';

/** Where MNIST's training digits have their centre of mass, in pixels from the left and from the top. */
const CENTRE = 14;

/** An image that is less than this off the middle, in pixels along each axis, stays: noise alone moves its centre. */
const TOLERANCE = 1.5;

/**
 * Copies of images [n, 784]; one whose centre of mass is off (14, 14) by 1.5 pixels or more along an axis is moved by
 * the whole pixels that bring it nearest, and what comes in is 0. Noise all over an image holds its centre of mass in
 * the middle, so that only what stands on an empty ground is moved. A blank image stays.
 */
export function centreImages(images: Float32Array): Float32Array {
  const centred = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += PIXELS) {
    const image = images.subarray(start, start + PIXELS);
    const { x, y } = centreOfMass(image);
    const isOff = Math.max(Math.abs(CENTRE - x), Math.abs(CENTRE - y)) >= TOLERANCE;
    const [dx, dy] = isOff ? [Math.round(CENTRE - x), Math.round(CENTRE - y)] : [0, 0];
    moveInto(image, dx, dy, centred.subarray(start, start + PIXELS));
  }
  return centred;
}

/** Centre of mass of an image [784], sum(v x) / sum(v), in pixels from the left and the top; (14, 14) for a blank one. */
export function centreOfMass(image: Float32Array): { readonly x: number; readonly y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let at = 0; at < PIXELS; at++) {
    const value = image[at]!;
    mass += value;
    x += value * (at % SIDE);
    y += value * Math.floor(at / SIDE);
  }
  return mass > 0 ? { x: x / mass, y: y / mass } : { x: CENTRE, y: CENTRE };
}

/** Writes the image, moved by (dx, dy) pixels, into zeros. */
function moveInto(image: Float32Array, dx: number, dy: number, out: Float32Array): void {
  for (let at = 0; at < PIXELS; at++) {
    const [x, y] = [(at % SIDE) + dx, Math.floor(at / SIDE) + dy];
    if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) out[y * SIDE + x] = image[at]!;
  }
}
