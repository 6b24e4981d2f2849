/** Where an image's ink lies on the whole. */
import { PIXELS, SIDE } from './images.ts';

/** Where MNIST's digits have their centre of mass, in pixels from the left and from the top. */
const MIDDLE = 14;

/** Centre of mass of an image [784], sum(v x) / sum(v), in pixels from the left and the top; (14, 14) for a blank one. */
export function centreOfMass(image: Float32Array): { readonly x: number; readonly y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let at = 0; at < PIXELS; at++) {
    const value = image[at]!;
    mass += value;
    x += value * (at % SIDE);
    y += value * Math.floor(at / SIDE);
  }
  return mass > 0 ? { x: x / mass, y: y / mass } : { x: MIDDLE, y: MIDDLE };
}
