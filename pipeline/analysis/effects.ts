/** The primary analysis: slopes of a model's score over hidden and batch size, in doublings, with seeds as blocks. */
import { mean } from '../math/rows.ts';
import { type BlockedEffect, blockedEffect } from '../statistics/blockedEffect.ts';
import { type PermutationTest, permuteWithinBlocks } from '../statistics/blockPermutation.ts';
import { clippedLogit } from '../statistics/logit.ts';
import { type ModelValue, type SeedSlopes, seedSlopes } from '../statistics/seedSlopes.ts';
import type { StudyConfig } from '../study/config.ts';
import type { Arm } from './arms.ts';
import type { Effect } from './finding.ts';
import { averageByPlace, type ReadModel } from './readModels.ts';
import { averageScore, PRIMARY, type Way } from './ways.ts';

/** What a score is held to depend on; `interaction`: the change of the batch size's slope a doubling of the hidden size. */
export const FACTORS = ['hidden', 'batch', 'interaction'] as const;
export type Factor = (typeof FACTORS)[number];

/** An effect and what it is of each seed, in the order of the seeds of its {@link WayEffects}. */
export interface SeedEffect extends BlockedEffect {
  readonly values: readonly number[];
}

/** The slopes along one factor, each a doubling. */
export interface FactorEffect {
  /** Of the logit of a model's mean score over digits and starts: the primary one. */
  readonly logit: SeedEffect;
  /** Of that mean score itself. */
  readonly score: SeedEffect;
  /** Of the mean over ideas of their clipped logits, which extreme ideas rule: beside the others. */
  readonly meanLogit: SeedEffect;
  /** Of `logit`, by exchange of the factor's labels within a seed and the other factor; for main effects by the primary way. */
  readonly permutation: PermutationTest | null;
}

/** An arm's effects by one way of scoring. */
export interface WayEffects {
  readonly way: Way;
  /** Seeds that have every cell; others, by `leftOut`, lack one. */
  readonly seeds: readonly number[];
  readonly leftOut: readonly number[];
  /** Null where no seed is complete, or the grid has one value of the factor. */
  readonly factors: Readonly<Record<Factor, FactorEffect | null>>;
}

/** An arm's effects by every way of scoring, the primary one first. */
export interface ArmEffects {
  readonly arm: Arm;
  readonly ways: readonly WayEffects[];
}

/** The effects of an arm by each of `ways`. */
export function estimateEffects(
  arm: Arm,
  ways: readonly Way[],
  options: StudyConfig['analysis'],
): ArmEffects {
  return { arm, ways: ways.map((way) => estimateWay(arm.models, way, options)) };
}

function estimateWay(models: readonly ReadModel[], way: Way, options: StudyConfig['analysis']): WayEffects {
  const rows = averageByPlace(models, ({ checkpoint }) => averageScore(checkpoint.ideas, way));
  const logitRows = rows.map((row) => ({ ...row, y: clippedLogit(row.y) }));
  const meanLogitRows = averageByPlace(models, ({ checkpoint: { ideas } }) =>
    ideas.length === 0 ? null : mean(ideas.map(({ scores }) => clippedLogit(way.scoreOf(scores)))),
  );
  const [logit, score, meanLogit] = [logitRows, rows, meanLogitRows].map(seedSlopes) as [
    SeedSlopes,
    SeedSlopes,
    SeedSlopes,
  ];
  const effectOf = (factor: Factor): FactorEffect | null => {
    if (logit[factor] === null || score[factor] === null || meanLogit[factor] === null) return null;
    return {
      logit: estimate(logit[factor]),
      score: estimate(score[factor]),
      meanLogit: estimate(meanLogit[factor]),
      permutation: way === PRIMARY ? permute(logitRows, factor, options) : null,
    };
  };
  const factors = {
    hidden: effectOf('hidden'),
    batch: effectOf('batch'),
    interaction: effectOf('interaction'),
  };
  return { way, seeds: logit.seeds, leftOut: logit.leftOut, factors };
}

/** The effect that `values`, one a seed, give together. */
export function estimate(values: readonly number[]): SeedEffect {
  return { ...blockedEffect(values), values };
}

function permute(
  rows: readonly ModelValue[],
  factor: Factor,
  options: StudyConfig['analysis'],
): PermutationTest | null {
  if (factor === 'interaction') return null;
  const exchanged =
    factor === 'batch' ? rows : rows.map((row) => ({ ...row, hidden: row.batch, batch: row.hidden }));
  return permuteWithinBlocks(exchanged, options);
}

/** Whether a factor's primary effect holds by every other way. */
export interface Agreement {
  readonly factor: Factor;
  /** Titles of ways by which the effect has the other sign. */
  readonly otherSign: readonly string[];
  /** Titles of ways by which it has the same sign, but an interval with 0 in it, or none. */
  readonly notShown: readonly string[];
}

/** Of each factor with an effect the ways that do not agree with the primary one. */
export function compareWays({ ways }: ArmEffects): Agreement[] {
  const [primary, ...others] = ways;
  return FACTORS.flatMap((factor): Agreement[] => {
    const wanted = primary?.factors[factor];
    if (!wanted) return [];
    const sign = Math.sign(wanted.logit.estimate);
    const effects = others.flatMap(({ way, factors }) => {
      const effect = factors[factor]?.logit;
      return effect === undefined ? [] : [{ title: way.title, effect }];
    });
    const isOther = ({ effect }: { effect: SeedEffect }) => Math.sign(effect.estimate) !== sign;
    return [
      {
        factor,
        otherSign: effects.filter(isOther).map(({ title }) => title),
        notShown: effects.filter((one) => !isOther(one) && !isShown(one.effect)).map(({ title }) => title),
      },
    ];
  });
}

/** Whether an effect's interval leaves out 0. */
export function isShown({ interval }: Pick<Effect, 'interval'>): boolean {
  return interval !== null && (interval[0] > 0 || interval[1] < 0);
}
