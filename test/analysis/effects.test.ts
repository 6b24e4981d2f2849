import { expect, test } from 'vitest';
import { type Arm, readArm } from '../../pipeline/analysis/arms.ts';
import { findComponents } from '../../pipeline/analysis/components.ts';
import { estimateDigitSlopes } from '../../pipeline/analysis/digitSlopes.ts';
import { meanDisagreement } from '../../pipeline/analysis/disagreement.ts';
import { estimateEffects } from '../../pipeline/analysis/effects.ts';
import { averageByPlace } from '../../pipeline/analysis/readModels.ts';
import type { StudyTable } from '../../pipeline/analysis/studyTable.ts';
import { averageScore, listWays, PRIMARY } from '../../pipeline/analysis/ways.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import type { StudyComponents } from '../../pipeline/statistics/studyComponents.ts';
import { makeTable, type State } from './madeTable.ts';

const OPTIONS = { smallestEffect: 0.05, permutations: 100, seed: 0 };
const readEnd = (table: StudyTable): Arm => readArm(table, { key: 'epochs', name: 'epochs', endOf: null });
const slope = ({ settings }: State) =>
  0.3 * Math.log2(settings.hidden / 64) - 0.2 * Math.log2(settings.batch / 200);

test('slopes on the logit scale are those that the scores were made with, to their noise', () => {
  const table = makeTable({ logit: slope, noise: 1e-9, checkpoints: 'none' });
  const { ways } = estimateEffects(readEnd(table), listWays(table), OPTIONS);
  expect(ways.map(({ way }) => way.name)).toEqual([
    'masked',
    'whole',
    'framed',
    'mixture',
    'network',
    'shape',
  ]);
  const { hidden, batch, interaction } = ways[0]!.factors;
  expect(hidden!.logit.estimate).toBeCloseTo(0.3, 6);
  expect(batch!.logit.estimate).toBeCloseTo(-0.2, 6);
  expect(interaction!.logit.estimate).toBeCloseTo(0, 6);
  // Ideas of a model score the same here, so that the mean of logits is the logit of the mean.
  expect(batch!.meanLogit.estimate).toBeCloseTo(-0.2, 6);
  expect(batch!.score.estimate).toBeLessThan(-0.03);
  expect(batch!.logit.values).toHaveLength(6);
  // Of 3!^18 permutations as few as are drawn: none but the observed one is as far.
  expect(batch!.permutation).toEqual({ p: 1 / 101, isExact: false, permutations: 100 });
  expect([interaction!.permutation, ways[1]!.factors.batch!.permutation]).toEqual([null, null]);
});

test('one seed has an effect, and neither an interval nor a p', () => {
  const table = makeTable({ seeds: [7], logit: slope, checkpoints: 'none' });
  const { batch } = estimateEffects(readEnd(table), [PRIMARY], OPTIONS).ways[0]!.factors;
  expect(batch!.logit).toMatchObject({ interval: null, p: null });
  expect(Number.isFinite(batch!.logit.estimate)).toBe(true);
});

test('a grid of one batch size has no effect of it', () => {
  const table = makeTable({ batch: [50], checkpoints: 'none' });
  const { factors } = estimateEffects(readEnd(table), [PRIMARY], OPTIONS).ways[0]!;
  expect([factors.batch, factors.interaction]).toEqual([null, null]);
  expect(factors.hidden).not.toBeNull();
});

