/** What else was asked of the models, as sections of a report; none where nothing was. */

import type { Section } from '../page/section.ts';
import type { StudyResults } from '../study/tables.ts';
import { comparisonSection } from './comparison/comparisonSection.ts';
import { counterfeitsSection } from './counterfeits/counterfeitsSection.ts';
import { hintsSection } from './hints/hintsSection.ts';
import { transferSection } from './transfer/transferSection.ts';

/** The sections of the experiments that were done. */
export function experimentSections(results: StudyResults): Section[] {
  const { comparisons, transfer } = results.experiments;
  const { hintSummaries, counterfeitSummaries } = results;
  const sections: Section[] = [];
  if (comparisons.length > 0) {
    sections.push({ id: 'searches', title: 'Searches compared', body: comparisonSection(comparisons) });
  }
  if (hintSummaries.length > 0) {
    const title = 'Hints: drawing what the model wants';
    sections.push({ id: 'hints', title, body: hintsSection(hintSummaries) });
  }
  if (counterfeitSummaries.length > 0) {
    const title = 'Counterfeits: one digit to the judges, another to the model';
    sections.push({ id: 'counterfeits', title, body: counterfeitsSection(counterfeitSummaries) });
  }
  if (transfer !== null) {
    const title = 'Transfer: who reads whose ideas';
    sections.push({ id: 'transfer', title, body: transferSection(transfer) });
  }
  return sections;
}
