/**
 * The result tables as CSV, in parts that follow each other: the same records always give the same bytes. Each begins with the model, its cell, a column
 * for every axis of the study, and the seed; where there are models beside the grid, `part` says what a row's is there for.
 *
 * Times are left out on purpose: these files are hashed, and two equal runs must hash alike.
 */
import type { ModelTable, ReportPart } from '../experiments/reportPart.ts';
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { type Column, encodeCsv, encodeCsvParts } from '../store/csv.ts';
import type { TableName } from '../store/studyFolder.ts';
import { AXES, type AxisName } from '../study/axes.ts';
import type { Model } from '../study/grid.ts';
import type { ReadingRecord } from '../study/records.ts';
import { isSideModel, partsOf } from '../study/sideModels.ts';
import type { IdeaRow, ModelRow } from '../study/tables.ts';
import type { Conclusion } from './conclusions.ts';
import type { StudyResults } from './studyResults.ts';

/** What begins every table: the model, its cell, a column an axis of the study, and the seed. */
export function modelColumns(axes: readonly AxisName[]): readonly Column<{ readonly model: Model }>[] {
  return [
    ['model', ({ model }) => model.name],
    ['cell', ({ model }) => model.cell.name],
    ...axes.map(
      (axis): Column<{ readonly model: Model }> => [AXES[axis].column, ({ model }) => model.settings[axis]],
    ),
    ['seed', ({ model }) => model.seed],
  ];
}

/** What a model is there for, such as `grid` or `noise+dose`; not there where all are of the grid. */
function partColumns(
  rows: readonly { readonly model: Model }[],
): readonly Column<{ readonly model: Model }>[] {
  if (!rows.some(({ model }) => isSideModel(model))) return [];
  return [['part', ({ model }) => partsOf(model).join('+')]];
}

