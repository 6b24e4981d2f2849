import { describe, expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { meanKappa, type PairedAnswers, pooledKappa } from '../../pipeline/statistics/kappa.ts';

/** Answers from a table of counts: both right, only the first, only the second, neither. */
function tabulate(counts: readonly number[]): PairedAnswers {
  const kinds = [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const;
  const rows = counts.flatMap((count, kind) => Array.from({ length: count }, () => kinds[kind]!));
  return {
    first: rows.map(([first]) => first),
    second: rows.map(([, second]) => second),
    conditions: rows.map(() => 'one'),
  };
}

const join = (...all: PairedAnswers[]): PairedAnswers => ({
  first: all.flatMap(({ first }) => first),
  second: all.flatMap(({ second }) => second),
  conditions: all.flatMap(({ first }, k) => first.map(() => `condition ${k}`)),
});

describe('kappa', () => {
  test.each([
    // Of 50: 35 alike; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; (0.7 - 0.5) / 0.5. The example of Wikipedia's article.
    [[20, 5, 10, 15], 0.4],
    [[81, 9, 9, 1], 0],
    [[30, 0, 0, 10], 1],
    [[0, 20, 20, 0], -1],
    // One reader always right: nothing beyond chance.
    [[15, 5, 0, 0], 0],
  ] as const)('of the counts %j is %d', (counts, kappa) => {
    expect(pooledKappa(tabulate(counts))).toBeCloseTo(kappa, 12);
    expect(meanKappa(tabulate(counts))).toBeCloseTo(kappa, 12);
  });

  test.each([[[12, 0, 0, 0]], [[0, 0, 0, 12]], [[0, 0, 0, 0]]] as const)(
    'of the counts %j is undefined',
    (counts) => {
      expect(pooledKappa(tabulate(counts))).toBeNull();
      expect(meanKappa(tabulate(counts))).toBeNull();
    },
  );

  test('of readers whose errors are independent is near 0 within conditions, and not where hard and easy are pooled', () => {
    const stream = openStream(0, 'kappa');
    const draw = (accuracy: number) => Array.from({ length: 4000 }, () => drawUniform(stream) < accuracy);
    const of = (accuracy: number) => ({ first: draw(accuracy), second: draw(accuracy), conditions: [] });
    const answers = join(of(0.95), of(0.2));
    expect(Math.abs(meanKappa(answers)!)).toBeLessThan(0.04);
    // Half of the images are hard: p = q = 0.575, o = 0.7925 on average, e = 0.51125.
    expect(pooledKappa(answers)!).toBeCloseTo((0.7925 - 0.51125) / (1 - 0.51125), 1);
  });

  test('leaves a condition out that has none, and counts an image as often as it is drawn', () => {
    const answers = join(tabulate([20, 5, 10, 15]), tabulate([7, 0, 0, 0]));
    expect(meanKappa(answers)).toBeCloseTo(0.4, 12);
    const rows = [0, 0, 20, 25, 35, 35];
    expect(pooledKappa(answers, rows)).toBeCloseTo(pooledKappa(tabulate([2, 1, 1, 2]))!, 12);
  });
});
