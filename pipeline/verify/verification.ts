/** What make verify found, as its reports say it. */
import type { Comparison, Difference } from './compare.ts';
import { LEVEL_TITLES, LEVELS, type Level } from './levels.ts';
import type { Reason } from './reasons.ts';
import { WHOLE_STUDY } from './stages.ts';

/** A picture of an idea that differs, by its file beside the reports. */
export interface DifferencePicture {
  readonly file: string;
  /** The idea's path in the study. */
  readonly path: string;
  /** Pixels that are not exactly as expected. */
  readonly pixels: number;
}

/** Everything that the reports are made from. */
export interface Verification {
  readonly study: string;
  readonly lockFile: string;
  readonly asked: Level;
  readonly comparison: Comparison;
  readonly reasons: readonly Reason[];
  readonly pictures: readonly DifferencePicture[];
}

/** Whether a difference is one at the level that was asked for, or at one that it has in it. */
export function counts({ level }: Difference, asked: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(asked);
}

/** What holds of the study, in words: `identical bytes`, `only the same conclusions`. */
export function describeReached({ comparison: { reached } }: Verification): string {
  if (reached === null) return 'not even the same conclusions';
  return reached === 'identical' ? LEVEL_TITLES.identical : `only ${LEVEL_TITLES[reached]}`;
}

/** `ideas of h8-b20-s0: ideas/idea_3.vf: other bytes`. */
export function describeDifference({ stage, model, artifact, what }: Difference): string {
  const whose = model === WHOLE_STUDY ? '' : ` of ${model}`;
  return `${stage}${whose}: ${artifact}: ${what}`;
}

/** Where the first difference is and why, each on a line; none where all is identical. */
export function describeFirst({ comparison, reasons }: Verification): string[] {
  const [first] = comparison.differences;
  if (first === undefined) return [];
  const others = comparison.differences.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more, of which most follow from it)`;
  return [
    `first difference: ${describeDifference(first)}${more}`,
    ...reasons.map(({ text }) => `likely reason: ${text}`),
  ];
}
