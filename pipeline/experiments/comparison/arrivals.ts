/** How soon searches get where they go: evaluations until most of the rise in energy is made. */
import { ARRIVED, type ComparisonRecord, type SearchTrace } from './comparisonRecord.ts';

/**
 * For each search, the evaluations an idea at which its mean energy first is at least s + {@link ARRIVED} (e - s), where s
 * and e are the first and the last energy of the first search, which all others are held against; null where it never is.
 */
export function countUntilArrival({ searches }: Pick<ComparisonRecord, 'searches'>): (number | null)[] {
  const first = searches[0]?.trace ?? [];
  const [start, end] = [first[0]?.energy ?? 0, first.at(-1)?.energy ?? 0];
  const wanted = start + ARRIVED * (end - start);
  return searches.map(({ trace }: Pick<SearchTrace, 'trace'>) => {
    const arrived = trace.find(({ energy }) => energy >= wanted);
    return arrived === undefined ? null : Math.round(arrived.evaluations);
  });
}
