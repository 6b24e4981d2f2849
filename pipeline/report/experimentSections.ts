/** What else was asked of the models, as sections of a report; none where nothing was. */

import { comparisonSection } from '../experiments/comparison/comparisonSection.ts';
import { counterfeitsSection } from '../experiments/counterfeits/counterfeitsSection.ts';
import { hintsSection } from '../experiments/hints/hintsSection.ts';
import { transferSection } from '../experiments/transfer/transferSection.ts';
import type { Facet, Section } from '../page/section.ts';
import type { LaidOut } from './gridLayout.ts';
import type { StudyResults } from './results.ts';

/** The sections of the experiments that were done. */
export function experimentSections(results: StudyResults, facets: readonly Facet<LaidOut>[]): Section[] {
  const { comparisons, transfer } = results.experiments;
  const { hintSummaries, counterfeitSummaries } = results;
  const sections: Section[] = [];
  if (comparisons.length > 0) {
    sections.push({ id: 'searches', title: 'Searches compared', body: comparisonSection(comparisons) });
  }
  if (hintSummaries.length > 0) {
    const title = 'Hints: drawing what the model wants';
    sections.push({ id: 'hints', title, body: hintsSection(split(facets, (own) => own.hintSummaries)) });
  }
  if (counterfeitSummaries.length > 0) {
    const title = 'Counterfeits: one digit to the judges, another to the model';
    sections.push({
      id: 'counterfeits',
      title,
      body: counterfeitsSection(split(facets, (own) => own.counterfeitSummaries)),
    });
  }
  if (transfer !== null) {
    const title = 'Transfer: who reads whose ideas';
    sections.push({ id: 'transfer', title, body: transferSection(transfer) });
  }
  return sections;
}

/** What `pick` takes of each facet that has any. */
function split<Item>(
  facets: readonly Facet<LaidOut>[],
  pick: (results: StudyResults) => readonly Item[],
): Facet<readonly Item[]>[] {
  return facets
    .map(({ title, items }) => ({ title, items: pick(items.results) }))
    .filter(({ items }) => items.length > 0);
}
