/** The conclusions of a study for programs: what its report says in sentences, in words that can be compared. */
import { z } from 'zod';
import { VERDICTS } from '../analysis/finding.ts';
import { type Conclusion, signOf } from './conclusions.ts';
import type { StudyResults } from './studyResults.ts';

/** Which way a score goes: not shown where its interval has 0 in it, or the change rounds to 0.000. */
const DIRECTIONS = ['rises', 'falls', 'not shown'] as const;
type Direction = (typeof DIRECTIONS)[number];

/** Content of verdicts.json. */
export const studyVerdicts = z.strictObject({
  /** By the title of the contrast: `a doubling of the batch size`. */
  contrasts: z.record(z.string(), z.enum(DIRECTIONS)),
  /** By hypothesis or claim, H1 to H6 and C1 to C5. */
  findings: z.record(z.string(), z.enum(VERDICTS)),
});
export type StudyVerdicts = z.output<typeof studyVerdicts>;

/** The conclusions; none where the judges cannot read the study's images, or no model is finished. */
export function listVerdicts({
  conclusions,
  tests,
}: Pick<StudyResults, 'conclusions' | 'tests'>): StudyVerdicts {
  if (tests === null) return { contrasts: {}, findings: {} };
  return {
    contrasts: Object.fromEntries(conclusions.map((one) => [one.contrast.title, directionOf(one)])),
    findings: Object.fromEntries(tests.findings.map(({ id, verdict }) => [id, verdict])),
  };
}

function directionOf({ primary }: Conclusion): Direction {
  const { interval } = primary;
  const sign = signOf(primary);
  const isShown = interval === null || interval[0] > 0 || interval[1] < 0;
  if (sign === 0 || !isShown) return 'not shown';
  return sign > 0 ? 'rises' : 'falls';
}
