import { describe, expect, test } from 'vitest';
import { medianOrNull, summariseCounterfeits, summariseHints } from '../../pipeline/analysis/experiments.ts';
import type { Cell } from '../../pipeline/study/grid.ts';

const cell = (hidden: number, seed: number): Cell => ({
  name: `h${hidden}-b50-s${seed}`,
  arm: 'epochs',
  batch: 50,
  hidden,
  seed,
});
const none: (number | null)[] = Array.from({ length: 10 }, () => null);

test.each([
  [[3, 1, 2], 2],
  [[3, 1, null], 3],
  [[null, null, 1], null],
  [[1, null], null],
  [[2, 5], 3.5],
  [[], null],
])('the median of %j, null being more than anything, is %j', (values, expected) => {
  expect(medianOrNull(values)).toBe(expected);
});

describe('counterfeits', () => {
  const image = (digit: number, target: number | null, flips: (number | null)[]) => ({
    row: 0,
    digit,
    target,
    flips,
  });
  const record = (seed: number, images: ReturnType<typeof image>[], scores: number[][] | null = null) => ({
    cell: cell(8, seed),
    record: { tried: 9, images },
    scores: scores && {
      images: scores.map(([before, after, target]) => ({
        before: before!,
        after: after!,
        target: target ?? null,
      })),
    },
  });

  test('seeds are taken together; an image without counterfeit is unbroken at every budget', () => {
    const [summary] = summariseCounterfeits(
      [
        record(0, [image(1, 3, none.with(3, 2).with(4, 9)), image(2, null, none)]),
        record(1, [image(1, 0, none.with(0, 1)), image(7, 5, none.with(5, 2))]),
      ],
      3,
    );
    expect(summary).toMatchObject({ hidden: 8, batch: 50, images: 4, flips: 2, judged: null });
    expect(summary!.unbroken).toEqual([
      { flips: 0, share: 1 },
      { flips: 1, share: 0.75 },
      { flips: 2, share: 0.25 },
      { flips: 3, share: 0.25 },
    ]);
  });

  test('judges are asked of counterfeits alone, not of images that stayed as they were', () => {
    const images = [image(1, 3, none.with(3, 2)), image(2, null, none), image(4, 0, none.with(0, 1))];
    const [summary] = summariseCounterfeits(
      [
        record(0, images, [
          [0.9, 0.7, 0.1],
          [1, 1],
          [0.8, 0.2, 0.6],
        ]),
      ],
      3,
    );
    expect(summary!.judged).toEqual({
      images: 2,
      before: expect.closeTo(0.85, 12),
      after: expect.closeTo(0.45, 12),
      stillDigit: 0.5,
    });
  });
});

test('hints: shares are over all misread images of the seeds, by source and number of pixels', () => {
  const image = (idea: number | null) => ({ row: 0, digit: 1, fewest: { idea, mean: 4, random: null } });
  const record = (seed: number, ideas: (number | null)[], counts: number[]) => ({
    cell: cell(8, seed),
    record: {
      misread: 40,
      pixels: [0, 8],
      recognised: { idea: counts, mean: [0, 0], random: [0, 0] },
      images: ideas.map(image),
    },
    scores: { images: ideas.map(() => ({ before: 0.5, after: 0.75, target: null })) },
  });
  const [summary, ...rest] = summariseHints([record(0, [1, 3], [0, 2]), record(1, [null, 2], [0, 1])]);
  expect(rest).toEqual([]);
  expect(summary!.images).toBe(4);
  expect(summary!.curves.filter(({ source }) => source === 'idea')).toEqual([
    { source: 'idea', pixels: 0, share: 0 },
    { source: 'idea', pixels: 8, share: 0.75 },
  ]);
  expect(summary!.fewest).toEqual({ idea: 2.5, mean: 4, random: null });
  expect(summary!.judged).toEqual({ images: 3, before: 0.5, after: 0.75, stillDigit: null });
});
