/** What hints did, summed up over the models of each cell, and row by row for hints.csv. */
import type { HintedModel } from '../../analysis/experimentTable.ts';
import { mean } from '../../math/rows.ts';
import type { Model } from '../../study/grid.ts';
import { averageChange, groupByCell, medianOrNull } from '../changedImages.ts';
import type { ModelRecord } from '../defineExperiment.ts';
import {
  HEADLINE_PIXELS,
  HINT_SOURCES,
  type HintScores,
  type HintSource,
  type HintSummary,
  type HintsRecord,
} from './hintsRecord.ts';

/** What was found of one model. */
export type ModelHints = ModelRecord<HintsRecord, HintScores>;

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
            before: mean(judged.map(({ before }) => before)),
            after: mean(judged.map(({ borrowed }) => borrowed[source])),
          })),
  };
}

/** A row of hints.csv: one model, source and number of pixels borrowed in random order. */
export interface HintRow {
  readonly source: HintSource;
  readonly pixels: number;
  /** Misread images that were helped, and those of them read right. */
  readonly images: number;
  readonly recognised: number;
}

/** The rows of hints.csv, model by model in the order of the records. */
export function listHintRows(records: readonly ModelHints[]): { model: Model; fields: HintRow }[] {
  return records.flatMap(({ model, record }) =>
    HINT_SOURCES.flatMap((source) =>
      record.pixels.map((pixels, k) => ({
        model,
        fields: { source, pixels, images: record.images.length, recognised: record.recognised[source][k]! },
      })),
    ),
  );
}

/** What claim C4 is tested on: by model, the misread images that {@link HEADLINE_PIXELS} borrowed pixels help. */
export function listHintEvidence(records: readonly ModelHints[]): HintedModel[] {
  return records.flatMap(({ model: { settings, seed }, record }) => {
    const at = record.pixels.indexOf(HEADLINE_PIXELS);
    if (at < 0) return [];
    const { hidden, batch } = settings;
    const recognised = bySource((source) => record.recognised[source][at]!);
    return [{ hidden, batch, seed, images: record.images.length, pixels: HEADLINE_PIXELS, recognised }];
  });
}

function bySource<Value>(of: (source: HintSource) => Value): Record<HintSource, Value> {
  return { idea: of('idea'), mean: of('mean'), random: of('random') };
}
