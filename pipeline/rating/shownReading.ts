/** What the panel says of an idea in the reading in which people were shown it. */
import { intended } from '../judging/scoreIdeas.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import type { ReadingName } from '../study/records.ts';
import type { IdeaRow } from '../study/tables.ts';

/** The panel's score of the idea in a reading, in [0, 1], at the primary tolerance. */
export function panelScore({ readings }: IdeaRow, reading: ReadingName): number {
  return readings[reading].score[PRIMARY_TOLERANCE];
}

/** The same of each judge, by name. */
export function judgeScores({ readings }: IdeaRow, reading: ReadingName): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(readings[reading].judges).map(([name, judge]) => [name, intended(judge)]),
  );
}
