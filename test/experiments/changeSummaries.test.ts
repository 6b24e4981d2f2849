import { describe, expect, test } from 'vitest';
import { medianOrNull } from '../../pipeline/experiments/changedImages.ts';
import type { CounterfeitScores } from '../../pipeline/experiments/counterfeits/counterfeitsRecord.ts';
import {
  listCounterfeitRows,
  summariseCounterfeits,
} from '../../pipeline/experiments/counterfeits/counterfeitsSummary.ts';
import { listHintRows, summariseHints } from '../../pipeline/experiments/hints/hintsSummary.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { type Model, nameCell } from '../../pipeline/study/grid.ts';

const model = (hidden: number, seed: number): Model => {
  const cell = nameCell(completeSettings({ hidden, batch: 50 }));
  return { name: `${cell.name}-s${seed}`, cell, settings: cell.settings, seed };
};
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
  const counterfeit = (target: number, flips: number, digitProbability = 0.5, targetProbability = 0.25) => ({
    ...{ target, flips, digitProbability, targetProbability },
  });
  const record = (
    seed: number,
    images: ReturnType<typeof image>[],
    scores: CounterfeitScores['images'] | null = null,
  ) => ({
    model: model(8, seed),
    record: { tried: 9, images },
    scores: scores && { images: scores },
  });

  test('seeds are taken together; an image without counterfeit is unbroken at every budget', () => {
    const [summary] = summariseCounterfeits(
      [
        record(0, [image(1, 3, none.with(3, 2).with(4, 9)), image(2, null, none)]),
        record(1, [image(1, 0, none.with(0, 1)), image(7, 5, none.with(5, 2))]),
      ],
      3,
    );
    expect(summary).toMatchObject({ cell: { name: 'h8-b50' }, images: 4, budget: 3, flips: 2, judged: null });
    expect(summary!.unbroken).toEqual([
      { flips: 0, share: 1 },
      { flips: 1, share: 0.75 },
      { flips: 2, share: 0.25 },
      { flips: 3, share: 0.25 },
    ]);
  });

  // Unnoticed: the nearest (2 flips); none; one of 3 flips where the nearest takes 1; none for want of a counterfeit.
  const judged = record(
    0,
    [
      image(1, 3, none.with(3, 2)),
      image(2, 6, none.with(6, 1)),
      image(4, 0, none.with(0, 1).with(9, 3)),
      image(5, null, none),
    ],
    [
      { before: 0.9, nearest: counterfeit(3, 2, 0.7, 0.1), unnoticed: counterfeit(3, 2, 0.7, 0.1) },
      { before: 0.8, nearest: counterfeit(6, 1, 0.1, 0.7), unnoticed: null },
      { before: 0.7, nearest: counterfeit(0, 1, 0.4, 0.4), unnoticed: counterfeit(9, 3) },
      { before: 0.2, nearest: null, unnoticed: null },
    ],
  );

  test('with the judges only counterfeits count that they still call the digit', () => {
    const [summary] = summariseCounterfeits([judged], 3);
    // Alone: 2, 1, 1 and none. With the judges: 2, none, 3 and none; the median of 2, 3, more and more is more.
    expect(summary!.flips).toBe(1.5);
    expect(summary!.unbroken.map(({ share }) => share)).toEqual([1, 0.5, 0.25, 0.25]);
    expect(summary!.judged).toMatchObject({ images: 4, flips: null });
    expect(summary!.judged!.unbroken.map(({ share }) => share)).toEqual([1, 1, 0.75, 0.5]);
  });

  test('the nearest counterfeits are those of broken images alone, and are held against the judges', () => {
    expect(summariseCounterfeits([judged], 3)[0]!.judged!.nearest).toEqual({
      images: 3,
      before: expect.closeTo(0.8, 12),
      after: expect.closeTo(0.4, 12),
      target: expect.closeTo(0.4, 12),
      stillDigit: expect.closeTo(1 / 3, 12),
    });
  });

  test('the rows of a model have every number of flips; what is not known is null', () => {
    const empty = record(2, []);
    const unjudged = record(1, [image(1, 0, none.with(0, 1))]);
    const rows = listCounterfeitRows([judged, unjudged, empty], 2);
    expect(
      rows.map(({ model: { seed }, fields: { flips, unbroken, unbrokenJudged } }) => [
        seed,
        flips,
        unbroken,
        unbrokenJudged,
      ]),
    ).toEqual([
      [0, 0, 1, 1],
      [0, 1, 0.5, 1],
      [0, 2, 0.25, 0.75],
      [1, 0, 1, null],
      [1, 1, 0, null],
      [1, 2, 0, null],
      [2, 0, null, null],
      [2, 1, null, null],
      [2, 2, null, null],
    ]);
  });

  test('a model that reads no image right is summed up without curve and median', () => {
    const [summary] = summariseCounterfeits([record(0, [], [])], 3);
    expect(summary).toMatchObject({ images: 0, flips: null, unbroken: [], judged: null });
  });
});

