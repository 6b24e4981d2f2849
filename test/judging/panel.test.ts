import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT, pickIntended } from '../../pipeline/judging/answers.ts';
import type { Judge } from '../../pipeline/judging/judge.ts';
import {
  assemblePanel,
  meanOver,
  poolFamilies,
  readTogether,
  scoreImages,
  sharpen,
} from '../../pipeline/judging/panel.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { FAMILIES, FAMILY_OF, JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { makeJudge } from './madeJudge.ts';

/** Probabilities [1, 11] that are 0 but for the answers given. */
function answersOf(answers: Readonly<Record<number, number>>): Float64Array {
  return Float64Array.from({ length: ANSWERS }, (_, answer) => answers[answer] ?? 0);
}

/** Two judges of different families, in the order of FAMILIES. */
const [A, B] = ['network', 'density'].map(
  (family) => JUDGE_NAMES.find((name) => FAMILY_OF[name] === family)!,
) as [(typeof JUDGE_NAMES)[number], (typeof JUDGE_NAMES)[number]];

const one = answersOf({ 3: 0.8, [NOT_A_DIGIT]: 0.2 });
const other = answersOf({ 3: 0.4, 5: 0.6 });

describe('families', () => {
  test('every one has a judge, and every judge is of one', () => {
    expect(new Set(JUDGE_NAMES.map((name) => FAMILY_OF[name]))).toEqual(new Set(FAMILIES));
  });

  test('answer with the mean of their own judges', () => {
    const third = answersOf({ 5: 1 });
    const families = poolFamilies([
      [A, one],
      [B, third],
      [A, other],
    ]);
    expect(Object.keys(families).sort()).toEqual([FAMILY_OF[A], FAMILY_OF[B]].sort());
    expect(families[FAMILY_OF[A]]).toEqual(meanOver([one, other]));
    expect(families[FAMILY_OF[A]]![3]).toBeCloseTo(0.6, 12);
    expect(families[FAMILY_OF[B]]).toEqual(third);
  });

  test('stand in the order of FAMILIES, whatever the order of judges', () => {
    const answers = JUDGE_NAMES.map((name, at) => [name, answersOf({ [at]: 1 })] as const);
    expect(Object.keys(poolFamilies(answers))).toEqual([...FAMILIES]);
    expect(Object.keys(poolFamilies([...answers].reverse()))).toEqual([...FAMILIES]);
  });

  test('weigh as much with a relative that answers alike as without', () => {
    const pool = (answers: Parameters<typeof poolFamilies>[0]) =>
      meanOver(Object.values(poolFamilies(answers)));
    const alone = pool([
      [A, one],
      [B, other],
    ]);
    const related = pool([
      [A, one],
      [B, other],
      [A, one],
    ]);
    expect(related).toEqual(alone);
    // The mean of three judges would be (0.8 + 0.4 + 0.8) / 3.
    expect(alone[3]).toBeCloseTo(0.6, 12);
    expect(alone[5]).toBeCloseTo(0.3, 12);
    expect(alone[NOT_A_DIGIT]).toBeCloseTo(0.1, 12);
  });

  test('weigh equally: of one with two judges each of them weighs half as much', () => {
    const [first, second, third] = [answersOf({ 1: 1 }), answersOf({ 2: 1 }), answersOf({ 3: 1 })];
    const pooled = meanOver(
      Object.values(
        poolFamilies([
          [A, first],
          [A, second],
          [B, third],
        ]),
      ),
    );
    expect([...pooled.subarray(1, 4)]).toEqual([0.25, 0.25, 0.5]);
  });
});

describe('what is made surer', () => {
  const pooled = meanOver([one, other]);

  test('stays at temperature 1, to the bit', () => {
    expect(sharpen(pooled, 1)).toEqual(pooled);
  });

  test('is powers, made to sum to 1', () => {
    // 6, 3 and 1 squared: 36, 9 and 1 of 46.
    const sharpened = sharpen(pooled, 0.5);
    expect(sharpened[3]).toBeCloseTo(36 / 46, 12);
    expect(sharpened[5]).toBeCloseTo(9 / 46, 12);
    expect(sharpened[NOT_A_DIGIT]).toBeCloseTo(1 / 46, 12);
    expect(sharpened[0]).toBe(0);
  });

  test('keeps the order of answers at any temperature', () => {
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    const weights = fc.array(weight, { minLength: ANSWERS, maxLength: ANSWERS });
    fc.assert(
      fc.property(weights, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, temperature) => {
        const sum = values.reduce((a, b) => a + b, 0);
        fc.pre(sum > 1e-6);
        const before = Float64Array.from(values, (value) => value / sum);
        const after = sharpen(before, temperature);
        expect(after.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        const largest = before.indexOf(Math.max(...before));
        expect(after[largest]).toBe(Math.max(...after));
      }),
    );
  });

  test('says how surely each image is what it is meant to be', () => {
    expect([...pickIntended(Float64Array.of(...one, ...other), [3, 5])]).toEqual([0.8, 0.6]);
  });
});

