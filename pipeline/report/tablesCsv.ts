/**
 * The result tables as CSV: the same records always give the same bytes. Each begins with the model, its cell, a column
 * for every axis of the study, and the seed.
 *
 * Times are left out on purpose: these files are hashed, and two equal runs must hash alike.
 */
import type { ModelTable, ReportPart } from '../experiments/reportPart.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { type Column, encodeCsv } from '../store/csv.ts';
import { AXES, type AxisName } from '../study/axes.ts';
import type { Model } from '../study/grid.ts';
import type { ReadingRecord } from '../study/records.ts';
import type { IdeaRow, ModelRow } from '../study/tables.ts';
import type { StudyResults } from './studyResults.ts';

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

/** models.csv: one row a model, in the order given; what an experiment adds is empty where it found nothing. */
export function modelsCsv(
  { models, parts, check }: Pick<StudyResults, 'models' | 'parts' | 'check'>,
  axes: readonly AxisName[],
): string {
  return encodeCsv<ModelRow>(models, [
    ...modelColumns(axes),
    ...(axes.includes('epochs') ? [] : [EPOCHS]),
    ['updates', (row) => row.updates],
    ['train_loss', (row) => row.trainLoss],
    ['test_accuracy', (row) => row.testAccuracy],
    ['recognisability', (row) => row.recognisability],
    ['recognisability_masked', (row) => row.recognisabilityMasked],
    ...checkColumns(check),
    ...parts.flatMap(({ modelValues }) =>
      Object.entries(modelValues).map(
        ([header, values]): Column<ModelRow> => [header, ({ model }) => values.get(model.name) ?? null],
      ),
    ),
  ]);
}

/**
 * Whether the scores beside them hold: the share of the study's own test images that the judges read rightly, and whether
 * it is enough for scores to say anything; empty where that was not checked yet.
 */
function checkColumns(check: StudyResults['check']): readonly Column<unknown>[] {
  return [
    ['judges_right', () => check?.right ?? null],
    ['scores_hold', () => check && doScoresHold(check)],
  ];
}

/** The epochs of a model, where no axis says them. */
const EPOCHS: Column<ModelRow> = ['epochs', (row) => row.epochs];

/**
 * ideas.csv: one row an idea, in the order given. `judge_NAME` (P of the intended digit), `forced_NAME` (the same if
 * it must be a digit), `not_digit_NAME`, `typicality_NAME` and `top_NAME` have one column a judge of any idea, by name;
 * a field is empty where a judge has no such answer.
 */
export function ideasCsv(
  { ideas, check }: Pick<StudyResults, 'ideas' | 'check'>,
  axes: readonly AxisName[],
): string {
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
    ...checkColumns(check),
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

/** The tables of experiments by name, each row with what identifies its model before its own columns. */
export function experimentCsvs(
  parts: readonly ReportPart[],
  axes: readonly AxisName[],
): Record<string, string> {
  const tables = parts.flatMap(({ csv }) => Object.entries(csv)).filter(([, { rows }]) => rows.length > 0);
  return Object.fromEntries(tables.map(([name, table]) => [name, experimentCsv(table, axes)]));
}

function experimentCsv({ rows, columns }: ModelTable, axes: readonly AxisName[]): string {
  type Row = ModelTable['rows'][number];
  return encodeCsv<Row>(rows, [
    ...modelColumns(axes),
    ...columns.map(([header, value]): Column<Row> => [header, ({ fields }) => value(fields)]),
  ]);
}
