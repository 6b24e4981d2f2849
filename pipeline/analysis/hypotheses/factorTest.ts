/** What hypotheses about the slope along one factor have in common. */
import { mean } from '../../math/rows.ts';
import type { BlockedEffect } from '../../statistics/blockedEffect.ts';
import { groupBy } from '../../statistics/groupBy.ts';
import type { ArmEffects, Factor, FactorEffect } from '../effects.ts';
import type { Effect } from '../finding.ts';
import type { Tested, Untested, WayEffect } from '../hypothesis.ts';
import { formatEffect, formatP, formatQuantity, joinWords } from '../words.ts';

const UNITS: Readonly<Record<Factor, string>> = {
  hidden: "change of the score's logit a doubling of the hidden size",
  batch: "change of the score's logit a doubling of the batch size",
  interaction: "change of the batch size's slope of the score's logit a doubling of the hidden size",
};

/** An effect as findings have it. */
export function asEffect({ estimate, interval, p }: BlockedEffect): Effect {
  return { estimate, interval, p };
}

/** The numbers of the hypothesis that the slope along `factor` is not 0, without what must be small. */
export function testFactor({ arm, ways }: ArmEffects, factor: Factor): Tested | Untested {
  const [primary, ...others] = ways;
  const effect = primary?.factors[factor];
  if (!primary || !effect) return { untested: `the grid has one ${factor} size` };
  return {
    effect: asEffect(effect.logit),
    unit: UNITS[factor],
    n: formatQuantity(primary.seeds.length, 'seed'),
    expected: 0,
    blocks: bySeed(primary.seeds, effect.logit.values),
    ways: others.flatMap(({ way, factors }): WayEffect[] => {
      const own = factors[factor];
      return own === null ? [] : [{ way: way.title, kind: way.kind, ...asEffect(own.logit) }];
    }),
    small: null,
    hurdles: [],
    notes: describeGaps(primary.leftOut, arm.missing),
  };
}

/** Values beside the seeds that they are of. */
export function bySeed(seeds: readonly number[], values: readonly number[]): Tested['blocks'] {
  return values.map((value, at) => ({ seed: seeds[at]!, value }));
}

/** What the sentence says of a grid that is not complete. */
function describeGaps(leftOut: readonly number[], missing: readonly string[]): string[] {
  if (leftOut.length > 0) return [`seeds ${joinWords(leftOut.map(String))} lack a cell and are left out`];
  return missing.length > 0
    ? [`without ${formatQuantity(missing.length, 'model')} that the grid should have`]
    : [];
}

/** The same effect on the score itself, and by permutation. */
export function describeRest({ score, permutation }: FactorEffect): string[] {
  return [
    `on the score ${formatEffect(asEffect(score))} a doubling`,
    ...(permutation === null
      ? []
      : [`by ${permutation.isExact ? 'exact ' : ''}permutation ${formatP(permutation.p)}`]),
  ];
}

/**
 * By seed, the change of the score from the smallest to the largest batch size, at the smallest and at the largest hidden
 * size: a slope that is small a doubling may still matter over a grid of many.
 */
export function acrossGrid({ arm, ways }: ArmEffects): number[][] | null {
  const factors = ways[0]?.factors;
  if (!factors?.batch) return null;
  const [slopes, products] = [factors.batch.score.values, factors.interaction?.score.values];
  const cells = [...groupBy(arm.models, ({ hidden, batch }) => `${hidden} ${batch}`).values()];
  const doublings = span(cells.map(([first]) => first!.batch));
  const widths = cells.map(([first]) => Math.log2(first!.hidden));
  // About which the slopes were fitted.
  const centre = mean(widths);
  return [Math.min(...widths), Math.max(...widths)].map((width) =>
    slopes.map((slope, at) => (slope + (products?.[at] ?? 0) * (width - centre)) * doublings),
  );
}

/** Doublings from the smallest to the largest value. */
export function span(values: readonly number[]): number {
  return Math.log2(Math.max(...values) / Math.min(...values));
}
