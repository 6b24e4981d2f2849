/** Readers with made answers, for what is measured of judges. */
import { ANSWERS } from '../../pipeline/judging/answers.ts';
import { atEachTolerance, type Tolerance } from '../../pipeline/judging/tolerance.ts';
import type { DigitSource } from '../../pipeline/makeJudges/images/example.ts';
import type { Measurable } from '../../pipeline/makeJudges/measurable.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { readDigits } from '../judging/digits.ts';

/** A reader that gives every digit the P that `answer` makes of an image [784]. */
export function makeReader(answer: (image: Float32Array, tolerance: Tolerance) => number): Measurable {
  return {
    read: async (images) =>
      atEachTolerance((tolerance) => {
        const probabilities = new Float64Array((images.length / PIXELS) * ANSWERS);
        for (let row = 0; row * PIXELS < images.length; row++) {
          const p = answer(rowOf(images, row, PIXELS), tolerance);
          probabilities.fill(p, row * ANSWERS, (row + 1) * ANSWERS);
        }
        return { probabilities };
      }),
  };
}

/** Two hundred real test digits; one idea that is half ink. */
export const SOURCE: DigitSource = {
  digits: readDigits('t10k', 0, 200),
  untrainedIdeas: Float32Array.from({ length: PIXELS }, (_, at) => at % 2),
};
