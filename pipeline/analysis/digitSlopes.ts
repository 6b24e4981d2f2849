/** The slopes of each digit by itself: whether an effect is one of digits in general, or of some. */
import { type CrossedMean, crossedMean } from '../statistics/crossedEffects.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { seedSlopes } from '../statistics/seedSlopes.ts';
import { estimate, FACTORS, type Factor, type SeedEffect } from './effects.ts';
import { averageByPlace, type ReadModel } from './readModels.ts';
import { averageScore, type Way } from './ways.ts';

/** The slopes of the score along the factors, a doubling. */
export interface DigitSlopes {
  readonly byDigit: readonly {
    readonly digit: number;
    /** Over seeds; null where the grid has no such slope. */
    readonly factors: Readonly<Record<Factor, SeedEffect | null>>;
  }[];
  /** The mean with digits and seeds random: what holds of digits in general, as far as ten of them can say. */
  readonly overDigits: Readonly<Record<Factor, CrossedMean | null>>;
}

/** Slopes of the score of each digit that the ideas are of; null where there are none, or no seed has every cell. */
export function estimateDigitSlopes(models: readonly ReadModel[], way: Way): DigitSlopes | null {
  const digits = [...new Set(models.flatMap(({ checkpoint }) => checkpoint.ideas.map(({ digit }) => digit)))];
  const byDigit = digits
    .sort((a, b) => a - b)
    .map((digit) => {
      const slopes = seedSlopes(
        averageByPlace(models, ({ checkpoint }) =>
          averageScore(groupBy(checkpoint.ideas, (idea) => String(idea.digit)).get(String(digit)) ?? [], way),
        ),
      );
      return { digit, factors: byFactor((factor) => slopes[factor] && estimate(slopes[factor])) };
    });
  if (byDigit.every(({ factors }) => FACTORS.every((factor) => factors[factor] === null))) return null;
  const overDigits = byFactor((factor) => {
    const slopes = byDigit.flatMap(({ factors }) => (factors[factor] ? [factors[factor].values] : []));
    // A digit that lacks a seed has other rows than the rest.
    const isWhole = slopes.every(({ length }) => length === slopes[0]!.length);
    return isWhole ? crossedMean(slopes) : null;
  });
  return { byDigit, overDigits };
}

function byFactor<Value>(of: (factor: Factor) => Value): Record<Factor, Value> {
  return { hidden: of('hidden'), batch: of('batch'), interaction: of('interaction') };
}
