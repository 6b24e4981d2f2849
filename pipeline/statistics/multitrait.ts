/**
 * The multitrait-multimethod matrix: whether different methods measure the same trait alike, and more alike than one method
 * measures different traits.
 *
 * Campbell and Fiske, "Convergent and discriminant validation by the multitrait-multimethod matrix", Psychological
 * Bulletin 56(2), 1959.
 */
import { covarianceOf, standardise, sumMoments } from './covariance.ts';

/** What several methods measure of several traits, unit by unit: values[unit][trait][method]. */
export type Multitrait = readonly (readonly (readonly number[])[])[];

/** Mean correlations over units, each null where none is defined. */
export interface MultitraitSummary {
  /** Of the same trait by different methods: convergent validity, the higher the better. */
  readonly sameTrait: number | null;
  /** Of different traits by the same method: what traits share, and what a method adds to all. */
  readonly sameMethod: number | null;
  /** Of different traits by different methods: what traits share. */
  readonly neither: number | null;
}

/** Sums up any choice of the units, at least one unit, as often as a resampling asks for it. */
export function openMultitrait(values: Multitrait): (units: readonly number[]) => MultitraitSummary {
  const [traits, methods] = [values[0]!.length, values[0]![0]!.length];
  const size = traits * methods;
  const rows = standardise(values.map((unit) => unit.flat()));
  return (units) => {
    const covariance = covarianceOf(
      sumMoments(
        units.map((unit) => rows[unit]!),
        size,
      ),
    );
    const deviations = covariance.map((row, i) => Math.sqrt(row[i]!));
    const means = { sameTrait: new Mean(), sameMethod: new Mean(), neither: new Mean() };
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++) {
        const scale = deviations[i]! * deviations[j]!;
        if (!(scale > LEAST_SCALE)) continue;
        const isSameTrait = Math.floor(i / methods) === Math.floor(j / methods);
        const kind = isSameTrait ? 'sameTrait' : i % methods === j % methods ? 'sameMethod' : 'neither';
        means[kind].add(covariance[i]![j]! / scale);
      }
    }
    const { sameTrait, sameMethod, neither } = means;
    return { sameTrait: sameTrait.value, sameMethod: sameMethod.value, neither: neither.value };
  };
}

/** Of variables with a standard deviation of 1 over all units: less is rounding. */
const LEAST_SCALE = 1e-12;

class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  get value(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }
}
