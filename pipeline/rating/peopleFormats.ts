/** How figures of people are written: one way in tables and sentences. */
import { formatScore } from '../page/wording.ts';
import type { Estimate } from '../statistics/predictionPowered.ts';
import type { AgreementRecord } from './ratingRecords.ts';

/** What stands for a figure that there is not. */
export const UNDEFINED = 'undefined';

/** A correlation with two decimals, or that it is undefined. */
export function formatNullable(value: number | null): string {
  return value === null
    ? UNDEFINED
    : formatScore(value)
        .replace(/^-(?=0\.00$)/, '')
        .replace('-', '−');
}

/** A share of pixels: `22%`, `under 1%`. */
export function formatShare(share: number): string {
  return share > 0 && share < 0.005 ? 'under 1%' : `${Math.round(100 * share)}%`;
}

/** The ends of an interval, or that there is none. */
export function formatEnds({ interval }: Pick<AgreementRecord, 'interval'> | Estimate): string {
  return interval === null
    ? 'no interval'
    : `${formatNullable(interval[0])} to ${formatNullable(interval[1])}`;
}
