import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT, pickIntended } from '../../pipeline/judging/answers.ts';
import { assemblePanel, poolAnswers, readTogether, scoreImages } from '../../pipeline/judging/panel.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { makeJudge } from './madeJudge.ts';

/** Probabilities [1, 11] that are 0 but for the answers given. */
function answersOf(answers: Readonly<Record<number, number>>): Float64Array {
  return Float64Array.from({ length: ANSWERS }, (_, answer) => answers[answer] ?? 0);
}

describe('pooled answers', () => {
  const one = answersOf({ 3: 0.8, [NOT_A_DIGIT]: 0.2 });
  const other = answersOf({ 3: 0.4, 5: 0.6 });

  test('are the mean at temperature 1, and a judge alone to the bit', () => {
    const pooled = poolAnswers([one, other], 1);
    expect(pooled[3]).toBeCloseTo(0.6, 12);
    expect(pooled[5]).toBeCloseTo(0.3, 12);
    expect(pooled[NOT_A_DIGIT]).toBeCloseTo(0.1, 12);
    expect(poolAnswers([one], 1)).toEqual(one);
  });

  test('are powers of the mean, made to sum to 1', () => {
    // 6, 3 and 1 squared: 36, 9 and 1 of 46.
    const pooled = poolAnswers([one, other], 0.5);
    expect(pooled[3]).toBeCloseTo(36 / 46, 12);
    expect(pooled[5]).toBeCloseTo(9 / 46, 12);
    expect(pooled[NOT_A_DIGIT]).toBeCloseTo(1 / 46, 12);
    expect(pooled[0]).toBe(0);
  });

  test('keep the order of answers at any temperature', () => {
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    const weights = fc.array(weight, { minLength: ANSWERS, maxLength: ANSWERS });
    fc.assert(
      fc.property(weights, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, temperature) => {
        const sum = values.reduce((a, b) => a + b, 0);
        fc.pre(sum > 1e-6);
        const mean = Float64Array.from(values, (value) => value / sum);
        const pooled = poolAnswers([mean], temperature);
        expect(pooled.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        const largest = mean.indexOf(Math.max(...mean));
        expect(pooled[largest]).toBe(Math.max(...pooled));
      }),
    );
  });

  test('say how surely each image is what it is meant to be', () => {
    expect([...pickIntended(Float64Array.of(...one, ...other), [3, 5])]).toEqual([0.8, 0.6]);
  });
});

describe('a panel', () => {
  const answering = (name: string, digit: number, p: number) =>
    makeJudge(name, () => answersOf({ [digit]: p, [NOT_A_DIGIT]: 1 - p }));
  const judges = [answering('a', 3, 0.5), answering('b', 4, 0.25)];
  const images = new Float32Array(2 * PIXELS);

  test('scores what is pooled from its judges, "not a digit" allowed', async () => {
    const plain = assemblePanel(judges, { version: 'v', temperature: 1 });
    expect([...(await scoreImages(plain, images, [3, 4]))]).toEqual([0.25, 0.125]);
    const sure = assemblePanel(judges, { version: 'v', temperature: 0.5 });
    // Means 2/8, 1/8 and 5/8 for "not a digit", squared: 4, 1 and 25 of 30.
    expect([...(await scoreImages(sure, images, [3, 4]))]).toEqual([
      expect.closeTo(4 / 30, 12),
      expect.closeTo(1 / 30, 12),
    ]);
    expect((await sure.probabilities(images))[10]).toBeCloseTo(25 / 30, 12);
  });

  test('gives the readings of every judge, in its order', async () => {
    const { judges: readings } = await readTogether({ judges, temperature: 1 }, images);
    expect(Object.keys(readings)).toEqual(['a', 'b']);
    expect([...pickIntended(readings.a!.probabilities, [3, 4])]).toEqual([0.5, 0]);
    expect(readings.b!.record(1, 4)).toMatchObject({ forcedChoice: 1, notDigit: 0.75, top: 4 });
  });

  test('has a judge that is left out read, and pools the others', async () => {
    const { judges: readings, probabilities } = await readTogether({ judges, temperature: 1 }, images, 'a');
    expect(probabilities).toEqual(readings.b!.probabilities);
    expect([...pickIntended(readings.a!.probabilities, [3, 3])]).toEqual([0.5, 0.5]);
  });

  test('refuses as many digits as there are no images', async () => {
    const panel = assemblePanel(judges, { version: 'v', temperature: 1 });
    await expect(scoreImages(panel, images, [3])).rejects.toThrow(
      'scoreImages: expected 1 images of 784 pixels, got 1568 values',
    );
  });
});