describe('a panel', () => {
  const answering = (name: string, digit: number, p: number) =>
    makeJudge(name, () => answersOf({ [digit]: p, [NOT_A_DIGIT]: 1 - p }));
  const judges = [answering(A, 3, 0.5), answering(B, 4, 0.25)];
  const images = new Float32Array(2 * PIXELS);
  const PLAIN = { little: 1, much: 1 };

  test('scores what is pooled from its judges at little noise, "not a digit" allowed', async () => {
    const plain = assemblePanel(judges, { version: 'v', temperatures: { little: 1, much: 0.1 } });
    expect([...(await scoreImages(plain, images, [3, 4]))]).toEqual([0.25, 0.125]);
    const sure = assemblePanel(judges, { version: 'v', temperatures: { little: 0.5, much: 1 } });
    // Means 2/8, 1/8 and 5/8 for "not a digit", squared: 4, 1 and 25 of 30.
    expect([...(await scoreImages(sure, images, [3, 4]))]).toEqual([
      expect.closeTo(4 / 30, 12),
      expect.closeTo(1 / 30, 12),
    ]);
    expect((await sure.probabilities(images))[10]).toBeCloseTo(25 / 30, 12);
  });

  test('pools each tolerance by itself, at its own temperature', async () => {
    const [lenient, strict] = [answering(A, 3, 0.75), answering(A, 3, 0.25)];
    const torn: Judge = {
      ...strict,
      read: async (x) => ({ little: (await strict.read(x)).little, much: (await lenient.read(x)).much }),
    };
    const temperatures = { little: 1, much: 0.5 };
    const { little, much } = await readTogether({ judges: [torn, judges[1]!], temperatures }, images);
    // Means 2/16, 2/16 and 12/16; 6/16, 2/16 and 8/16, squared: 36, 4 and 64 of 104.
    expect([...pickIntended(little.probabilities, [3, 4])]).toEqual([0.125, 0.125]);
    expect(pickIntended(much.probabilities, [3])[0]).toBeCloseTo(36 / 104, 12);
    expect(much.families[FAMILY_OF[A]]![3]).toBe(0.75);
    expect(little.judges[A]!.record(0, 3).notDigit).toBe(0.75);
  });

  test('gives the readings of every judge, in its order, and the answers of every family', async () => {
    const { little } = await readTogether({ judges: [...judges].reverse(), temperatures: PLAIN }, images);
    expect(Object.keys(little.judges)).toEqual([B, A]);
    expect([...pickIntended(little.judges[A]!.probabilities, [3, 4])]).toEqual([0.5, 0]);
    expect(little.judges[B]!.record(1, 4)).toMatchObject({ forcedChoice: 1, notDigit: 0.75, top: 4 });
    expect(little.families).toEqual({
      [FAMILY_OF[A]]: little.judges[A]!.probabilities,
      [FAMILY_OF[B]]: little.judges[B]!.probabilities,
    });
  });

  test('has a judge that is left out read, and pools the others', async () => {
    const { little } = await readTogether({ judges, temperatures: PLAIN }, images, A);
    expect(little.probabilities).toEqual(little.judges[B]!.probabilities);
    expect(Object.keys(little.families)).toEqual([FAMILY_OF[B]]);
    expect([...pickIntended(little.judges[A]!.probabilities, [3, 3])]).toEqual([0.5, 0.5]);
  });

  test('refuses as many digits as there are no images', async () => {
    const panel = assemblePanel(judges, { version: 'v', temperatures: PLAIN });
    await expect(scoreImages(panel, images, [3])).rejects.toThrow(
      'scoreImages: expected 1 images of 784 pixels, got 1568 values',
    );
  });
});
