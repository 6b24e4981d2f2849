import { expect, test } from 'vitest';
import { ANSWERS } from '../../pipeline/judging/answers.ts';
import { maskJudge } from '../../pipeline/ladder/maskedPanel.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { makeJudge } from '../judging/madeJudge.ts';

test('a masked judge sees 0 where no training image is inked, in every image, and changes none', async () => {
  const ink = makeJudge('cnn', (image) => {
    const answers = new Float64Array(ANSWERS);
    answers[0] = image.reduce((a, b) => a + b, 0) / PIXELS;
    return answers;
  });
  const isHidden = Array.from({ length: PIXELS }, (_, pixel) => pixel < 196);
  const judge = maskJudge(ink, isHidden);
  const images = new Float32Array(2 * PIXELS).fill(1).fill(0.5, PIXELS);
  const seen = await judge.probabilities(images);
  expect([seen[0], seen[ANSWERS]]).toEqual([0.75, 0.375]);
  expect((await judge.read(images)).little.probabilities).toEqual(seen);
  expect(images[0]).toBe(1);
  expect(judge.name).toBe('cnn');
});
