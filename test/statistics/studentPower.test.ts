import { describe, expect, test } from 'vitest';
import { studentPower } from '../../pipeline/statistics/studentPower.ts';
import { peers } from './oracles/oracles.ts';

describe('studentPower', () => {
  test.each(peers.power)('is that of statsmodels for $effect standard deviations and $n blocks', (one) => {
    expect(studentPower(one.effect * Math.sqrt(one.n), one.n - 1)).toBeCloseTo(one.power, 5);
    expect(studentPower(-one.effect * Math.sqrt(one.n), one.n - 1)).toBeCloseTo(one.power, 5);
  });

  test('is the level where there is no effect, and grows with it', () => {
    for (const freedom of [1, 2, 9, 500]) expect(studentPower(0, freedom)).toBeCloseTo(0.05, 6);
    expect(studentPower(2, 4)).toBeGreaterThan(studentPower(1, 4));
    expect(() => studentPower(1, 0)).toThrow('studentPower: expected freedom from 1, got 0');
  });
});