test('over what else a grid varies, models of a place are averaged, as long as all are there', () => {
  const plan = {
    ...{ hidden: [16], batch: [50, 200], seeds: [1], checkpoints: 'none' as const },
    config: { grid: { hidden: [16], batch: [50, 200], seeds: [1], depth: [1, 3] } },
    logit: ({ settings }: State) => settings.depth,
    noise: 1e-9,
  };
  const rowsOf = (table: StudyTable) =>
    averageByPlace(readEnd(table).models, ({ model }) => model.settings.depth);
  expect(rowsOf(makeTable(plan))).toEqual([
    { hidden: 16, batch: 50, seed: 1, y: 2 },
    { hidden: 16, batch: 200, seed: 1, y: 2 },
  ]);
  const without = makeTable({ ...plan, without: (name) => name === 'h16-b200-d1-s1' });
  expect(rowsOf(without)).toEqual([{ hidden: 16, batch: 50, seed: 1, y: 2 }]);
  expect(readEnd(without).missing).toEqual(['h16-b200-d1-s1']);
});

test('a score is the mean over digits, however many starts each has', () => {
  const [idea] = makeTable({ checkpoints: 'none' }).models[0]!.checkpoints[0]!.ideas;
  const at = (digit: number, masked: number) => ({ ...idea!, digit, scores: { ...idea!.scores, masked } });
  expect(averageScore([at(0, 0.2), at(0, 0.4), at(1, 0.9)], PRIMARY)).toBeCloseTo(0.6, 10);
  expect(averageScore([], PRIMARY)).toBeNull();
});

test('disagreement is the mean over pairs, digits and starts of the share of pixels that differ', () => {
  const { models } = readEnd(makeTable({ hidden: [16], batch: [50], seeds: [1, 2, 3], checkpoints: 'none' }));
  const ideas = models.map(({ checkpoint }) => checkpoint.ideas);
  const shares: number[] = [];
  for (const [at, own] of ideas.entries()) {
    for (const other of ideas.slice(at + 1)) {
      for (const [k, { pixels }] of own.entries()) {
        const differing = pixels.filter((value, pixel) => value !== other[k]!.pixels[pixel]).length;
        shares.push(differing / PIXELS);
      }
    }
  }
  const expected = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  expect(meanDisagreement(models)).toBeCloseTo(expected, 12);
  expect(meanDisagreement(models.slice(0, 1))).toBeNull();
});

test('components need two seeds and digits, and leave out a seed that lacks a cell', () => {
  const plan = { checkpoints: 'none' as const, logit: slope, noise: 0.2 };
  const whole = findComponents(readEnd(makeTable(plan)).models, PRIMARY);
  const without = findComponents(
    readEnd(makeTable({ ...plan, without: (name) => name === 'h16-b50-s100' })).models,
    PRIMARY,
  );
  const fewer = findComponents(
    readEnd(makeTable({ ...plan, seeds: [101, 102, 103, 104, 105] })).models,
    PRIMARY,
  );
  const { variances, size } = whole as StudyComponents;
  expect(variances.digitCell).toBeCloseTo(0, 3);
  // Digits are made equal, cells are not: by the slope alone, which is no component.
  expect(variances.model).toBeGreaterThan(Math.abs(variances.digit!));
  expect(size).toMatchObject({ cells: 9, seeds: 6, digits: 2, starts: 2, leftOut: [] });
  expect((without as StudyComponents).variances).toEqual((fewer as StudyComponents).variances);
  expect((without as StudyComponents).size.leftOut).toEqual([100]);
  expect(findComponents(readEnd(makeTable({ ...plan, seeds: [1] })).models, PRIMARY)).toEqual({
    refused: 'needs at least 2 seeds that have every idea, and 2 digits',
  });
});

test('slopes of digits are their own, and their mean has an interval over digits', () => {
  const table = makeTable({ checkpoints: 'none', noise: 0.01, logit: slope });
  const slopes = estimateDigitSlopes(readEnd(table).models, PRIMARY)!;
  expect(slopes.byDigit.map(({ digit }) => digit)).toEqual([0, 4]);
  const [zero, four] = slopes.byDigit.map(({ factors }) => factors.batch!.estimate);
  expect(slopes.overDigits.batch!.estimate).toBeCloseTo((zero! + four!) / 2, 12);
  expect(estimateDigitSlopes([], PRIMARY)).toBeNull();
});
