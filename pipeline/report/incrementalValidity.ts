/**
 * What the panel adds to measures that need no judge: how much of the score they explain, whether families of judges agree
 * about what they leave, and whether families see the same digits alike (incremental, convergent and discriminant
 * validity). Intervals are bootstrapped over models, of which ideas are a part.
 */
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { mean } from '../math/rows.ts';
import { openStream } from '../math/streams.ts';
import { bootstrapIntervals } from '../statistics/bootstrap.ts';
import {
  type Covariance,
  correlationOf,
  covarianceOf,
  explainedShare,
  joinMoments,
  type Moments,
  standardise,
  sumMoments,
  takeOut,
} from '../statistics/covariance.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { openMultitrait } from '../statistics/multitrait.ts';
import type { DescriptorsRecord } from '../study/records.ts';
import type { IdeaRow } from '../study/tables.ts';

/** The measures that need no judge. */
export const EXPLAINERS = [
  'ssimToClassMean',
  'ink',
  'edgeLength',
] as const satisfies readonly (keyof DescriptorsRecord)[];
export type Explainer = (typeof EXPLAINERS)[number];

/** An idea as far as its score is to be explained. */
export interface ExplainedIdea {
  /** The name of its model. */
  readonly model: string;
  readonly digit: number;
  /** The primary score. */
  readonly score: number;
  readonly descriptors: Readonly<Record<Explainer, number>>;
  /** P(intended) by the name of each family, of the same reading as the score. */
  readonly families: Readonly<Record<string, number>>;
}

/** An idea of a study: of the reading that its primary score is of. */
export function toExplainedIdea({
  model,
  digit,
  recognisability,
  descriptors,
  readings,
}: IdeaRow): ExplainedIdea {
  return {
    model: model.name,
    digit,
    score: recognisability,
    descriptors,
    families: readings[PRIMARY_READING].families,
  };
}

/** A statistic with its 95% interval over models; null where it is undefined. */
export interface Estimate {
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
}

/** R squared of the score, over ideas or over models' means. */
export interface ExplainedShares {
  readonly rows: number;
  readonly each: Readonly<Record<Explainer, Estimate>>;
  readonly all: Estimate;
}

/** How two families agree about ideas. */
export interface FamilyCorrelation {
  readonly families: readonly [string, string];
  readonly correlation: Estimate;
  /** Of what least squares on the measures leaves of both: the partial correlation. */
  readonly left: Estimate;
}

/** Mean correlations over models of scores by digit (trait) and family (method). */
export interface DigitsByFamily {
  readonly models: number;
  readonly digits: number;
  readonly sameDigit: Estimate;
  readonly sameFamily: Estimate;
  readonly neither: Estimate;
}

/** All of it. */
export interface IncrementalValidity {
  readonly ideas: ExplainedShares;
  readonly models: ExplainedShares;
  readonly families: readonly FamilyCorrelation[];
  /** Null with fewer than two families, or three models with every digit. */
  readonly multitrait: DigitsByFamily | null;
}

/** With fewer models than this a correlation over models says nothing. */
const LEAST_MODELS = 3;

/** Null where there are fewer than three models. */
export function measureIncrementalValidity(ideas: readonly ExplainedIdea[]): IncrementalValidity | null {
  const models = [...groupBy(ideas, ({ model }) => model).values()];
  if (models.length < LEAST_MODELS) return null;
  const names = Object.keys(ideas[0]!.families);
  const rows = models.map((own) => own.map((idea) => toVariables(idea, names)));
  const table = openTable(rows);
  return {
    ideas: explain(table),
    models: explain(openTable(rows.map((own) => [averageVariables(own)]))),
    families: correlateFamilies(table, names),
    multitrait: measureDigitsByFamily(models, names),
  };
}

// The variables of an idea: the score, the explainers, then the families.
const SCORE = 0;
const PREDICTORS = [1, 2, 3] as const;
const FIRST_FAMILY = 1 + EXPLAINERS.length;

function toVariables({ score, descriptors, families }: ExplainedIdea, names: readonly string[]): number[] {
  return [score, ...EXPLAINERS.map((name) => descriptors[name]), ...names.map((name) => families[name]!)];
}

