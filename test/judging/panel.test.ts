import { describe, expect, test } from 'vitest';
import { type FrozenJudge, scoreVersion } from '../../pipeline/judging/frozen.ts';
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
    expect(scoreVersion([kde])).toMatch(/^kde-[0-9a-f]{8}$/);
    expect(scoreVersion([kde, cnn])).toMatch(/^cnn\+kde-[0-9a-f]{8}$/);
    expect(scoreVersion([cnn, kde])).toBe(scoreVersion([kde, cnn]));
  });

  test.each([
    ['a byte of a record', freeze('cnn', 'anothen', Uint8Array.of(1, 2, 3))],
    ['a byte of weights', freeze('cnn', 'another', Uint8Array.of(1, 2, 4))],
    ['where the one ends and the other begins', freeze('cnn', 'another\u0001', Uint8Array.of(2, 3))],
  ])('changes with %s', (_, changed) => {
    expect(scoreVersion([changed, kde])).not.toBe(scoreVersion([cnn, kde]));
  });
});

test('the panel’s score is the mean of its judges’, "not a digit" allowed', async () => {
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
  const panel = assemblePanel([answering('a', 3, 0.5), answering('b', 4, 0.25)], 'v');
  const scores = await scoreImages(panel, new Float32Array(2 * PIXELS), [3, 4]);
  expect([...scores.panel]).toEqual([0.25, 0.125]);
  expect([...scores.judges.a!]).toEqual([0.5, 0]);
  expect([...scores.notDigit.b!]).toEqual([0.75, 0.75]);
});
