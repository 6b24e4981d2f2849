import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from '../../../pipeline/math/heap.ts';
import { renderScale, repeatTimes } from '../../../pipeline/queue/simulation/scaleTable.ts';
import { type Cluster, simulateWorkers } from '../../../pipeline/queue/simulation/simulateWorkers.ts';

/** A cluster of which nothing but the models takes time. */
const BARE: Cluster = {
  ...{ models: [4, 3, 2, 1], workers: 1, take: 0, finish: 0, put: 0, gather: 0, bytes: 10 },
  ...{ untilLost: Number.POSITIVE_INFINITY, lostAfter: 30, replaced: 60, restarts: 0, away: 0, seed: 0 },
};

test.each([
  // One after the other; 4 | 3 2 1 beside each other, by hand; as many workers as models, and more.
  [{}, 10],
  [{ workers: 2 }, 5],
  [{ workers: 4 }, 4],
  [{ workers: 9 }, 4],
  // Everything else one after the other on one worker: 10 + 4 x (1 + 2) before the last is told, and 3 + 0.5 of the end of that.
  [{ take: 1, put: 2, finish: 3, gather: 0.5 }, 10 + 4 * 3 + 3 * 3 + 3.5],
  // Redis gives out one a second: the last model begins after 4.
  [{ workers: 4, take: 1 }, 5],
  // Away from 2.5 to 22.5: the models of 2 and of 1 are given out then.
  [{ workers: 2, restarts: 1, away: 20 }, 24.5],
  // The sweep gathers one after the other, from 1 on.
  [{ models: [1, 1, 1], workers: 3, gather: 5 }, 16],
])('%j takes %s seconds', (changes, seconds) => {
  expect(simulateWorkers({ ...BARE, ...changes }).makespan).toBeCloseTo(seconds, 9);
});

test('every model is computed, however many workers are lost; the same seed loses the same', () => {
  const cluster = { ...BARE, models: new Array<number>(500).fill(60), workers: 7, untilLost: 200, seed: 3 };
  const one = simulateWorkers(cluster);
  expect(one.lost).toBeGreaterThan(50);
  expect(one.makespan).toBeGreaterThan(one.ideal);
  // Three times its bytes for each model: written, read back, gathered.
  expect(one.meanBytes * one.makespan).toBeCloseTo(500 * 3 * 10, 6);
  expect(simulateWorkers(cluster)).toEqual(one);
  expect(simulateWorkers({ ...cluster, seed: 4 }).makespan).not.toBe(one.makespan);
});

test('how often workers are lost is as the exponential distribution says', () => {
  // Short models: a model of t seconds is lost with 1 - exp(-t / mean), and again as often.
  const cluster = { ...BARE, models: new Array<number>(20_000).fill(10), workers: 50, untilLost: 100 };
  const chance = 1 - Math.exp(-0.1);
  const wanted = (20_000 * chance) / (1 - chance);
  expect(Math.abs(simulateWorkers(cluster).lost - wanted)).toBeLessThan(4 * Math.sqrt(wanted * (1 + chance)));
});

test('a heap gives what is smallest first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new Heap<number>((a, b) => a < b);
      for (const number of numbers) heap.push(number);
      expect(Array.from(numbers, () => heap.pop())).toEqual([...numbers].sort((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('measured times are repeated, longest first, and the table has a row for each number of workers', () => {
  expect(repeatTimes([1, 3, 2], 5)).toEqual([3, 3, 2, 1, 1]);
  const { workers: _, ...setting } = BARE;
  expect(renderScale(setting).split('\n')).toHaveLength(2 + 4);
});
