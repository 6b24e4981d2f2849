/**
 * The result tables as CSV: the same records always give the same bytes. Each begins with the model, its cell, a column
 * for every axis of the study, and the seed.
 *
 * Times are left out on purpose: these files are hashed, and two equal runs must hash alike.
 */
import type { CounterfeitRow, HintRow } from '../experiments/experimentTables.ts';
import { type Column, encodeCsv } from '../store/csv.ts';
import { AXES, type AxisName } from '../study/axes.ts';
import type { Model } from '../study/grid.ts';
import type { ReadingRecord } from '../study/records.ts';
import type { IdeaRow, ModelRow } from '../study/tables.ts';

/** What begins every table: the model, its cell, a column an axis of the study, and the seed. */
function modelColumns(axes: readonly AxisName[]): readonly Column<{ readonly model: Model }>[] {
  return [
    ['model', ({ model }) => model.name],
    ['cell', ({ model }) => model.cell.name],
    ...axes.map(
      (axis): Column<{ readonly model: Model }> => [AXES[axis].column, ({ model }) => model.settings[axis]],
    ),
    ['seed', ({ model }) => model.seed],
  ];
}

/** The epochs of a model, where no axis says them. */
const EPOCHS: Column<ModelRow> = ['epochs', (model) => model.epochs];

/** models.csv: one row a model, in the order given; `median_flips` is empty where there is none. */
export function modelsCsv(models: readonly ModelRow[], axes: readonly AxisName[]): string {
  return encodeCsv<ModelRow>(models, [
    ...modelColumns(axes),
    ...(axes.includes('epochs') ? [] : [EPOCHS]),
    ['updates', (model) => model.updates],
    ['train_loss', (model) => model.trainLoss],
    ['test_accuracy', (model) => model.testAccuracy],
    ['recognisability', (model) => model.recognisability],
    ['recognisability_masked', (model) => model.recognisabilityMasked],
    ['median_flips', (model) => model.medianFlips],
  ]);
}

/**
 * ideas.csv: one row an idea, in the order given. `judge_NAME` (P of the intended digit), `forced_NAME` (the same if
 * it must be a digit), `not_digit_NAME`, `typicality_NAME` and `top_NAME` have one column a judge of any idea, by name;
 * a field is empty where a judge has no such answer.
 */
export function ideasCsv(ideas: readonly IdeaRow[], axes: readonly AxisName[]): string {
  const judges = [...new Set(ideas.flatMap((idea) => Object.keys(idea.judges)))].sort();
  const ofReadings = (what: string, pick: (reading: ReadingRecord) => number | null): Column<IdeaRow>[] =>
    judges.map((judge) => [
      `${what}_${judge}`,
      ({ readings: { [judge]: reading } }) => (reading === undefined ? null : pick(reading)),
    ]);
  return encodeCsv<IdeaRow>(ideas, [
    ...modelColumns(axes),
    ['method', (idea) => idea.method],
    ['digit', (idea) => idea.digit],
    ['restart', (idea) => idea.restart],
    ['energy', (idea) => idea.energy],
    ['evaluations', (idea) => idea.evaluations],
    ['certified', (idea) => idea.certified],
    ['recognisability', (idea) => idea.recognisability],
    ['recognisability_masked', (idea) => idea.recognisabilityMasked],
    ['panel_minimum', (idea) => Math.min(...Object.values(idea.judges))],
    ...judges.map((judge): Column<IdeaRow> => [`judge_${judge}`, (idea) => idea.judges[judge] ?? null]),
    ...ofReadings('forced', ({ forcedChoice }) => forcedChoice),
    ...ofReadings('not_digit', ({ notDigit }) => notDigit),
    ...ofReadings('typicality', ({ typicality }) => typicality),
    ...ofReadings('top', ({ top }) => top),
    ['ink', (idea) => idea.descriptors.ink],
    ['components', (idea) => idea.descriptors.components],
    ['edge_length', (idea) => idea.descriptors.edgeLength],
    ['ssim_to_class_mean', (idea) => idea.descriptors.ssimToClassMean],
    ['score_version', (idea) => idea.scoreVersion],
  ]);
}

/** hints.csv: one row a model, source and number of pixels, in the order given. */
export function hintsCsv(rows: readonly HintRow[], axes: readonly AxisName[]): string {
  return encodeCsv<HintRow>(rows, [
    ...modelColumns(axes),
    ['source', (row) => row.source],
    ['pixels', (row) => row.pixels],
    ['images', (row) => row.images],
    ['recognised', (row) => row.recognised],
  ]);
}

/** counterfeits.csv: one row a model and number of flips, in the order given; a field is empty where nothing is known. */
export function counterfeitsCsv(rows: readonly CounterfeitRow[], axes: readonly AxisName[]): string {
  return encodeCsv<CounterfeitRow>(rows, [
    ...modelColumns(axes),
    ['flips', (row) => row.flips],
    ['unbroken', (row) => row.unbroken],
    ['unbroken_judged', (row) => row.unbrokenJudged],
  ]);
}
