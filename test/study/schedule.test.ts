import { describe, expect, test } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { listMarks } from '../../pipeline/study/schedule.ts';
import { minimalConfig } from './minimalConfig.ts';

/** The marks of a model of batch size `batch` in a grid of `batches`, trained on 60,000 images. */
function marksOf(
  batch: number,
  { batches = [batch], epochs = 20, perDoubling = 1, trainImages = null as number | null } = {},
): number[] {
  const config = { schedule: { checkpoints: 'log', perDoubling }, grid: { batch: batches } } as const;
  return listMarks(config, { batch, epochs, trainImages }, 60_000);
}

describe('marks', () => {
  test('are none without checkpoints', () => {
    const config = { schedule: { checkpoints: 'none', perDoubling: 1 }, grid: { batch: [100] } } as const;
    expect(listMarks(config, { batch: 100, epochs: 20, trainImages: null }, 60_000)).toEqual([]);
  });

  test('are the start, powers of two and the end', () => {
    expect(marksOf(10_000)).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 120]);
    expect(marksOf(60_000, { epochs: 16 })).toEqual([0, 1, 2, 4, 8, 16]);
    expect(marksOf(60_000, { epochs: 1 })).toEqual([0, 1]);
  });

  test('are as many a doubling as asked for, each once', () => {
    expect(marksOf(10_000, { perDoubling: 2 })).toEqual([
      ...[0, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 120],
    ]);
  });

  test.each([1, 2, 3, 5, 7, 8])('are rounded powers of two at %d a doubling', (perDoubling) => {
    const last = 12_000;
    const rounded = Array.from({ length: 14 * perDoubling }, (_, k) => Math.round(2 ** (k / perDoubling)));
    const expected = new Set([0, ...rounded.filter((mark) => mark <= last), last]);
    expect(marksOf(100, { perDoubling })).toEqual([...expected].sort((a, b) => a - b));
  });

  test('are also where the other batch sizes of the grid end, as far as the model goes', () => {
    const batches = [100, 1000, 10_000];
    expect(marksOf(100, { batches })).toEqual([
      ...[0, 1, 2, 4, 8, 16, 32, 64, 120, 128, 256, 512, 1024, 1200, 2048, 4096, 8192, 12_000],
    ]);
    expect(marksOf(1000, { batches })).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 120, 128, 256, 512, 1024, 1200]);
    expect(marksOf(10_000, { batches })).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 120]);
  });

  test('count the images that the model sees, and a last batch that runs past the end', () => {
    expect(marksOf(30, { epochs: 2, trainImages: 70 })).toEqual([0, 1, 2, 4, 5]);
  });
});

test.each(['monte-carlo', 'annealing'])(
  'ideas by %s may have grey pixels, which checkpoints do not keep',
  (method) => {
    const ask = (checkpoints: string) =>
      parseStudyConfig(minimalConfig({ schedule: { checkpoints }, search: { method } }), 'my.yaml');
    expect(ask('none').search.method).toBe(method);
    expect(() => ask('log')).toThrow(UserError);
    expect(() => ask('log')).toThrow(
      `my.yaml: search.method: expected a search whose ideas are black and white (coordinate, gradient) with schedule.checkpoints log, got ${method}; choose one of these, or set schedule.checkpoints to none`,
    );
  },
);

test.each(['coordinate', 'gradient'])('ideas by %s are black and white', (method) => {
  const config = minimalConfig({ schedule: { checkpoints: 'log' }, search: { method } });
  expect(parseStudyConfig(config, 'my.yaml').search.method).toBe(method);
});
