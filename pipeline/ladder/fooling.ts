/** A judge as something that can be attacked: what it says, and which pixels seem worth flipping. */

import { ANSWERS, LEAST_PROBABILITY } from '../judging/answers.ts';
import type { Judge, Witness } from '../judging/judge.ts';
import { PIXELS } from '../math/images.ts';

/** What an attack asks; the shape of search/attack's target. */
export interface Fooling {
  score(images: Float32Array, digits: readonly number[]): Promise<Float64Array>;
  promise(images: Float32Array, digits: readonly number[]): Promise<Float64Array>;
}

/** The attack on `judge`, which hears `witness`: by its slopes where it has them, else by trying every flip. */
export function openFooling(judge: Judge, witness: Witness): Fooling {
  const score: Fooling['score'] = async (images, digits) => {
    const probabilities = await judge.probabilities(images);
    return Float64Array.from(digits, (digit, row) =>
      Math.log(probabilities[row * ANSWERS + digit]! + LEAST_PROBABILITY),
    );
  };
  const promise: Fooling['promise'] =
    witness.promiseOfFlips?.bind(witness) ?? ((images, digits) => tryEveryFlip(score, images, digits));
  return { score, promise };
}

async function tryEveryFlip(
  score: Fooling['score'],
  images: Float32Array,
  digits: readonly number[],
): Promise<Float64Array> {
  const before = await score(images, digits);
  const gains = new Float64Array(images.length);
  for (const [row, digit] of digits.entries()) {
    const flipped = new Float32Array(PIXELS * PIXELS);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      flipped.set(images.subarray(row * PIXELS, (row + 1) * PIXELS), pixel * PIXELS);
      flipped[pixel * PIXELS + pixel] = 1 - flipped[pixel * PIXELS + pixel]!;
    }
    const after = await score(flipped, new Array<number>(PIXELS).fill(digit));
    gains.set(
      after.map((value) => value - before[row]!),
      row * PIXELS,
    );
  }
  return gains;
}
