/** What counterfeits took, summed up over the models of each cell, and row by row for counterfeits.csv. */
import type { CounterfeitedModel } from '../../analysis/experimentTable.ts';
import { mean } from '../../math/rows.ts';
import type { Model } from '../../study/grid.ts';
import { averageChange, groupByCell, medianOrNull } from '../changedImages.ts';
import type { ModelRecord } from '../defineExperiment.ts';
import type {
  CounterfeitJudgement,
  CounterfeitScores,
  CounterfeitSummary,
  CounterfeitsRecord,
  UnbrokenPoint,
} from './counterfeitsRecord.ts';

/** What was found of one model. */
export type ModelCounterfeits = ModelRecord<CounterfeitsRecord, CounterfeitScores>;

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
      target: mean(broken.map(({ nearest }) => nearest.targetProbability)),
      stillDigit: mean(broken.map(({ isStill }) => Number(isStill))),
    },
  };
}

/** A row of counterfeits.csv: one model and number of flips. */
export interface CounterfeitRow {
  readonly flips: number;
  /** Share of images that no so many flips turn into another digit for the model; null where none was tried. */
  readonly unbroken: number | null;
  /** The same while the judges still call the image the digit that it was; null where they were not asked. */
  readonly unbrokenJudged: number | null;
}

/** The rows of counterfeits.csv, model by model in the order of the records. */
export function listCounterfeitRows(
  records: readonly ModelCounterfeits[],
  budget: number,
): { model: Model; fields: CounterfeitRow }[] {
  return records.flatMap(({ model, record, scores }) => {
    const alone = traceUnbroken(listNearest(record), budget);
    const judged = traceUnbroken(
      (scores?.images ?? []).map(({ unnoticed }) => unnoticed?.flips ?? null),
      budget,
    );
    return Array.from({ length: budget + 1 }, (_, flips) => ({
      model,
      fields: { flips, unbroken: alone[flips]?.share ?? null, unbrokenJudged: judged[flips]?.share ?? null },
    }));
  });
}

/** What claim C5 is tested on: by model, the judged images with a counterfeit that the judges do not notice. */
export function listCounterfeitEvidence(
  records: readonly ModelCounterfeits[],
  flips: number,
): CounterfeitedModel[] {
  return records.flatMap(({ model: { settings, seed }, scores }) => {
    if (scores === null) return [];
    const { hidden, batch } = settings;
    const unnoticed = scores.images.filter((image) => image.unnoticed !== null).length;
    return [{ hidden, batch, seed, images: scores.images.length, unnoticed, flips }];
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
    share: mean(needed.map((count) => Number(count === null || count > flips))),
  }));
}
