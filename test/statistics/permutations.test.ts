import { describe, expect, test } from 'vitest';
import { openStream } from '../../pipeline/math/streams.ts';
import { permuteWithinBlocks } from '../../pipeline/statistics/blockPermutation.ts';
import { holm, inFixedOrder, leastFlipP, maxT } from '../../pipeline/statistics/multiplicity.ts';
import { peers } from './oracles/oracles.ts';

const OPTIONS = { permutations: 999, seed: 0 };
const BATCH = [100, 1000, 10_000];
const HIDDEN = [16, 64, 256, 1024];

/** Rows of y[seed][hidden][batch]. */
const toRows = (y: readonly (readonly (readonly number[])[])[], batches = BATCH) =>
  y.flatMap((bySeed, seed) =>
    bySeed.flatMap((line, h) =>
      line.map((value, b) => ({ hidden: HIDDEN[h]!, batch: batches[b]!, seed, y: value })),
    ),
  );

/** Noise [seeds][4][3]. */
const drawNoise = (seed: number, seeds: number) => {
  const stream = openStream(seed, 'test/noise');
  return Array.from({ length: seeds }, () =>
    HIDDEN.map(() => BATCH.map(() => stream.nextUint32() / 4294967296)),
  );
};

describe('permuteWithinBlocks', () => {
  test('counts what going through all of them counts', () => {
    const found = permuteWithinBlocks(toRows(peers.blocks.y), OPTIONS)!;
    expect(found.isExact).toBe(true);
    expect(found.permutations).toBe(peers.blocks.permutations);
    expect(found.p).toBeCloseTo(peers.blocks.enumerated, 12);
  });

  test("is scipy's permutation_test of one block, and of pairs", () => {
    const { y } = peers.blocks;
    expect(permuteWithinBlocks(toRows([[y[0]![0]!]]), OPTIONS)!.p).toBeCloseTo(peers.oneBlock, 12);
    const pairs = y.map((bySeed) => bySeed.map((line) => [line[0]!, line[2]!]));
    expect(permuteWithinBlocks(toRows(pairs, [100, 10_000]), OPTIONS)!.p).toBeCloseTo(peers.pairs, 12);
  });

  test('draws where there are too many, and is then near the exact p', () => {
    const [few, many] = [drawNoise(5, 3), drawNoise(5, 5)];
    const exact = permuteWithinBlocks(toRows(few), OPTIONS)!;
    expect(exact).toMatchObject({ isExact: true, permutations: 2_176_782_336 });
    const drawn = permuteWithinBlocks(toRows(many), { permutations: 999, seed: 3 })!;
    expect(drawn).toMatchObject({ isExact: false, permutations: 999 });
    // A share of 1,000 draws: whole thousandths, never 0.
    expect(drawn.p * 1000).toBeCloseTo(Math.round(drawn.p * 1000), 9);
    const clear = many.map((bySeed) => bySeed.map((line) => line.map((value, at) => value + 5 * at)));
    expect(permuteWithinBlocks(toRows(clear), OPTIONS)!.p).toBe(0.001);
    expect(permuteWithinBlocks(toRows(many), { permutations: 999, seed: 3 })).toEqual(drawn);
  });

  test('is exact p of a clear effect: two of all arrangements', () => {
    const y = [[[1, 2, 3]], [[1, 2, 3]]];
    expect(permuteWithinBlocks(toRows(y), OPTIONS)).toEqual({ p: 2 / 36, isExact: true, permutations: 36 });
  });

  test('has p = 1 of equal values, and none of one batch size or without a complete seed', () => {
    expect(permuteWithinBlocks(toRows([[[1, 1, 1]]]), OPTIONS)!.p).toBe(1);
    expect(permuteWithinBlocks(toRows([[[1]]]), OPTIONS)).toBeNull();
    expect(permuteWithinBlocks([], OPTIONS)).toBeNull();
  });
});

describe('holm', () => {
  test('is that of statsmodels', () => {
    const found = holm(peers.holm.p) as number[];
    for (const [at, p] of found.entries()) expect(p).toBeCloseTo(peers.holm.adjusted[at]!, 12);
  });

  test('leaves out what was not tested', () => {
    expect(holm([0.04, null, 0.02])).toEqual([0.04, null, 0.04]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([null])).toEqual([null]);
  });
});

describe('inFixedOrder', () => {
  test('ends with the first that is not shown, or not tested', () => {
    expect(inFixedOrder([0.01, 0.03, 0.02, 0.2, 0.001])).toEqual([0.01, 0.03, 0.03, 0.2, 0.2]);
    expect(inFixedOrder([0.01, null, 0.02])).toEqual([0.01, null, null]);
  });
});

describe('maxT', () => {
  test('is the step-down of all flips by its definition', () => {
    const found = maxT(peers.maxT.hypotheses, OPTIONS) as number[];
    for (const [at, p] of found.entries()) expect(p).toBeCloseTo(peers.maxT.adjusted[at]!, 12);
  });

  test("is scipy's permutation_test where there is one hypothesis", () => {
    for (const [at, values] of peers.maxT.hypotheses.entries()) {
      expect(maxT([values], OPTIONS)[0]).toBeCloseTo(peers.maxT.single[at]!, 12);
    }
  });

  test('costs equal hypotheses nothing, and unlike ones something', () => {
    const [first, second] = peers.maxT.hypotheses as [number[], number[], number[]];
    const [alone] = maxT([first], OPTIONS);
    expect(maxT([first, first], OPTIONS)).toEqual([alone, alone]);
    expect(maxT([second, first], OPTIONS)[1]).toBeGreaterThanOrEqual(alone!);
  });

  test('can never show less than its blocks allow', () => {
    expect(leastFlipP(3)).toBe(0.25);
    expect(maxT([[5, 5.1, 5.2]], OPTIONS)).toEqual([0.25]);
    expect(leastFlipP(6)).toBe(0.03125);
  });

  test('draws flips where there are many blocks', () => {
    const values = Array.from({ length: 20 }, (_, at) => 1 + (at % 3));
    expect(maxT([values, values.map((value, at) => (at % 2 ? value : -value))], OPTIONS)[0]).toBe(0.001);
  });

  test('has null for what has fewer than two values, and keeps blocks apart that lack one', () => {
    expect(
      maxT(
        [
          [1, 2, 3],
          [null, null, 4],
          [null, 2, 3],
        ],
        OPTIONS,
      ),
    ).toEqual([0.5, null, 0.5]);
    expect(maxT([], OPTIONS)).toEqual([]);
    expect(() => maxT([[1, 2], [1]], OPTIONS)).toThrow('maxT: expected as many blocks for every hypothesis');
  });
});
