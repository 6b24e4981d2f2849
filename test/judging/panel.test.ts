import { describe, expect, test } from 'vitest';
import { type FrozenJudge, findTemperature, scoreVersion } from '../../pipeline/judging/frozen.ts';
import type { Judge } from '../../pipeline/judging/judge.ts';
import { assemblePanel, scoreImages } from '../../pipeline/judging/panel.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { makeCard } from './madeCard.ts';

const freeze = (name: 'kde' | 'cnn', text: string, weights: Uint8Array | null = null): FrozenJudge => ({
  name,
  record: {
    calibration: { temperature: 1, none: [1, 0, 0, 0, 0, 0] },
    typicality: null,
    card: makeCard(name),
  },
  recordBytes: new TextEncoder().encode(text),
  weights,
});
const kde = freeze('kde', 'a record');
const cnn = freeze('cnn', 'another', Uint8Array.of(1, 2, 3));

describe('the version of scores', () => {
  test('names the judges in alphabetical order, and does not depend on theirs', () => {
    expect(scoreVersion([kde], 1)).toMatch(/^kde-[0-9a-f]{8}$/);
    expect(scoreVersion([kde, cnn], 1)).toMatch(/^cnn\+kde-[0-9a-f]{8}$/);
    expect(scoreVersion([cnn, kde], 1)).toBe(scoreVersion([kde, cnn], 1));
  });

  test.each([
    ['a byte of a record', freeze('cnn', 'anothen', Uint8Array.of(1, 2, 3))],
    ['a byte of weights', freeze('cnn', 'another', Uint8Array.of(1, 2, 4))],
    ['where the one ends and the other begins', freeze('cnn', 'another\u0001', Uint8Array.of(2, 3))],
  ])('changes with %s', (_, changed) => {
    expect(scoreVersion([changed, kde], 1)).not.toBe(scoreVersion([cnn, kde], 1));
  });

  test('changes with the temperature', () => {
    expect(scoreVersion([cnn, kde], 0.7)).not.toBe(scoreVersion([cnn, kde], 0.71));
  });
});

describe('the temperature of a panel', () => {
  const temperatures = [{ scoreVersion: scoreVersion([kde, cnn], 0.7), temperature: 0.7 }];

  test('is that which was frozen for its judges, and 1 for a judge alone', () => {
    expect(findTemperature({ temperatures }, [cnn, kde])).toBe(0.7);
    expect(findTemperature({ temperatures }, [cnn])).toBe(1);
  });

  test('is unknown for judges that have changed since', () => {
    expect(findTemperature({ temperatures }, [freeze('kde', 'another record'), cnn])).toBeNull();
  });
});

test('the panel’s score is pooled from its judges’, "not a digit" allowed', async () => {
  const answering = (name: string, digit: number, p: number): Judge => ({
    name,
    probabilities: async (images) => {
      const answers = new Float64Array((images.length / PIXELS) * 11);
      for (let row = 0; row < answers.length; row += 11) {
        answers[row + digit] = p;
        answers[row + 10] = 1 - p;
      }
      return answers;
    },
    read: () => Promise.reject(new Error('not asked')),
    dispose: async () => undefined,
  });
  const judges = [answering('a', 3, 0.5), answering('b', 4, 0.25)];
  const images = new Float32Array(2 * PIXELS);
  const scores = await scoreImages({ judges, temperature: 1 }, images, [3, 4]);
  expect([...scores.panel]).toEqual([0.25, 0.125]);
  const panel = assemblePanel(judges, { version: 'v', temperature: 0.5 });
  const sure = await scoreImages(panel, images, [3, 4]);
  // Means 2/8, 1/8 and 5/8 for "not a digit", squared: 4, 1 and 25 of 30.
  expect([...sure.panel]).toEqual([expect.closeTo(4 / 30, 12), expect.closeTo(1 / 30, 12)]);
  expect((await panel.probabilities(images))[10]).toBeCloseTo(25 / 30, 12);
  expect([...scores.judges.a!]).toEqual([0.5, 0]);
  expect([...scores.notDigit.b!]).toEqual([0.75, 0.75]);
});
