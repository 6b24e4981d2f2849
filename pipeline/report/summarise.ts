/**
 * Summaries over models: the mean of each cell over its seeds, and of each digit over all models; and how far the judges put
 * the ideas in the same order.
 *
 * The replicate is the trained model (its ten ideas are nested in it), so an interval says how much another seed
 * would change a mean, never how much another idea would.
 */
import { mean } from 'simple-statistics';
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { logitInterval } from '../statistics/logit.ts';
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
 * Mean of values in [0, 1], one a seed, and its {@link logitInterval}; the interval is null for fewer than two. Where values lie
 * so far apart that their plain mean, or `plain`, is outside that of their logits, the interval is widened as far as it. Throws a
 * RangeError for none.
 */
export function summariseSeeds(values: readonly number[], plain?: number): SeedSummary {
  if (values.length === 0 && plain === undefined) {
    throw new RangeError('summariseSeeds: expected at least one value, got none');
  }
  const middle = plain ?? mean([...values]);
  const interval = values.length < 2 ? null : logitInterval(values).interval;
  return {
    mean: middle,
    interval: interval && [Math.min(middle, interval[0]), Math.max(middle, interval[1])],
    seeds: values.length,
  };
}

/** What models.csv says of a model's scores: means over its ideas, at least one. */
export type IdeaMeans = Pick<
  ModelRow,
  | 'recognisability'
  | 'recognisabilityWhole'
  | 'recognisabilityFramed'
  | 'recognisabilityMuchNoise'
  | 'forcedChoice'
  | 'families'
  | 'judges'
>;

/** Means of the scores of one model's ideas, over digits and starts. */
export function averageIdeas(ideas: readonly IdeaRow[]): IdeaMeans {
  const primaryOf = ({ readings }: IdeaRow) => readings[PRIMARY_READING];
  const average = (score: (idea: IdeaRow) => number) => mean(ideas.map(score));
  return {
    recognisability: average((idea) => idea.recognisability),
    recognisabilityWhole: average(({ readings }) => readings.whole.score.little),
    recognisabilityFramed: average(({ readings }) => readings.framed.score.little),
    recognisabilityMuchNoise: average((idea) => primaryOf(idea).score.much),
    forcedChoice: average((idea) => primaryOf(idea).forcedChoice),
    families: averageByName(ideas.map((idea) => primaryOf(idea).families)),
    judges: averageByName(ideas.map(({ judges }) => judges)),
  };
}

function averageByName(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = Object.keys(records[0]!);
  return Object.fromEntries(names.map((name) => [name, mean(records.map((record) => record[name]!))]));
}

/** One summary a cell over the seeds that are there, in the order of the models; with the equivalent noise on the panel's `noiseCurve`. */
export function summariseCells(models: readonly ModelRow[], noiseCurve: NoiseCurve = []): CellSummary[] {
  return [...groupBy(models, ({ model }) => model.cell.name).values()].map((seeds) => {
    const recognisability = summariseSeeds(seeds.map((row) => row.recognisability));
    return {
      cell: seeds[0]!.model.cell,
      recognisability,
      recognisabilityWhole: summariseSeeds(seeds.map((row) => row.recognisabilityWhole)),
      recognisabilityFramed: summariseSeeds(seeds.map((row) => row.recognisabilityFramed)),
      testAccuracy: summariseSeeds(seeds.map((row) => row.testAccuracy)),
      equivalentNoise: equivalentNoise(noiseCurve, recognisability.mean),
    };
  });
}

/**
 * One summary a digit, ascending: the mean over restarts within each model, then over models. A seed counts once in the interval, with
 * the mean of its models: what cells differ by is not chance. Seeds that not every cell has yet are not in it.
 */
export function summariseDigits(ideas: readonly IdeaRow[]): DigitSummary[] {
  const cells = new Set(ideas.map(({ model }) => model.cell.name)).size;
  return [...groupBy(ideas, ({ digit }) => String(digit)).values()]
    .map((ofDigit) => ({ digit: ofDigit[0]!.digit, recognisability: summariseDigit(ofDigit, cells) }))
    .sort((a, b) => a.digit - b.digit);
}

function summariseDigit(ideas: readonly IdeaRow[], cells: number): SeedSummary {
  const models = [...groupBy(ideas, ({ model }) => model.name).values()].map((restarts) => ({
    seed: restarts[0]!.model.seed,
    score: mean(restarts.map((idea) => idea.recognisability)),
  }));
  const meanOf = (some: typeof models) => mean(some.map(({ score }) => score));
  const seeds = [...groupBy(models, ({ seed }) => String(seed)).values()];
  return summariseSeeds(seeds.filter(({ length }) => length === cells).map(meanOf), meanOf(models));
}

/** The same of models that were given, which are no sample of anything: without intervals. */
export function withoutIntervals(digits: readonly DigitSummary[]): DigitSummary[] {
  return digits.map(({ digit, recognisability }) => ({
    digit,
    recognisability: { ...recognisability, interval: null },
  }));
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
