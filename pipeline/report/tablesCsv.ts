/**
 * The result tables as CSV (RFC 4180 with line feeds): the same records always give the same bytes.
 *
 * Times are left out on purpose: these files are hashed, and two equal runs must hash alike.
 */
import { stringify } from 'csv-stringify/sync';
import type { Cell } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';
import type { CounterfeitRow, HintRow, IdeaRow, ModelRow } from '../study/tables.ts';

/** Significant digits of a written number: as many as a float32 can hold. */
const SIGNIFICANT_DIGITS = 7;

type Field = string | number | boolean | null;
type Column<Row> = readonly [header: string, value: (row: Row) => Field];

const cellColumns: readonly Column<{ readonly cell: Cell }>[] = [
  ['cell', ({ cell }) => cell.name],
  ['hidden', ({ cell }) => cell.hidden],
  ['batch', ({ cell }) => cell.batch],
  ['arm', ({ cell }) => cell.arm],
  ['seed', ({ cell }) => cell.seed],
];

/** As hints and counterfeits have them: without the arm. */
const experimentCellColumns = cellColumns.filter(([header]) => header !== 'arm');

/** models.csv: one row a model, in the order given; `median_flips` is empty where there is none. */
export function modelsCsv(models: readonly ModelRow[]): string {
  return writeTable<ModelRow>(models, [
    ...cellColumns,
    ['epochs', (model) => model.epochs],
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
export function ideasCsv(ideas: readonly IdeaRow[]): string {
  const judges = [...new Set(ideas.flatMap((idea) => Object.keys(idea.judges)))].sort();
  const columns = (
    what: string,
    pick: (idea: IdeaRow) => Readonly<Record<string, number | null>>,
  ): Column<IdeaRow>[] => judges.map((judge) => [`${what}_${judge}`, (idea) => pick(idea)[judge] ?? null]);
  return writeTable<IdeaRow>(ideas, [
    ...cellColumns,
    ['method', (idea) => idea.method],
    ['digit', (idea) => idea.digit],
    ['restart', (idea) => idea.restart],
    ['energy', (idea) => idea.energy],
    ['evaluations', (idea) => idea.evaluations],
    ['certified', (idea) => idea.certified],
    ['recognisability', (idea) => idea.recognisability],
    ['recognisability_masked', (idea) => idea.recognisabilityMasked],
    ['panel_minimum', (idea) => Math.min(...Object.values(idea.judges))],
    ...columns('judge', (idea) => idea.judges),
    ...columns('forced', (idea) => idea.forcedChoice),
    ...columns('not_digit', (idea) => idea.notDigit),
    ...columns('typicality', (idea) => idea.typicality),
    ...columns('top', (idea) => idea.top),
    ['ink', (idea) => idea.descriptors.ink],
    ['components', (idea) => idea.descriptors.components],
    ['edge_length', (idea) => idea.descriptors.edgeLength],
    ['ssim_to_class_mean', (idea) => idea.descriptors.ssimToClassMean],
    ['score_version', (idea) => idea.scoreVersion],
  ]);
}

/** hints.csv: one row a model, source and number of pixels, in the order given. */
export function hintsCsv(rows: readonly HintRow[]): string {
  return writeTable<HintRow>(rows, [
    ...experimentCellColumns,
    ['source', (row) => row.source],
    ['pixels', (row) => row.pixels],
    ['images', (row) => row.images],
    ['recognised', (row) => row.recognised],
  ]);
}

/** counterfeits.csv: one row a model and number of flips, in the order given; a field is empty where nothing is known. */
export function counterfeitsCsv(rows: readonly CounterfeitRow[]): string {
  return writeTable<CounterfeitRow>(rows, [
    ...experimentCellColumns,
    ['flips', (row) => row.flips],
    ['unbroken', (row) => row.unbroken],
    ['unbroken_judged', (row) => row.unbrokenJudged],
  ]);
}

/** training.csv: one row an epoch; the last column is empty where the study has no validation images. */
export function trainingCsv(epochs: readonly EpochRecord[]): string {
  return writeTable<EpochRecord>(epochs, [
    ['epoch', (record) => record.epoch],
    ['updates', (record) => record.updates],
    ['train_loss', (record) => record.trainLoss],
    ['test_accuracy', (record) => record.testAccuracy],
    ['validation_accuracy', (record) => record.validationAccuracy],
  ]);
}

function writeTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const header = columns.map(([name]) => name);
  const body = rows.map((row) => columns.map(([, value]) => writeField(value(row))));
  return stringify([header, ...body], { record_delimiter: '\n' });
}

function writeField(field: Field): string {
  if (field === null) return '';
  if (typeof field !== 'number' || Number.isInteger(field)) return String(field);
  return String(Number(field.toPrecision(SIGNIFICANT_DIGITS)));
}
