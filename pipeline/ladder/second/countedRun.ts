/** The one run of the second ladder that counts, and how another stands to it. */
import { sha256 } from '../../store/files.ts';
import type { SecondRecord } from './secondRecord.ts';

/** A whole run with seed 0. */
export interface CountedRun {
  /** Year, month and day. */
  readonly date: string;
  readonly scoreVersion: string;
  /** {@link digestFindings} of its record. */
  readonly findings: string;
}

/** The first run on the panel that is frozen; null as long as there was none. Written once, from what that run says. */
export const COUNTED_RUN: CountedRun | null = {
  date: '2026-11-26',
  scoreVersion: 'abs+cnn+mixture+shape-fa6379ce',
  findings: 'bbf9323077f80d92e0b2591465035b87fcb502ab898d4e9c57d8f5aaeea42473',
};

/** SHA-256 of the kinds' scores and of what was measured. */
export function digestFindings({
  kinds,
  expectations,
}: Pick<SecondRecord, 'kinds' | 'expectations'>): string {
  return sha256(JSON.stringify([kinds, expectations]));
}

/** A sentence on whether `record` is the run that counts, gives the same, or is another. */
export function describeRun(record: SecondRecord, counted: CountedRun | null = COUNTED_RUN): string {
  const findings = digestFindings(record);
  if (record.broken === null) return 'It is not the run that counts, which is whole.';
  if (counted === null) {
    return `No run is on record yet. If this is the first on the frozen panel, it counts: findings ${findings}.`;
  }
  const { date, scoreVersion } = counted;
  if (scoreVersion !== record.scoreVersion) {
    return `The run that counts was made on ${date} with panel ${scoreVersion}. This is another panel, to whose makers the images are no longer new.`;
  }
  const same = findings === counted.findings ? 'gives the same' : 'does not give the same to the last bit';
  return `The run that counts was made on ${date} with this panel; this one ${same}.`;
}
