/**
 * Locks of the analysis: written before a study's models are trained, so that nobody can say that its hypotheses, its judges
 * or its analysis were chosen by what came out.
 */
import { z } from 'zod';
import { exists } from '../store/files.ts';
import { readRecord } from '../store/recordFile.ts';

/** What is locked. */
const lockedContent = z.strictObject({
  /** SHA-256 of source files by their path below pipeline/. */
  code: z.record(z.string(), z.string()),
  /** The version of scores, which names the judges and their calibrations to the byte. */
  judges: z.string(),
  /** Statements of H1 to H6 and C1 to C5. */
  hypotheses: z.record(z.string(), z.string()),
  exclusions: z.array(z.string()),
  /** The part of the resolved config on which figures depend. */
  config: z.record(z.string(), z.unknown()),
});
export type LockedContent = z.output<typeof lockedContent>;

const analysisLock = z.strictObject({
  /** SHA-256 of the canonical JSON of `locked`: what models carry that are trained under it. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256'),
  /** The day on which it was made, for readers; nothing depends on it. */
  date: z.string(),
  locked: lockedContent,
});
export type AnalysisLock = z.output<typeof analysisLock>;

/** What to do about a lock that cannot be read. */
const RESTORE_LOCK = 'take it from the repository again, or make another with make lock-analysis';

/** The lock of a config lies beside it: `configs/sweep.analysis-lock.json` of `configs/sweep.yaml`. */
export function lockPathOf(configFile: string): string {
  return `${configFile.replace(/\.[^./\\]+$/, '')}.analysis-lock.json`;
}

/** The lock at `path`; null where there is none. Throws a UserError where it is not as it was written. */
export async function readLock(path: string): Promise<AnalysisLock | null> {
  return (await exists(path)) ? readRecord(path, analysisLock, RESTORE_LOCK) : null;
}
