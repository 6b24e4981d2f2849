import { expect, test } from 'vitest';
import { measurePace, scaleByPace, type TimedModel } from '../../pipeline/sweep/pace.ts';

const timed = (
  [trainSeconds, ideasSeconds]: [number | null, number | null],
  [training, search]: [number, number],
  experiments: Readonly<Record<string, [taken: number | null, predicted: number]>> = {},
): TimedModel => ({
  times: {
    ...{ trainSeconds, ideasSeconds, isFirstOfProcess: false },
    experimentsSeconds: Object.fromEntries(
      Object.entries(experiments).flatMap(([name, [taken]]) => (taken === null ? [] : [[name, taken]])),
    ),
  },
  predicted: {
    training,
    search,
    experiments: Object.fromEntries(
      Object.entries(experiments).map(([name, [, seconds]]) => [name, seconds]),
    ),
  },
});

test('where nothing is timed, everything takes as long as predicted', () => {
  const usual = { training: 1, search: 1, experiments: 1, all: 1 };
  expect(measurePace([])).toEqual(usual);
  expect(measurePace([timed([null, null], [10, 10], { hints: [null, 3] })])).toEqual(usual);
  expect(measurePace([timed([0, 0], [10, 10])])).toEqual(usual);
  expect(measurePace([timed([1, 1], [0, 0])]).all).toBe(1);
});

test('each part has its own pace, in which large models count for more', () => {
  const pace = measurePace([
    timed([30, 1], [10, 2], { hints: [4, 1], comparison: [2, 1] }),
    timed([1, null], [2, 100], { hints: [null, 50] }),
  ]);
  // (30 + 1) / (10 + 2), 1 / 2, (4 + 2) / (1 + 1), and (31 + 1 + 6) / (12 + 2 + 2).
  expect(pace).toEqual({ training: 31 / 12, search: 0.5, experiments: 3, all: 38 / 16 });
});

test('a prediction is scaled part by part', () => {
  const pace = { training: 2, search: 3, experiments: 5, all: 7 };
  expect(scaleByPace({ training: 1, search: 10, experiments: { hints: 100 } }, pace)).toEqual({
    training: 2,
    search: 30,
    experiments: { hints: 500 },
  });
});
