/** What the score is worth at its bottom: what the judges give ideas of networks that were never trained. */
import type { StudyResults } from './studyResults.ts';

/** The kind of non-digit on a card that no reader should see a digit in, and that is made as ideas are. */
const UNTRAINED = 'untrained idea';

/** Mean score of ideas of untrained networks by a study's readers, from their card; null where it was not measured. */
export function findFloor({ panel, judges }: Pick<StudyResults, 'panel' | 'judges'>): number | null {
  const card = panel ?? (judges.length === 1 ? judges[0] : undefined);
  return card?.nonDigits.find(({ kind }) => kind === UNTRAINED)?.intended ?? null;
}
