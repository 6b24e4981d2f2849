import { describe, expect, it } from 'vitest';
import { averageModels, estimateContrast, listContrasts } from '../../pipeline/report/contrasts.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { nameCell } from '../../pipeline/study/grid.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

const HIDDEN = [16, 64, 256, 784];
const BATCH = [100, 1000, 10000];
const cells = HIDDEN.flatMap((hidden) => BATCH.map((batch) => nameCell(completeSettings({ hidden, batch }))));
const grid = { hidden: HIDDEN, batch: BATCH, seeds: [0, 1] };

/** Scores of `seeds` models a cell. */
function scoreCells(scoreOf: (hidden: number, batch: number, seed: number) => number, seeds = [0, 1]) {
  return new Map(
    cells.map(({ name, settings: { hidden, batch } }) => [
      name,
      new Map(seeds.map((seed) => [seed, scoreOf(hidden, batch, seed)])),
    ]),
  );
}

describe('contrasts along batch and hidden size', () => {
  const [batch, hidden] = listContrasts(
    { grid },
    cells,
    scoreCells(() => 0.5),
  );

  it('are slopes a doubling, whatever the other size does and wherever models start', () => {
    const scores = scoreCells((h, b, seed) => 0.5 + 0.03 * Math.log2(h) - 0.02 * Math.log2(b) + 0.1 * seed);
    expect(estimateContrast(batch!, scores)!.estimate).toBeCloseTo(-0.02, 12);
    expect(estimateContrast(hidden!, scores)!.estimate).toBeCloseTo(0.03, 12);
    expect([batch!.title, hidden!.title]).toEqual([
      'a doubling of the batch size',
      'a doubling of the hidden size',
    ]);
  });

  it('are the least squares slope of the means over the other size', () => {
    const scores = scoreCells((h, b) => Math.sin(h) + Math.cos(b * h));
    const x = HIDDEN.map(Math.log2);
    const y = HIDDEN.map(
      (h) => BATCH.reduce((sum, b) => sum + Math.sin(h) + Math.cos(b * h), 0) / BATCH.length,
    );
    const centre = x.reduce((a, b) => a + b, 0) / x.length;
    const slope =
      x.reduce((sum, value, at) => sum + (value - centre) * y[at]!, 0) /
      x.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
    expect(estimateContrast(hidden!, scores)!.estimate).toBeCloseTo(slope, 12);
  });

  it('have the interval of Student’s t over seeds', () => {
    // Slopes of the seeds: 0.01, 0.02 and 0.03. s = 0.01, t(0.975, 2) = 4.302653, margin 0.0248414.
    const scores = scoreCells((h, _, seed) => 0.01 * (seed + 1) * Math.log2(h), [0, 1, 2]);
    const { estimate, interval } = estimateContrast(hidden!, scores)!;
    expect(estimate).toBeCloseTo(0.02, 12);
    expect(interval![0]).toBeCloseTo(0.02 - 0.0248414, 6);
    expect(interval![1]).toBeCloseTo(0.02 + 0.0248414, 6);
  });

  it('are over the seeds that every cell has, and of all means, without interval, where there are no two', () => {
    const scores = scoreCells((h, _, seed) => 0.01 * (seed + 1) * Math.log2(h), [0, 1, 2]);
    const [first] = scores.values();
    first!.delete(2);
    expect(estimateContrast(hidden!, scores)!.estimate).toBeCloseTo(0.015, 12);
    first!.delete(1);
    const left = estimateContrast(hidden!, scores)!;
    expect(left.interval).toBeNull();
    expect(left.estimate).not.toBeCloseTo(0.015, 3);
  });

  it('are nothing where a cell has no score, and none along a size of one value', () => {
    const scores = scoreCells(() => 0.5);
    scores.delete(cells[0]!.name);
    expect(estimateContrast(hidden!, scores)).toBeNull();
    const column = cells.filter((cell) => cell.settings.batch === 100);
    expect(
      listContrasts(
        { grid },
        column,
        scoreCells(() => 0.5),
      ).map(({ axis }) => axis),
    ).toEqual(['hidden']);
  });
});

describe('contrasts along other axes', () => {
  it('hold the level with the highest mean against that with the lowest', () => {
    const study = makeStudy({
      ...GRID_SHAPE,
      ...{ hidden: [16], batch: [100, 1000], missing: [], noise: 0, further: { optimizer: ['adam', 'sgd'] } },
      scoreOf: ({ settings }) => (settings.optimizer === 'sgd' ? 0.75 : 0.5),
    });
    const scores = averageModels(study.ideas, (idea) => idea.recognisability);
    const own = study.cells.map(({ cell }) => cell);
    const found = listContrasts(study.config, own, scores).find(({ axis }) => axis === 'optimizer')!;
    expect(found.title).toBe('optimizer sgd against optimizer adam');
    expect(estimateContrast(found, scores)!.estimate).toBeCloseTo(0.25, 12);
  });
});

describe('averageModels', () => {
  it('is over a model’s ideas that have a score, and leaves out models without any', () => {
    const { ideas } = makeStudy({ ...GRID_SHAPE, noise: 0 });
    const means = averageModels(ideas, ({ digit, model }) => (model.seed === 1 || digit > 3 ? null : digit));
    expect([...means.get('h16-b100')!]).toEqual([
      [0, 1.5],
      [2, 1.5],
    ]);
  });
});
