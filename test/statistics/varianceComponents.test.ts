import { describe, expect, it } from 'vitest';
import { fillNormal, openStream, type Stream } from '../../pipeline/math/streams.ts';
import {
  estimateComponents,
  type NestedScores,
  shareVariance,
  VARIANCE_SOURCES,
} from '../../pipeline/statistics/varianceComponents.ts';

/** Standard deviations of each term, in the order of VARIANCE_SOURCES. */
type Deviations = readonly [number, number, number, number, number, number];

const drawNormals = (stream: Stream, count: number, deviation: number) => [
  ...fillNormal(stream, deviation, new Float32Array(count)),
];

/** Scores drawn from the model whose variances are estimated: C cells of S models, D digits of R starts. */
function drawScores(
  [C, S, D, R]: readonly [number, number, number, number],
  deviations: Deviations,
  seed: number,
): NestedScores {
  const counts = [C, D, C * D, C * S, C * S * D, C * S * D * R];
  const [cell, digit, cellDigit, model, modelDigit, start] = counts.map((count, at) =>
    drawNormals(openStream(seed, `test/${VARIANCE_SOURCES[at]}`), count, deviations[at]!),
  ) as [number[], number[], number[], number[], number[], number[]];
  const range = (count: number) => Array.from({ length: count }, (_, at) => at);
  return range(C).map((c) =>
    range(S).map((s) =>
      range(D).map((d) =>
        range(R).map((r) => {
          const m = c * S + s;
          return (
            cell[c]! +
            digit[d]! +
            cellDigit[c * D + d]! +
            (model[m]! + modelDigit[m * D + d]! + start[(m * D + d) * R + r]!)
          );
        }),
      ),
    ),
  );
}

describe('estimateComponents', () => {
  it('finds the variance of each source on average over many studies', () => {
    const deviations: Deviations = [0.5, 0.4, 0.3, 0.2, 0.25, 0.35];
    const sums = new Float64Array(6);
    const studies = 400;
    for (let seed = 0; seed < studies; seed++) {
      const found = estimateComponents(drawScores([4, 3, 5, 3], deviations, seed))!;
      for (const [at, source] of VARIANCE_SOURCES.entries()) sums[at]! += found[source] / studies;
    }
    // Unbiased; the largest, of four cells, has a standard error of about 0.012.
    for (const [at, deviation] of deviations.entries()) {
      expect(Math.abs(sums[at]! - deviation * deviation)).toBeLessThan(0.04);
    }
  });

  it('puts all of it where it is', () => {
    const found = (deviations: Deviations) => {
      const shares = shareVariance(estimateComponents(drawScores([3, 2, 4, 2], deviations, 1))!)!;
      return VARIANCE_SOURCES.filter((source) => shares[source] > 1e-9);
    };
    expect(found([1, 0, 0, 0, 0, 0])).toEqual(['cell']);
    expect(found([0, 1, 0, 0, 0, 0])).toEqual(['digit']);
    expect(found([1, 1, 0, 0, 0, 0])).toEqual(['cell', 'digit']);
  });

  it('is worked by hand for two cells, models, digits and starts', () => {
    // Only starts differ, by 2 each way: every group of two has a variance of 8, and all means are equal.
    const scores = [0, 1].map(() => [0, 1].map(() => [0, 1].map(() => [-2, 2])));
    const found = estimateComponents(scores)!;
    expect(found.start).toBe(8);
    expect(found.modelDigit).toBe(-4);
    expect([found.model, found.cellDigit, found.digit, found.cell].map(Math.abs)).toEqual([0, 0, 0, 0]);
    expect(shareVariance(found)!.start).toBe(1);
  });

  it('leaves starts out where there is one', () => {
    const found = estimateComponents(drawScores([3, 2, 4, 1], [1, 1, 1, 1, 1, 1], 2))!;
    expect(found.start).toBe(0);
    expect(found.modelDigit).toBeGreaterThan(0);
  });

  it('estimates nothing from one cell, one model a cell, one digit, or nothing', () => {
    for (const counts of [
      [1, 2, 2, 2],
      [2, 1, 2, 2],
      [2, 2, 1, 2],
      [0, 0, 0, 0],
    ] as const) {
      expect(estimateComponents(drawScores(counts, [1, 1, 1, 1, 1, 1], 0))).toBeNull();
    }
  });

  it('refuses a design that is not balanced', () => {
    const even = drawScores([2, 2, 2, 2], [1, 1, 1, 1, 1, 1], 0);
    const message = 'estimateComponents: expected as many models, digits and starts everywhere';
    expect(() => estimateComponents([even[0]!, even[1]!.slice(1)])).toThrow(message);
    expect(() => estimateComponents([even[0]!, even[1]!.map((model) => model.slice(1))])).toThrow(message);
  });

  it('has no shares where nothing varies', () => {
    const level = [0, 1].map(() => [0, 1].map(() => [0, 1].map(() => [0.5])));
    expect(shareVariance(estimateComponents(level)!)).toBeNull();
  });
});
