/** Intervals of legibility, row by row and as means over digits. */
import { mean } from '../../math/rows.ts';
import type { LegibilityInterval, ModelLegibility } from './legibilityRecord.ts';

/** What one reader found of a model and digit. */
export interface IntervalRow {
  readonly model: ModelLegibility['model'];
  readonly digit: number;
  readonly reader: string;
  readonly reads: number;
  readonly interval: LegibilityInterval;
}

/** Every interval that the judges found: by model, digit and reader. */
export function listIntervals(records: readonly ModelLegibility[]): IntervalRow[] {
  return records.flatMap(({ model, record, scores }) =>
    (scores?.digits ?? []).flatMap(({ reads, intervals }, k) =>
      Object.entries(intervals).map(([reader, interval]) => ({
        ...{ model, digit: record.digits[k]!.digit },
        ...{ reader, reads, interval },
      })),
    ),
  );
}

/** Mean scores over the digits of a model. */
export interface MeanInterval {
  readonly digits: number;
  readonly least: number;
  readonly idea: number;
  readonly most: number;
}

/** The means of one reader on one model, over those of `digits` that have an interval; null where none has. */
export function meanInterval(
  record: ModelLegibility,
  reader: string,
  digits?: ReadonlySet<number>,
): MeanInterval | null {
  const own = listIntervals([record]).filter(
    (row) => row.reader === reader && (digits?.has(row.digit) ?? true),
  );
  if (own.length === 0) return null;
  return {
    digits: own.length,
    least: mean(own.map(({ interval }) => interval.least.score)),
    idea: mean(own.map(({ interval }) => interval.idea)),
    most: mean(own.map(({ interval }) => interval.most.score)),
  };
}

/** Pairs of models that have intervals of the same digits, and those whose means over these have a score in common. */
export function countOverlaps(
  records: readonly ModelLegibility[],
  reader: string,
): { overlapping: number; pairs: number } {
  const pairs = records.flatMap((one, k) =>
    records.slice(0, k).flatMap((other) => {
      const [a, b] = [
        meanInterval(one, reader, listDigits(other)),
        meanInterval(other, reader, listDigits(one)),
      ];
      return a === null || b === null ? [] : [{ a, b }];
    }),
  );
  const overlapping = pairs.filter(({ a, b }) => a.least <= b.most && b.least <= a.most).length;
  return { overlapping, pairs: pairs.length };
}

function listDigits(record: ModelLegibility): Set<number> {
  return new Set(listIntervals([record]).map(({ digit }) => digit));
}
