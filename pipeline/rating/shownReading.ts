/** In which of its readings people were shown an idea, and what the panel says of it in that one. */
import type { IdeaRow } from '../study/tables.ts';

/** How an image is read: with the pixels that no training image inks set to 0, or as it is. */
export const READING_NAMES = ['masked', 'whole'] as const;
export type ReadingName = (typeof READING_NAMES)[number];

/** The reading whose score is an idea's recognisability. */
export const PRIMARY_READING: ReadingName = 'masked';

/** The panel's score of the idea in a reading, in [0, 1]. */
export function panelScore(idea: IdeaRow, reading: ReadingName): number {
  return reading === 'masked' ? idea.recognisabilityMasked : idea.recognisability;
}

/** The same of each judge, by name. */
export function judgeScores(idea: IdeaRow, _reading: ReadingName): Readonly<Record<string, number>> {
  return idea.judges;
}
