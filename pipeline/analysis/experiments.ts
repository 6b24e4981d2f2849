/**
 * What was asked of the models beside their ideas, summed up over the seeds of each (hidden, batch).
 *
 * Images of one model are not independent of each other, so no intervals are given here: these are curves to look at.
 */
import { median } from 'simple-statistics';
import {
  type CounterfeitsRecord,
  HINT_SOURCES,
  type HintSource,
  type HintsRecord,
} from '../study/experiments.ts';
import type { Cell } from '../study/grid.ts';
import type { CellRecord, CounterfeitSummary, HintSummary, Judged } from './tables.ts';

/** One summary a (hidden, batch), in the order of the records. */
export function summariseHints(records: readonly CellRecord<HintsRecord>[]): HintSummary[] {
  return groupByCell(records).map(({ hidden, batch, members }) => {
    const images = members.flatMap(({ record }) => record.images);
    const curves = HINT_SOURCES.flatMap((source) =>
      members[0]!.record.pixels.map((pixels, k) => {
        const right = members.reduce((sum, { record }) => sum + record.recognised[source][k]!, 0);
        return { source, pixels, share: images.length === 0 ? 0 : right / images.length };
      }),
    );
    const fewest = (source: HintSource) => medianOrNull(images.map((image) => image.fewest[source]));
    return {
      ...{ hidden, batch, images: images.length, curves },
      fewest: { idea: fewest('idea'), mean: fewest('mean'), random: fewest('random') },
      // Images for which the budget was too small are as they were: they say nothing about hints.
      judged: judge(members, (image) => image.fewest.idea !== null),
    };
  });
}

/** One summary a (hidden, batch), in the order of the records; `budget`: most flips that were allowed. */
export function summariseCounterfeits(
  records: readonly CellRecord<CounterfeitsRecord>[],
  budget: number,
): CounterfeitSummary[] {
  return groupByCell(records).map(({ hidden, batch, members }) => {
    const nearest = members.flatMap(({ record }) =>
      record.images.map(({ flips, target }) => (target === null ? null : flips[target]!)),
    );
    const unbroken = Array.from({ length: budget + 1 }, (_, flips) => ({
      flips,
      share:
        nearest.filter((needed) => needed === null || needed > flips).length / Math.max(1, nearest.length),
    }));
    return {
      ...{ hidden, batch, images: nearest.length, unbroken },
      flips: medianOrNull(nearest),
      judged: judge(members, (image) => image.target !== null),
    };
  });
}

/** The median, taking null for more than anything; null where the median itself is that, or there are no values. */
export function medianOrNull(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null;
  const middle = median(values.map((value) => value ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(middle) ? middle : null;
}

function judge<Image>(
  members: readonly CellRecord<{ readonly images: readonly Image[] }>[],
  counts: (image: Image) => boolean,
): Judged | null {
  const scores = members.flatMap(({ record, scores }) =>
    scores === null ? [] : scores.images.filter((_, k) => counts(record.images[k]!)),
  );
  if (scores.length === 0) return null;
  const mean = (of: (score: (typeof scores)[number]) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const hasTarget = scores.every(({ target }) => target !== null);
  return {
    images: scores.length,
    before: mean(({ before }) => before),
    after: mean(({ after }) => after),
    stillDigit: hasTarget ? mean(({ after, target }) => Number(after > target!)) : null,
  };
}

function groupByCell<Member extends { readonly cell: Cell }>(records: readonly Member[]) {
  const groups = new Map<string, { hidden: number; batch: number; members: Member[] }>();
  for (const member of records) {
    const { hidden, batch } = member.cell;
    const group = groups.get(`${hidden}/${batch}`) ?? { hidden, batch, members: [] };
    group.members.push(member);
    groups.set(`${hidden}/${batch}`, group);
  }
  return [...groups.values()].sort((a, b) => a.hidden - b.hidden || a.batch - b.batch);
}
