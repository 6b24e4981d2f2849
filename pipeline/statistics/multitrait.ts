/**
 * The multitrait-multimethod matrix: whether different methods measure the same trait alike, and more alike than one method
 * measures different traits.
 *
 * Campbell and Fiske, "Convergent and discriminant validation by the multitrait-multimethod matrix", Psychological
 * Bulletin 56(2), 1959.
 */
import { correlationOf, covarianceOf, standardise, sumMoments } from './covariance.ts';

/** What several methods measure of several traits, unit by unit: values[unit][trait][method]. */
export interface Multitrait {
  readonly traits: readonly string[];
  readonly methods: readonly string[];
  readonly values: readonly (readonly (readonly number[])[])[];
}

/** Mean correlations over units, each null where none is defined. */
export interface MultitraitSummary {
  /** Of the same trait by different methods: convergent validity, the higher the better. */
  readonly sameTrait: number | null;
  /** Of different traits by the same method: what traits share, and what a method adds to all. */
  readonly sameMethod: number | null;
  /** Of different traits by different methods: what traits share. */
  readonly neither: number | null;
  /** {@link sameTrait} of each trait alone. */
  readonly byTrait: readonly (number | null)[];
}

/** The mean correlations over the units `indices`, all where not given. */
export function summariseMultitrait(
  { traits, methods, values }: Multitrait,
  indices?: readonly number[],
): MultitraitSummary {
  const units = indices === undefined ? values : indices.map((unit) => values[unit]!);
  const rows = standardise(units.map((unit) => unit.flat()));
  const variables = traits.flatMap((_, trait) => methods.map((__, method) => ({ trait, method })));
  const covariance = covarianceOf(sumMoments(rows, variables.length));
  const pairs = variables.flatMap((first, i) =>
    variables.slice(i + 1).map((second, k) => ({
      isSameTrait: first.trait === second.trait,
      isSameMethod: first.method === second.method,
      trait: first.trait,
      correlation: correlationOf(covariance, i, i + 1 + k),
    })),
  );
  const average = (isWanted: (pair: (typeof pairs)[number]) => boolean) => {
    const found = pairs.filter(isWanted).flatMap(({ correlation }) => correlation ?? []);
    return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length;
  };
  return {
    sameTrait: average(({ isSameTrait }) => isSameTrait),
    sameMethod: average(({ isSameMethod }) => isSameMethod),
    neither: average(({ isSameTrait, isSameMethod }) => !isSameTrait && !isSameMethod),
    byTrait: traits.map((_, trait) => average((pair) => pair.isSameTrait && pair.trait === trait)),
  };
}
