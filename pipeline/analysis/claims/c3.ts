/** C3: the coordinate sweep reaches the energy of Monte Carlo with fewer evaluations. */
import { estimate } from '../effects.ts';
import type { ComparedModel, TracedSearch } from '../experimentTable.ts';
import { asEffect } from '../hypotheses/factorTest.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { blockExperiment } from './experimentBlocks.ts';

export const C3: Hypothesis = {
  id: 'C3',
  statement: 'The coordinate sweep reaches the energy that Monte Carlo reaches with fewer evaluations.',
  test({ experiments }) {
    const { values, n, blocks, notes } = blockExperiment(experiments.comparison, compareEvaluations);
    if (values.length < 2) {
      return { untested: `needs the comparison of searches on at least 2 models, got ${values.length}` };
    }
    return {
      effect: asEffect(estimate(values)),
      unit: "log2 of the evaluations that Monte Carlo needs for the energy that both reach, over the coordinate sweep's,",
      n,
      expected: 1,
      ...{ blocks, ways: [], small: null, hurdles: [], notes },
    };
  },
};

/**
 * log2(evaluations of Monte Carlo / evaluations of the coordinate sweep) until each holds the lower of their two final
 * energies, which both reach; null where one of the searches is missing.
 */
export function compareEvaluations({ searches }: ComparedModel): number | null {
  const [coordinate, monteCarlo] = (['coordinate', 'monte-carlo'] as const).map((method) =>
    searches.find((search) => search.method === method && search.trace.length > 0),
  );
  if (coordinate === undefined || monteCarlo === undefined) return null;
  const common = Math.min(...[coordinate, monteCarlo].map(({ trace }) => trace.at(-1)!.energy));
  return Math.log2(countUntil(monteCarlo, common) / countUntil(coordinate, common));
}

/** Evaluations until a search first holds an energy. */
function countUntil({ trace }: TracedSearch, energy: number): number {
  return (trace.find((point) => point.energy >= energy) ?? trace.at(-1)!).evaluations;
}
