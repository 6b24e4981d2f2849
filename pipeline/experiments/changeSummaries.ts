/**
 * What was asked of the models beside their ideas: model by model, and summed up over the seeds of each cell.
 *
 * Images of one model are not independent of each other, so no intervals are given here: these are curves to look at.
 */
import { median } from 'simple-statistics';
import { groupBy } from '../statistics/groupBy.ts';
import type { Model } from '../study/grid.ts';
import {
  type CounterfeitScores,
  type CounterfeitsRecord,
  HINT_SOURCES,
  type HintScores,
  type HintSource,
  type HintsRecord,
} from './experimentRecords.ts';
import type {
  CounterfeitJudgement,
  CounterfeitRow,
  CounterfeitSummary,
  HintRow,
  HintSummary,
  Judged,
  ModelRecord,
  UnbrokenPoint,
} from './experimentTables.ts';

type ModelHints = ModelRecord<HintsRecord, HintScores>;
type ModelCounterfeits = ModelRecord<CounterfeitsRecord, CounterfeitScores>;

/** One summary a cell, in the order of the grid. */
export function summariseHints(records: readonly ModelHints[]): HintSummary[] {
  return groupByCell(records).map(({ cell, members }) => {
    const images = members.flatMap(({ record }) => record.images);
    const shareOf = (counts: (record: HintsRecord) => number) =>
      images.length === 0 ? 0 : members.reduce((sum, { record }) => sum + counts(record), 0) / images.length;
    const curves = HINT_SOURCES.flatMap((source) =>
      members[0]!.record.pixels.map((pixels, k) => ({
        ...{ source, pixels },
        share: shareOf(({ recognised }) => recognised[source][k]!),
        enough: shareOf(({ enough }) => enough[source][k]!),
      })),
    );
    const fewest = bySource((source) => medianOrNull(images.map((image) => image.fewest[source])));
    return { cell, images: images.length, curves, fewest, ...judgeHints(members) };
  });
}

function judgeHints(members: readonly ModelHints[]) {
  const judged = members.flatMap(({ record, scores }) =>
    (scores?.images ?? []).map((score, k) => ({
      ...score,
      isHelped: record.images[k]!.fewest.idea !== null,
    })),
  );
  // Images for which the budget was too small are as they were: they say nothing about hints.
  const helped = judged.filter(({ isHelped }) => isHelped);
  return {
    judgedFewest: averageChange(helped.map(({ before, fewest }) => ({ before, after: fewest }))),
    judgedBorrowed:
      judged.length === 0
        ? null
        : bySource((source) => ({
            images: judged.length,
            before: meanOf(judged, ({ before }) => before),
            after: meanOf(judged, ({ borrowed }) => borrowed[source]),
          })),
  };
}

/** The rows of hints.csv, model by model in the order of the records. */
export function tabulateHints(records: readonly ModelHints[]): HintRow[] {
  return records.flatMap(({ model, record }) =>
    HINT_SOURCES.flatMap((source) =>
      record.pixels.map((pixels, k) => ({
        ...{ model, source, pixels },
        images: record.images.length,
        recognised: record.recognised[source][k]!,
      })),
    ),
  );
}

/** One summary a cell, in the order of the grid; `budget`: most flips that were allowed. */
export function summariseCounterfeits(
  records: readonly ModelCounterfeits[],
  budget: number,
): CounterfeitSummary[] {
  return groupByCell(records).map(({ cell, members }) => {
    const needed = members.flatMap(({ record }) => listNearest(record));
    return {
      ...{ cell, budget },
      images: needed.length,
      flips: medianOrNull(needed),
      unbroken: traceUnbroken(needed, budget),
      judged: judgeCounterfeits(members, budget),
    };
  });
}

function judgeCounterfeits(
  members: readonly ModelCounterfeits[],
  budget: number,
): CounterfeitJudgement | null {
  const judged = members.flatMap(({ scores }) => scores?.images ?? []);
  if (judged.length === 0) return null;
  const needed = judged.map(({ unnoticed }) => unnoticed?.flips ?? null);
  const broken = judged.flatMap(({ before, nearest, unnoticed }) =>
    nearest === null ? [] : [{ before, nearest, isStill: unnoticed?.target === nearest.target }],
  );
  const change = averageChange(
    broken.map(({ before, nearest }) => ({ before, after: nearest.digitProbability })),
  );
  return {
    images: judged.length,
    flips: medianOrNull(needed),
    unbroken: traceUnbroken(needed, budget),
    nearest: change && {
      ...change,
      target: meanOf(broken, ({ nearest }) => nearest.targetProbability),
      stillDigit: meanOf(broken, ({ isStill }) => Number(isStill)),
    },
  };
}

/** The rows of counterfeits.csv, model by model in the order of the records. */
export function tabulateCounterfeits(
  records: readonly ModelCounterfeits[],
  budget: number,
): CounterfeitRow[] {
  return records.flatMap(({ model, record, scores }) => {
    const alone = traceUnbroken(listNearest(record), budget);
    const judged = traceUnbroken(
      (scores?.images ?? []).map(({ unnoticed }) => unnoticed?.flips ?? null),
      budget,
    );
    return Array.from({ length: budget + 1 }, (_, flips) => ({
      ...{ model, flips },
      unbroken: alone[flips]?.share ?? null,
      unbrokenJudged: judged[flips]?.share ?? null,
    }));
  });
}

/** By image of a model the flips of its nearest counterfeit for the model alone; null where there is none. */
export function listNearest({ images }: CounterfeitsRecord): (number | null)[] {
  return images.map(({ flips, target }) => (target === null ? null : flips[target]!));
}

/** The share of images that need more flips, null being more than anything, for 0 to `budget`; empty without images. */
function traceUnbroken(needed: readonly (number | null)[], budget: number): UnbrokenPoint[] {
  if (needed.length === 0) return [];
  return Array.from({ length: budget + 1 }, (_, flips) => ({
    flips,
    share: meanOf(needed, (count) => Number(count === null || count > flips)),
  }));
}

/** The median, taking null for more than anything; null where the median itself is that, or there are no values. */
export function medianOrNull(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null;
  const middle = median(values.map((value) => value ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(middle) ? middle : null;
}

function averageChange(
  images: readonly { readonly before: number; readonly after: number }[],
): Judged | null {
  if (images.length === 0) return null;
  return {
    images: images.length,
    before: meanOf(images, ({ before }) => before),
    after: meanOf(images, ({ after }) => after),
  };
}

function meanOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}

function bySource<Value>(of: (source: HintSource) => Value): Record<HintSource, Value> {
  return { idea: of('idea'), mean: of('mean'), random: of('random') };
}

/** The members of each cell, in the order in which the cells first appear: that of the grid. */
function groupByCell<Member extends { readonly model: Model }>(records: readonly Member[]) {
  return [...groupBy(records, ({ model }) => model.cell.name).values()].map((members) => ({
    cell: members[0]!.model.cell,
    members,
  }));
}
