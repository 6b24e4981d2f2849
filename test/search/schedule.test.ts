import { describe, expect, test } from 'vitest';
import { temperatureAt } from '../../pipeline/search/schedule.ts';

const along = (name: 'geometric' | 'linear', from: number, to: number, n: number) =>
  Array.from({ length: n }, (_, k) => temperatureAt({ name, from, to }, k, n));

describe('the temperature of a proposal', () => {
  test('falls by a constant amount in the linear schedule', () => {
    expect(along('linear', 4, 1, 4)).toEqual([4, 3, 2, 1]);
  });

  test('falls by a constant factor in the geometric schedule', () => {
    expect(along('geometric', 8, 1, 4)).toEqual([8, 4, 2, 1].map((t) => expect.closeTo(t, 12)));
  });

  test('is that of the start for a single proposal, and 0 where nothing is warm', () => {
    expect(along('linear', 4, 1, 1)).toEqual([4]);
    expect(temperatureAt({ name: 'zero' }, 3, 10)).toBe(0);
  });
});
