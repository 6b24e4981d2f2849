import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT, pickIntended } from '../../pipeline/judging/answers.ts';
import type { Judge } from '../../pipeline/judging/judge.ts';
import {
  AS_POOLED,
  assemblePanel,
  calibratePool,
  meanOver,
  poolFamilies,
  readTogether,
  scoreImages,
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

/** Squares the digits and the odds of "not a digit". */
const SQUARED = { temperature: 0.5, none: [2, 0, 0, 0, 0, 0] };

describe('a calibrated pool', () => {
  const pooled = meanOver([one, other]);

  test('stays as it is pooled where nothing is to be changed, to the bit', () => {
    expect(calibratePool(pooled, AS_POOLED.little)).toEqual(pooled);
  });

  test('is powers of the digits, and of the odds of "not a digit"', () => {
    // The odds of none are 1 to 9, squared 1 to 81; the digits 6 to 3, squared 36 to 9.
    const calibrated = calibratePool(pooled, SQUARED);
    expect(calibrated[NOT_A_DIGIT]).toBeCloseTo(1 / 82, 12);
    expect(calibrated[3]).toBeCloseTo((81 / 82) * (36 / 45), 12);
    expect(calibrated[5]).toBeCloseTo((81 / 82) * (9 / 45), 12);
    expect(calibrated[0]).toBeCloseTo(0, 12);
  });

  test('moves the odds of "not a digit" by what is added', () => {
    const calibrated = calibratePool(pooled, { temperature: 1, none: [1, 0, 0, Math.log(3), 0, 0] });
    expect(calibrated[NOT_A_DIGIT]).toBeCloseTo(3 / 12, 12);
    expect(calibrated[3]).toBeCloseTo((9 / 12) * (6 / 9), 12);
  });

  test('keeps the order of digits at any temperature', () => {
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    const weights = fc.array(weight, { minLength: ANSWERS, maxLength: ANSWERS });
    fc.assert(
      fc.property(weights, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, temperature) => {
        const sum = values.reduce((a, b) => a + b, 0);
        fc.pre(sum - values[NOT_A_DIGIT]! > 1e-6);
        const before = Float64Array.from(values, (value) => value / sum);
        const after = calibratePool(before, { temperature, none: [2, 0, 0, 1, 0, 0] });
        expect(after.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        const digits = (table: Float64Array) => table.subarray(0, NOT_A_DIGIT);
        const largest = before.indexOf(Math.max(...digits(before)));
        expect(after[largest]).toBe(Math.max(...digits(after)));
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

  test('scores what is pooled from its judges at little noise, "not a digit" allowed', async () => {
    const plain = assemblePanel(judges, { version: 'v', calibrations: { ...AS_POOLED, much: SQUARED } });
    expect([...(await scoreImages(plain, images, [3, 4]))]).toEqual([0.25, 0.125]);
    const sure = assemblePanel(judges, { version: 'v', calibrations: { ...AS_POOLED, little: SQUARED } });
    // Means 2/8, 1/8 and 5/8 for "not a digit": odds of 5 to 3, squared 25 to 9; digits 2 to 1, squared 4 to 1.
    expect([...(await scoreImages(sure, images, [3, 4]))]).toEqual([
      expect.closeTo((9 / 34) * (4 / 5), 12),
      expect.closeTo((9 / 34) * (1 / 5), 12),
    ]);
    expect((await sure.probabilities(images))[10]).toBeCloseTo(25 / 34, 12);
  });

  test('pools each tolerance by itself, by its own calibration', async () => {
    const [lenient, strict] = [answering(A, 3, 0.75), answering(A, 3, 0.25)];
    const torn: Judge = {
      ...strict,
      read: async (x) => ({ little: (await strict.read(x)).little, much: (await lenient.read(x)).much }),
    };
    const calibrations = { ...AS_POOLED, much: SQUARED };
    const { little, much } = await readTogether({ judges: [torn, judges[1]!], calibrations }, images);
    // Means 2/16, 2/16 and 12/16; 6/16, 2/16 and 8/16: odds of 1 to 1, digits 3 to 1, squared 9 to 1.
    expect([...pickIntended(little.probabilities, [3, 4])]).toEqual([0.125, 0.125]);
    expect(pickIntended(much.probabilities, [3])[0]).toBeCloseTo((1 / 2) * (9 / 10), 12);
    expect(much.families[FAMILY_OF[A]]![3]).toBe(0.75);
    expect(little.judges[A]!.record(0, 3).notDigit).toBe(0.75);
  });

  test('gives the readings of every judge, in its order, and the answers of every family', async () => {
    const { little } = await readTogether({ judges: [...judges].reverse(), calibrations: AS_POOLED }, images);
    expect(Object.keys(little.judges)).toEqual([B, A]);
    expect([...pickIntended(little.judges[A]!.probabilities, [3, 4])]).toEqual([0.5, 0]);
    expect(little.judges[B]!.record(1, 4)).toMatchObject({ forcedChoice: 1, notDigit: 0.75, top: 4 });
    expect(little.families).toEqual({
      [FAMILY_OF[A]]: little.judges[A]!.probabilities,
      [FAMILY_OF[B]]: little.judges[B]!.probabilities,
    });
  });

  test('refuses as many digits as there are no images', async () => {
    const panel = assemblePanel(judges, { version: 'v', calibrations: AS_POOLED });
    await expect(scoreImages(panel, images, [3])).rejects.toThrow(
      'scoreImages: expected 1 images of 784 pixels, got 1568 values',
    );
  });
});
