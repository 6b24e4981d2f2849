import { expect, test } from 'vitest';
import { wilsonInterval } from '../../pipeline/statistics/wilsonInterval.ts';
import { peers } from './oracles/oracles.ts';

test.each(peers.shares)('of $k of $n is as statsmodels has it', ({ k, n, interval }) => {
  const found = wilsonInterval(k, n);
  expect(found[0]).toBeCloseTo(interval[0]!, 12);
  expect(found[1]).toBeCloseTo(interval[1]!, 12);
});

test('refuses what is no share', () => {
  expect(() => wilsonInterval(0, 0)).toThrow('expected 0 <= k <= n and n above 0, got k 0 and n 0');
  expect(() => wilsonInterval(3, 2)).toThrow('got k 3 and n 2');
});
