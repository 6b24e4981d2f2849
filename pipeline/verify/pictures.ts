/** Pictures of how an idea differs from the expected one. */
import { PIXELS, SIDE } from '../math/images.ts';
import { encodeColourPng } from '../store/png.ts';

type Colour = readonly [red: number, green: number, blue: number];

const INK: Colour = [255, 255, 255];
const NO_INK: Colour = [0, 0, 0];
const BORDER: Colour = [96, 96, 96];
/** Of the palette of Okabe and Ito, which is told apart in every kind of colour vision: vermilion and sky blue. */
const LOST: Colour = [213, 94, 0];
const GAINED: Colour = [86, 180, 233];

const SCALE = 6;
const WIDTH = 3 * SIDE + 2;

/** Pixels [784] of an image that are not exactly as expected. */
export function countOtherPixels(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  return Array.from({ length: PIXELS }, (_, at) => expected[at] !== found[at]).filter(Boolean).length;
}

/**
 * A PNG of three images [784] in [0, 1] side by side: as expected, as found, and their difference, in which even the least
 * one is seen.
 */
export function drawDifference(expected: ArrayLike<number>, found: ArrayLike<number>): Uint8Array {
  const panels = [(at: number) => greyOf(expected[at]!), (at: number) => greyOf(found[at]!), compare];
  function compare(at: number): Colour {
    if (expected[at] === found[at]) return expected[at]! > 0.5 ? INK : NO_INK;
    return found[at]! > expected[at]! ? GAINED : LOST;
  }
  const pixels = new Uint8Array(WIDTH * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [panel, column] = [Math.floor(x / (SIDE + 1)), x % (SIDE + 1)];
      const colour = column === SIDE ? BORDER : panels[panel]!(y * SIDE + column);
      pixels.set(colour, (y * WIDTH + x) * 3);
    }
  }
  return encodeColourPng(pixels, WIDTH, SCALE);
}

function greyOf(value: number): Colour {
  const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
  return [grey, grey, grey];
}
