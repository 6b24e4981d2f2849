import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { drawKnownImages, measureAgreement } from '../../pipeline/makeJudges/measureAgreement.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { familyAgreement } from '../../pipeline/study/records.ts';
import { SOURCE } from './madeReader.ts';

describe('images whose answer is known', () => {
  const known = drawKnownImages(SOURCE, 3);
  const byCondition = (condition: string) =>
    known.answers.filter((_, row) => known.conditions[row] === condition);

  test('are as many of each condition: in noise, damaged, and no digits', () => {
    expect(known.images).toHaveLength(known.answers.length * PIXELS);
    const conditions = [...new Set(known.conditions)];
    expect(conditions).toEqual(expect.arrayContaining(['0.25 flipped', 'patches 3', 'scribble', 'tiles']));
    for (const condition of conditions) expect(byCondition(condition)).toHaveLength(3);
    expect(known.images.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('are digits but for the kinds that are none', () => {
    expect(byCondition('scribble')).toEqual([NOT_A_DIGIT, NOT_A_DIGIT, NOT_A_DIGIT]);
    for (const answer of byCondition('0.2 flipped')) expect(answer).toBeLessThan(NOT_A_DIGIT);
  });

  test('are the same again', () => {
    expect(drawKnownImages(SOURCE, 3)).toEqual(known);
  });
});

describe('agreement', () => {
  const count = 1000;
  const known = {
    images: new Float32Array(0),
    answers: Array.from({ length: count }, (_, row) => row % ANSWERS),
    conditions: Array.from({ length: count }, (_, row) => `kind ${row % 4}`),
  };
  const stream = openStream(0, 'agreement');
  /** P(right answer) of each image, above 1/2 where the reader is right; the rest goes to the next answer. */
  const draw = (accuracy: number) =>
    Array.from({ length: count }, () =>
      drawUniform(stream) < accuracy ? 0.6 + 0.4 * drawUniform(stream) : 0.4 * drawUniform(stream),
    );
  const tabulate = (right: readonly number[]) => {
    const table = new Float64Array(count * ANSWERS);
    known.answers.forEach((answer, row) => {
      table[row * ANSWERS + answer] = right[row]!;
      table[row * ANSWERS + ((answer + 1) % ANSWERS)] = 1 - right[row]!;
    });
    return table;
  };
  const [first, second] = [draw(0.8), draw(0.7)];
  const families = { network: tabulate(first), density: tabulate(second), shape: tabulate(first) };
  const pairs = measureAgreement(known, families);

  test('is written as its record is, so that what is made again is the same text', () => {
    for (const pair of pairs) expect(JSON.stringify(familyAgreement.parse(pair))).toBe(JSON.stringify(pair));
  });

  test('is of every pair of families', () => {
    expect(pairs.map((pair) => pair.families)).toEqual([
      ['network', 'density'],
      ['network', 'shape'],
      ['density', 'shape'],
    ]);
  });

  test('is near 0 where errors are independent, and its interval has 0 in it', () => {
    const { accuracies, kappa, kappaInterval, correlation, correlationInterval, images } = pairs[0]!;
    expect(images).toBe(count);
    expect(accuracies[0]).toBeCloseTo(0.8, 1);
    expect(accuracies[1]).toBeCloseTo(0.7, 1);
    expect(Math.abs(kappa!)).toBeLessThan(0.1);
    expect(kappaInterval![0]).toBeLessThan(0);
    expect(kappaInterval![1]).toBeGreaterThan(0);
    expect(Math.abs(correlation!)).toBeLessThan(0.1);
    expect(correlationInterval![1] - correlationInterval![0]).toBeLessThan(0.2);
  });

  test('is 1 of a family with itself', () => {
    expect(pairs[1]).toMatchObject({ kappa: 1, kappaInterval: [1, 1], pooledKappa: 1 });
    expect(pairs[1]!.correlation).toBeCloseTo(1, 12);
  });
});
