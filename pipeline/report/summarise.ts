/**
 * Summaries over models: the mean of each cell over its seeds, and of each digit over all models; and how far the judges put
 * the ideas in the same order.
 *
 * The replicate is the trained model (its ten ideas are nested in it), so an interval says how much another seed
 * would change a mean, never how much another idea would. Student, "The probable error of a mean", Biometrika, 1908.
 */
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { CONFIDENCE } from '../statistics/bootstrap.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { kendallTauB } from '../statistics/rankCorrelation.ts';
import type {
  CellSummary,
  DigitSummary,
  IdeaRow,
  ModelRow,
  NoiseCurve,
  SeedSummary,
} from '../study/tables.ts';
import { equivalentNoise } from './equivalentNoise.ts';
import type { Agreement } from './studyResults.ts';

/**
 * Mean m of n values in [0, 1], one a model, with the interval m +- t(0.975, n - 1) s / sqrt(n), clipped to [0, 1];
 * s has n - 1 in its denominator. It covers the mean with probability {@link CONFIDENCE}, if models vary normally. The
 * interval is null for one value. Throws a RangeError for none.
 */
export function summariseSeeds(values: readonly number[]): SeedSummary {
  if (values.length === 0) {
    throw new RangeError('summariseSeeds: expected at least one value, got none');
  }
  const seeds = values.length;
  const centre = mean([...values]);
  if (seeds < 2) return { mean: centre, interval: null, seeds };
  const standardError = sampleStandardDeviation([...values]) / Math.sqrt(seeds);
  const margin = quantile((1 + CONFIDENCE) / 2, seeds - 1) * standardError;
  return { mean: centre, interval: [Math.max(0, centre - margin), Math.min(1, centre + margin)], seeds };
}

/** One summary a cell over the seeds that are there, in the order of the models; with the equivalent noise on the panel's `noiseCurve`. */
export function summariseCells(models: readonly ModelRow[], noiseCurve: NoiseCurve = []): CellSummary[] {
  return [...groupBy(models, ({ model }) => model.cell.name).values()].map((seeds) => {
    const recognisability = summariseSeeds(seeds.map((row) => row.recognisability));
    return {
      cell: seeds[0]!.model.cell,
      recognisability,
      recognisabilityMasked: summariseSeeds(seeds.map((row) => row.recognisabilityMasked)),
      testAccuracy: summariseSeeds(seeds.map((row) => row.testAccuracy)),
      equivalentNoise: equivalentNoise(noiseCurve, recognisability.mean),
    };
  });
}

/** One summary a digit, ascending: the mean over restarts within each model, then over models. */
export function summariseDigits(ideas: readonly IdeaRow[]): DigitSummary[] {
  return [...groupBy(ideas, ({ digit }) => String(digit)).values()]
    .map((ofDigit) => ({
      digit: ofDigit[0]!.digit,
      recognisability: summariseSeeds(
        [...groupBy(ofDigit, ({ model }) => model.name).values()].map((restarts) =>
          mean(restarts.map((idea) => idea.recognisability)),
        ),
      ),
    }))
    .sort((a, b) => a.digit - b.digit);
}

/**
 * Kendall's tau-b of every pair of judges over the ideas, by name. Agreement is no proof of validity; disagreement is a
 * warning.
 */
export function summariseAgreement(ideas: readonly IdeaRow[]): Agreement[] {
  const names = Object.keys(ideas[0]?.judges ?? {}).sort();
  return names.flatMap((a, i) =>
    names.slice(i + 1).map((b) => ({
      judges: [a, b] as const,
      tau: kendallTauB(
        ideas.map(({ judges }) => judges[a]!),
        ideas.map(({ judges }) => judges[b]!),
      ),
    })),
  );
}