function averageVariables(rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, at) => mean(rows.map((row) => row[at]!)));
}

/** Rows of variables in groups, of which covariances can be taken over any choice of groups. */
interface GroupedTable {
  readonly rows: number;
  readonly groups: number;
  covariance(groups: readonly number[]): Covariance;
}

function openTable(groups: readonly (readonly (readonly number[])[])[]): GroupedTable {
  const rows = standardise(groups.flat());
  const moments: Moments[] = [];
  let start = 0;
  for (const { length } of groups) {
    moments.push(sumMoments(rows.slice(start, start + length), rows[0]!.length));
    start += length;
  }
  return {
    rows: rows.length,
    groups: groups.length,
    covariance: (chosen) => covarianceOf(joinMoments(chosen.map((group) => moments[group]!))),
  };
}

/** Statistics of `count` models by name, each with its interval. */
function estimateAll<Name extends string>(
  count: number,
  statistics: (models: readonly number[]) => Readonly<Record<Name, number | null>>,
): Record<Name, Estimate> {
  const values = statistics(Array.from({ length: count }, (_, at) => at));
  const intervals = bootstrapIntervals(openStream(0, 'report/incremental validity'), count, statistics);
  const estimates = (Object.keys(values) as Name[]).map((name): [Name, Estimate] => [
    name,
    { value: values[name], interval: values[name] === null ? null : intervals[name] },
  ]);
  return Object.fromEntries(estimates) as Record<Name, Estimate>;
}

function explain(table: GroupedTable): ExplainedShares {
  const { all, ...each } = estimateAll(table.groups, (groups) => {
    const covariance = table.covariance(groups);
    const by = (...predictors: number[]) => explainedShare(covariance, SCORE, predictors);
    const [first, second, third] = PREDICTORS;
    return { ssimToClassMean: by(first), ink: by(second), edgeLength: by(third), all: by(...PREDICTORS) };
  });
  return { rows: table.rows, each, all };
}

function correlateFamilies(table: GroupedTable, names: readonly string[]): FamilyCorrelation[] {
  const pairs = names.flatMap((_, k) => names.slice(k + 1).map((__, j) => [k, k + 1 + j] as const));
  if (pairs.length === 0) return [];
  const estimates = estimateAll(table.groups, (groups) => {
    const covariance = table.covariance(groups);
    const left = takeOut(covariance, PREDICTORS);
    const of = (matrix: Covariance, kind: string) =>
      pairs.map(([a, b]) => [`${kind} ${a} ${b}`, correlationOf(matrix, FIRST_FAMILY + a, FIRST_FAMILY + b)]);
    return Object.fromEntries([...of(covariance, 'all'), ...of(left, 'left')]) as Record<
      string,
      number | null
    >;
  });
  return pairs.map(([a, b]) => ({
    families: [names[a]!, names[b]!],
    correlation: estimates[`all ${a} ${b}`]!,
    left: estimates[`left ${a} ${b}`]!,
  }));
}

/** Every digit that some model has is a trait, and every family a method; models without one of the digits are left out. */
function measureDigitsByFamily(
  models: readonly (readonly ExplainedIdea[])[],
  names: readonly string[],
): DigitsByFamily | null {
  const digits = [...new Set(models.flat().map(({ digit }) => digit))].sort((a, b) => a - b);
  const whole = models.filter((own) => digits.every((digit) => own.some((idea) => idea.digit === digit)));
  if (names.length < 2 || digits.length < 2 || whole.length < LEAST_MODELS) return null;
  const values = whole.map((own) =>
    digits.map((digit) => {
      const ofDigit = own.filter((idea) => idea.digit === digit);
      return names.map((name) => mean(ofDigit.map(({ families }) => families[name]!)));
    }),
  );
  const { sameTrait, sameMethod, neither } = estimateAll(whole.length, openMultitrait(values));
  return {
    models: whole.length,
    digits: digits.length,
    sameDigit: sameTrait,
    sameFamily: sameMethod,
    neither,
  };
}