/** models.csv: one row a model, in the order given; what an experiment adds is empty where it found nothing. */
export function modelsCsv(
  { models, parts, check, given }: Pick<StudyResults, 'models' | 'parts' | 'check' | 'given'>,
  axes: readonly AxisName[],
): Iterable<string> {
  return encodeCsvParts<ModelRow>(models, [
    ...modelColumns(axes),
    ...partColumns(models),
    ...(given === undefined ? trainingColumns(axes) : givenColumns(given)),
    ['test_accuracy', (row) => row.testAccuracy],
    ['recognisability', (row) => row.recognisability],
    ['recognisability_whole', (row) => row.recognisabilityWhole],
    ['recognisability_framed', (row) => row.recognisabilityFramed],
    ['recognisability_much_noise', (row) => row.recognisabilityMuchNoise],
    ['forced_choice', (row) => row.forcedChoice],
    ...checkColumns(check),
    ...namedColumns(models, 'family', ({ families }) => families),
    ...namedColumns(models, 'judge', ({ judges }) => judges),
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
export function checkColumns(check: StudyResults['check']): readonly Column<unknown>[] {
  return [
    ['judges_right', () => check?.right ?? null],
    ['scores_hold', () => check && doScoresHold(check)],
  ];
}

/** How a model was trained. */
function trainingColumns(axes: readonly AxisName[]): Column<ModelRow>[] {
  return [
    ...(axes.includes('epochs') ? [] : [EPOCHS]),
    ['updates', (row) => row.updates],
    ['train_loss', (row) => row.trainLoss],
  ];
}

/** What a model is that was trained elsewhere: its file, the SHA-256 of that, what it is, and its loss on training images of the study. */
function givenColumns(given: NonNullable<StudyResults['given']>): Column<ModelRow>[] {
  return [
    ['file', ({ model }) => given[model.name]!.file],
    ['file_sha256', ({ model }) => given[model.name]!.sha256],
    ['form', ({ model }) => given[model.name]!.form],
    ['outputs', ({ model }) => given[model.name]!.outputs],
    ['train_loss', (row) => row.trainLoss],
  ];
}

/** The epochs of a model, where no axis says them. */
const EPOCHS: Column<ModelRow> = ['epochs', (row) => row.epochs];

/** A column for each name of any of `rows`, by name, such as `family_shape`; a field is empty where a row lacks it. */
export function namedColumns<Row>(
  rows: readonly Row[],
  what: string,
  valuesOf: (row: Row) => Readonly<Record<string, number | null>>,
): Column<Row>[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(valuesOf(row))) names.add(name);
  return [...names].sort().map((name) => [`${what}_${name}`, (row) => valuesOf(row)[name] ?? null]);
}

/**
 * ideas.csv: one row an idea, in the order given. But for `recognisability_whole` and `recognisability_framed`, what is said
 * of an idea is of the primary reading, and but for `recognisability_much_noise` at the tolerance `little`. `family_NAME`
 * and `judge_NAME` (P of the intended digit), `forced_NAME` (the same if it must be a digit), `not_digit_NAME`,
 * `typicality_NAME` and `top_NAME` have one column a family or judge of any idea, by name; a field is empty where a judge has
 * no such answer.
 */
export function ideasCsv(
  { ideas, check }: Pick<StudyResults, 'ideas' | 'check'>,
  axes: readonly AxisName[],
): Iterable<string> {
  const primaryOf = ({ readings }: IdeaRow) => readings[PRIMARY_READING];
  const ofJudges = (what: string, pick: (reading: ReadingRecord) => number | null) =>
    namedColumns(ideas, what, (idea) =>
      Object.fromEntries(Object.entries(primaryOf(idea).judges).map(([name, own]) => [name, pick(own)])),
    );
  return encodeCsvParts<IdeaRow>(ideas, [
    ...modelColumns(axes),
    ...partColumns(ideas),
    ['method', (idea) => idea.method],
    ['digit', (idea) => idea.digit],
    ['restart', (idea) => idea.restart],
    ['energy', (idea) => idea.energy],
    ['evaluations', (idea) => idea.evaluations],
    ['certified', (idea) => idea.certified],
    ['recognisability', (idea) => idea.recognisability],
    ['recognisability_whole', ({ readings }) => readings.whole.score.little],
    ['recognisability_framed', ({ readings }) => readings.framed.score.little],
    ['recognisability_much_noise', (idea) => primaryOf(idea).score.much],
    ['forced_choice', (idea) => primaryOf(idea).forcedChoice],
    ...checkColumns(check),
    ...namedColumns(ideas, 'family', (idea) => primaryOf(idea).families),
    ['family_minimum', (idea) => Math.min(...Object.values(primaryOf(idea).families))],
    ...namedColumns(ideas, 'judge', ({ judges }) => judges),
    ...ofJudges('forced', ({ forcedChoice }) => forcedChoice),
    ...ofJudges('not_digit', ({ notDigit }) => notDigit),
    ...ofJudges('typicality', ({ typicality }) => typicality),
    ...ofJudges('top', ({ top }) => top),
    ['ink', (idea) => idea.descriptors.ink],
    ['components', (idea) => idea.descriptors.components],
    ['edge_length', (idea) => idea.descriptors.edgeLength],
    ['ssim_to_class_mean', (idea) => idea.descriptors.ssimToClassMean],
    ['score_version', (idea) => idea.scoreVersion],
  ]);
}

/** contrasts.csv: one row a contrast and way to score ideas; without an interval where not two seeds have every cell. */
export function contrastsCsv(conclusions: readonly Conclusion[]): string {
  const rows = conclusions.flatMap(({ contrast, primary, others }) =>
    [primary, ...others].map((found) => ({ ...found, contrast: contrast.title })),
  );
  return encodeCsv(rows, [
    ['contrast', ({ contrast }) => contrast],
    ['changed', ({ kind }) => (kind === 'primary' ? 'nothing' : kind)],
    ['scored_by', ({ title }) => title],
    ['estimate', ({ estimate }) => estimate],
    ['low', ({ interval }) => interval?.[0] ?? null],
    ['high', ({ interval }) => interval?.[1] ?? null],
  ]);
}

/** The tables of experiments by name, each row with what identifies its model before its own columns. */
export function experimentCsvs(
  parts: readonly ReportPart[],
  axes: readonly AxisName[],
): Partial<Record<TableName, Iterable<string>>> {
  const tables = parts.flatMap(({ csv }) => Object.entries(csv)).filter(([, { rows }]) => rows.length > 0);
  return Object.fromEntries(tables.map(([name, table]) => [name, experimentCsv(table, axes)]));
}

function experimentCsv({ rows, columns }: ModelTable, axes: readonly AxisName[]): Iterable<string> {
  type Row = ModelTable['rows'][number];
  return encodeCsvParts<Row>(rows, [
    ...modelColumns(axes),
    ...columns.map(([header, value]): Column<Row> => [header, ({ fields }) => value(fields)]),
  ]);
}