describe('hints', () => {
  const image = (idea: number | null) => ({ row: 0, digit: 1, fewest: { idea, mean: 4, random: null } });
  const score = (before: number, fewest: number, idea: number, mean: number, random: number) => ({
    ...{ before, fewest },
    borrowed: { idea, mean, random },
  });
  const record = (seed: number, ideas: (number | null)[], k: 0 | 1) => ({
    model: model(8, seed),
    record: {
      misread: 40,
      pixels: [0, 8],
      recognised: { idea: [0, [2, 1][k]!], mean: [0, k], random: [0, 0] },
      enough: { idea: [2, 2], mean: [2, [1, 0][k]!], random: [2, 2] },
      images: ideas.map(image),
    },
    scores: { images: [score(0.1, 0.3, 0.5, 0.6, 0.2), score(0.3, 0.7, 0.7, 0.8, 0)] },
  });
  const records = [record(0, [1, 3], 0), record(1, [null, 2], 1)];
  const [summary, ...rest] = summariseHints(records);

  test('shares are over all misread images of the seeds, by source and number of pixels', () => {
    expect(rest).toEqual([]);
    expect(summary!.images).toBe(4);
    expect(summary!.curves).toEqual([
      { source: 'idea', pixels: 0, share: 0, enough: 1 },
      { source: 'idea', pixels: 8, share: 0.75, enough: 1 },
      { source: 'mean', pixels: 0, share: 0, enough: 1 },
      { source: 'mean', pixels: 8, share: 0.25, enough: 0.25 },
      { source: 'random', pixels: 0, share: 0, enough: 1 },
      { source: 'random', pixels: 8, share: 0, enough: 1 },
    ]);
    expect(summary!.fewest).toEqual({ idea: 2.5, mean: 4, random: null });
  });

  test('judges: fewest pixels over the images that they help, borrowed pixels over all', () => {
    // Helped: both images of seed 0 and the second of seed 1.
    expect(summary!.judgedFewest).toEqual({
      images: 3,
      before: expect.closeTo((0.1 + 0.3 + 0.3) / 3, 12),
      after: expect.closeTo((0.3 + 0.7 + 0.7) / 3, 12),
    });
    const of = (after: number) => ({
      images: 4,
      before: expect.closeTo(0.2, 12),
      after: expect.closeTo(after, 12),
    });
    expect(summary!.judgedBorrowed).toEqual({ idea: of(0.6), mean: of(0.7), random: of(0.1) });
  });

  test('without scores nothing is said of judges', () => {
    const [unjudged] = summariseHints(records.map((one) => ({ ...one, scores: null })));
    expect(unjudged).toMatchObject({ judgedFewest: null, judgedBorrowed: null });
  });

  test('the rows of a model have every source and number of pixels', () => {
    const rows = listHintRows(records).filter(({ fields }) => fields.pixels === 8);
    expect(
      rows.map(({ model: { seed }, fields: { source, images, recognised } }) => [
        seed,
        source,
        images,
        recognised,
      ]),
    ).toEqual([
      [0, 'idea', 2, 2],
      [0, 'mean', 2, 0],
      [0, 'random', 2, 0],
      [1, 'idea', 2, 1],
      [1, 'mean', 2, 1],
      [1, 'random', 2, 0],
    ]);
  });
});
