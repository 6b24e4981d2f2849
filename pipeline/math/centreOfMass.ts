/** Where a picture's ink lies on the whole. */
import { SIDE } from './images.ts';

/** Where MNIST's digits have their centre of mass, in pixels from the left and from the top. */
export const MIDDLE = 14;

/** A centre in pixels from the left and the top, and the sum of the values. */
export interface CentreOfMass {
  readonly x: number;
  readonly y: number;
  readonly mass: number;
}

/** Centre of mass sum(v x) / sum(v) of values in rows of `width`; (14, 14) where there is no ink. */
export function centreOfMass(values: ArrayLike<number>, width = SIDE): CentreOfMass {
  let [mass, x, y] = [0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    mass += value;
    x += value * (at % width);
    y += value * Math.floor(at / width);
  }
  return mass > 0 ? { x: x / mass, y: y / mass, mass } : { x: MIDDLE, y: MIDDLE, mass: 0 };
}
