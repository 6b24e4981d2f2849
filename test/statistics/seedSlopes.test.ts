import { describe, expect, test } from 'vitest';
import { type ModelValue, seedSlopes } from '../../pipeline/statistics/seedSlopes.ts';

const HIDDEN = [16, 64, 256];
const BATCH = [100, 1000, 10_000];

/** Values of every cell of every seed. */
function makeRows(
  seeds: readonly number[],
  yOf: (hidden: number, batch: number, seed: number) => number,
): ModelValue[] {
  return seeds.flatMap((seed) =>
    HIDDEN.flatMap((hidden) => BATCH.map((batch) => ({ hidden, batch, seed, y: yOf(hidden, batch, seed) }))),
  );
}

/** log2 of the hidden and of the batch size from their means over the grid. */
const centred = (hidden: number, batch: number) => [Math.log2(hidden) - 6, Math.log2(batch / 1000)] as const;

/** A value with slopes of its own for each seed. */
const sloped = (hidden: number, batch: number, seed: number) => {
  const [h, b] = centred(hidden, batch);
  return 5 + seed + seed * h - 2 * seed * b + 0.5 * seed * h * b;
};

describe('seedSlopes', () => {
  test("finds each seed's slopes and their product", () => {
    const found = seedSlopes(makeRows([2, 1, 3], sloped));
    expect(found.seeds).toEqual([1, 2, 3]);
    expect(found.leftOut).toEqual([]);
    for (const [at, seed] of found.seeds.entries()) {
      expect(found.hidden![at]).toBeCloseTo(seed, 10);
      expect(found.batch![at]).toBeCloseTo(-2 * seed, 10);
      expect(found.interaction![at]).toBeCloseTo(0.5 * seed, 10);
    }
  });

  test('tells an interaction without main effects from main effects', () => {
    const found = seedSlopes(
      makeRows([0, 1], (hidden, batch) => centred(hidden, batch)[0] * centred(hidden, batch)[1]),
    );
    expect(found.hidden![0]).toBeCloseTo(0, 12);
    expect(found.batch![1]).toBeCloseTo(0, 12);
    expect(found.interaction).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  });

  test('leaves out and names a seed that lacks a cell', () => {
    const rows = makeRows([1, 2, 3], sloped).filter(({ seed, hidden }) => seed !== 2 || hidden !== 16);
    const found = seedSlopes(rows);
    expect(found).toMatchObject({ seeds: [1, 3], leftOut: [2] });
    expect(found.batch).toHaveLength(2);
  });

  test('fits the cells that are left where all seeds lack one', () => {
    const rows = makeRows([1, 2], sloped).filter(({ hidden, batch }) => hidden !== 16 || batch !== 100);
    const found = seedSlopes(rows);
    expect(found.leftOut).toEqual([]);
    expect(found.interaction![1]).toBeCloseTo(1, 10);
  });

  test('has no slope over what does not vary', () => {
    const line = seedSlopes(makeRows([1, 2], sloped).filter(({ hidden }) => hidden === 64));
    expect(line.hidden).toBeNull();
    expect(line.interaction).toBeNull();
    expect(line.batch).toEqual([expect.closeTo(-2, 10), expect.closeTo(-4, 10)]);
    expect(seedSlopes([])).toEqual({ seeds: [], hidden: null, batch: null, interaction: null, leftOut: [] });
  });

  test('has no slopes where no seed is complete, and refuses two values of a cell', () => {
    const rows = makeRows([1, 2], sloped).filter(({ seed, hidden }) => hidden !== (seed === 1 ? 16 : 64));
    expect(seedSlopes(rows)).toMatchObject({ seeds: [], batch: null, leftOut: [1, 2] });
    const [first] = rows;
    expect(() => seedSlopes([first!, first!])).toThrow(
      'seedSlopes: expected one value a cell, got several of seed 1',
    );
  });
});
