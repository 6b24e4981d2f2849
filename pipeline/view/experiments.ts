/** What else was asked of the models, as sections of a report; none where nothing was. */
import type { StudyResults } from '../analysis/tables.ts';
import { comparisonSection } from './comparison.ts';
import { counterfeitsSection } from './counterfeits.ts';
import { hintsSection } from './hints.ts';
import type { Section } from './section.ts';
import { transferSection } from './transfer.ts';

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
