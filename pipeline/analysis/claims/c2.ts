/** C2: with other batch or hidden sizes ideas become unreadable. */
import { mean } from '../../math/rows.ts';
import { groupBy } from '../../statistics/groupBy.ts';
import { clippedLogit, logitInterval } from '../../statistics/logit.ts';
import { estimate, isShown, type SeedEffect } from '../effects.ts';
import type { Effect } from '../finding.ts';
import { bySeed } from '../hypotheses/factorTest.ts';
import { findArm, type Hypothesis, type WayEffect } from '../hypothesis.ts';
import { averageByPlace, type ReadModel } from '../readModels.ts';
import { averageScore, type Way } from '../ways.ts';
import { formatEffect, formatNumber, formatQuantity } from '../words.ts';

/** At a score of a half an idea is as likely as not what it is meant to be. */
const READABLE = 0.5;

export const C2: Hypothesis = {
  id: 'C2',
  statement: 'Ideas are readable in some cells of hidden and batch size and unreadable in others.',
  test(evidence) {
    const arm = findArm(evidence, 'epochs', 'equal epochs');
    if ('untested' in arm) return arm;
    const { smallestEffect } = evidence.options;
    const { seeds } = arm.ways[0]!;
    const models = arm.arm.models.filter(({ seed }) => seeds.includes(seed));
    const [primary, ...others] = evidence.ways.map((way) => ({ way, cells: listCells(models, way) }));
    if (primary!.cells.length < 2) return { untested: 'the grid has one cell' };
    const extremes = scoreExtremes(primary!.cells, seeds);
    const range = rangeOverCells(extremes);
    const means = primary!.cells.map(({ scores }) => mean([...scores.values()])).sort((a, b) => a - b);
    const [lowest, highest] = [means[0]!, means.at(-1)!];
    // What is tested is that the range is larger than the smallest that matters.
    const excess = (effect: SeedEffect) => estimate(effect.values.map((value) => value - smallestEffect));
    const effect = excess(range);
    return {
      effect: asExcess(effect),
      unit: `range of the score over cells beyond ${smallestEffect}`,
      n: formatQuantity(seeds.length, 'seed'),
      expected: 1,
      blocks: bySeed(seeds, effect.values),
      ways: others.map(
        ({ way, cells }): WayEffect => ({
          way: way.title,
          kind: way.kind,
          ...asExcess(excess(rangeOverCells(scoreExtremes(cells, seeds)))),
        }),
      ),
      small: [range.values],
      hurdles: listHurdles(extremes),
      notes: [
        `cells' mean scores go from ${formatNumber(lowest)} to ${formatNumber(highest)}`,
        `in cells chosen by the other seeds from ${describeMean(extremes.map(({ low }) => low))} to ${describeMean(extremes.map(({ high }) => high))}`,
        `range over these ${formatEffect(asExcess(range))}`,
      ],
    };
  },
};

interface CellScores {
  readonly scores: ReadonlyMap<number, number>;
}

function listCells(models: readonly ReadModel[], way: Way): CellScores[] {
  const rows = averageByPlace(models, ({ checkpoint }) => averageScore(checkpoint.ideas, way));
  return [...groupBy(rows, ({ hidden, batch }) => `${hidden} ${batch}`).values()].map((own) => ({
    scores: new Map(own.map(({ seed, y }) => [seed, y])),
  }));
}

/** A seed's scores in the lowest and the highest cell. */
interface Extremes {
  readonly low: number;
  readonly high: number;
}

/**
 * By seed, its scores in the lowest and the highest cell, both chosen by the means of the other seeds: the largest of several means is too
 * large, and the choice by others takes that out.
 */
function scoreExtremes(cells: readonly CellScores[], seeds: readonly number[]): Extremes[] {
  return seeds.map((seed) => {
    const others = cells.map(({ scores }) =>
      mean([...scores].filter(([of]) => of !== seed).map(([, score]) => score)),
    );
    const at = (wanted: number) => cells[others.indexOf(wanted)]!.scores.get(seed)!;
    return { low: at(Math.min(...others)), high: at(Math.max(...others)) };
  });
}

function rangeOverCells(extremes: readonly Extremes[]): SeedEffect {
  return estimate(extremes.map(({ low, high }) => high - low));
}

/** Of two claims, that a cell is readable and that another is not, those that are not shown: both have to be. */
function listHurdles(extremes: readonly Extremes[]): string[] {
  const isShownAs = (scores: readonly number[], sign: number) => {
    const effect = estimate(scores.map((score) => clippedLogit(score) - clippedLogit(READABLE)));
    return isShown(effect) && Math.sign(effect.estimate) === sign;
  };
  return [
    ...(isShownAs(
      extremes.map(({ high }) => high),
      1,
    )
      ? []
      : ['no cell is shown to be above a half']),
    ...(isShownAs(
      extremes.map(({ low }) => low),
      -1,
    )
      ? []
      : ['no cell is shown to be below a half']),
  ];
}

function describeMean(scores: readonly number[]): string {
  const { mean: middle, interval } = logitInterval(scores);
  return `${formatNumber(middle)}${interval === null ? '' : ` (${interval.map(formatNumber).join(' to ')})`}`;
}

function asExcess({ estimate: value, interval, p }: SeedEffect): Effect {
  return { estimate: value, interval, p };
}
