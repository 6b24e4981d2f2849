/** Do the judges put the ideas in the same order? Agreement is no proof of validity; disagreement is a warning. */
import { kendallTauB } from '../statistics/rankCorrelation.ts';
import type { IdeaRow } from '../study/tables.ts';
import type { Agreement } from './results.ts';

/** Kendall's tau-b of every pair of judges, by name. */
export function measureAgreement(ideas: readonly IdeaRow[]): Agreement[] {
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
