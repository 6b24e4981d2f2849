/** Judges with made answers. */
import { ANSWERS, answersTo } from '../../pipeline/judging/answers.ts';
import { type Judge, toReading } from '../../pipeline/judging/judge.ts';
import { atEachTolerance } from '../../pipeline/judging/tolerance.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';

/** A judge that gives each image [784] the probabilities [11] that `answer` makes of it, at either tolerance of noise. */
export function makeJudge(name: string, answer: (image: Float32Array) => Float64Array): Judge {
  const probabilities = (images: Float32Array) => {
    const table = new Float64Array((images.length / PIXELS) * ANSWERS);
    for (let row = 0; row * PIXELS < images.length; row++) {
      table.set(answer(rowOf(images, row, PIXELS)), row * ANSWERS);
    }
    return table;
  };
  return {
    name,
    read: async (images) => {
      const table = probabilities(images);
      return atEachTolerance(() => ({
        probabilities: table,
        record: (row, digit) => ({ ...toReading(answersTo(row, table), digit), typicality: null }),
      }));
    },
    probabilities: async (images) => probabilities(images),
    dispose: async () => undefined,
  };
}
