/** The numbers of a study's tables, each averaged over what one model has of it. */
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { StageName } from './stages.ts';

/** A row of a table by column. */
export type TextRow = Readonly<Record<string, string>>;

/** A model's number, at the stage whose result it is. */
export interface ModelNumber {
  readonly stage: StageName;
  readonly model: string;
  /** `models.test_accuracy`: the table and the column. */
  readonly name: string;
  readonly value: number;
}

/** The columns that are results, by the tables that have them; the columns of other tables are results of experiments. */
const RESULTS: Readonly<Record<string, readonly (readonly [stage: StageName, columns: RegExp])[]>> = {
  models: [
    ['training', /^(train_loss|test_accuracy)$/],
    ['scores', /^(recognisability\w*|forced_choice|judges_right|family_\w+|judge_\w+)$/],
    ['experiments', /^(?!cell$|updates$|epochs$|scores_hold$|part$)/],
  ],
  ideas: [['ideas', /^(energy|certified|ink|components|edge_length|ssim_to_class_mean)$/]],
  checkpoints: [
    ['training', /^(\w*_loss|test_accuracy|distance|gradient_norm)$/],
    ['scores', /^recognisability\w*$/],
  ],
};

/** Tables that are not about models one by one, or have times. */
const LEFT_OUT = ['contrasts', 'times'];

/**
 * The numbers of the table `name` in its rows; none of what identifies a row, the columns up to the seed. True counts as 1
 * and false as 0; empty fields do not count.
 */
export function readNumbers(name: string, rows: readonly TextRow[]): ModelNumber[] {
  if (LEFT_OUT.includes(name)) return [];
  const columns = Object.keys(rows[0] ?? {});
  const results = columns.slice(columns.indexOf('seed') + 1);
  if (!columns.includes('model')) return [];
  return [...groupBy(rows, ({ model }) => model!)].flatMap(([model, own]) =>
    results.flatMap((column): ModelNumber[] => {
      const stage = stageOf(name, column);
      const values = own.map((row) => toNumber(row[column]!)).filter((value) => value !== null);
      if (stage === null || values.length === 0) return [];
      return [{ stage, model, name: `${name}.${column}`, value: Number(mean(values).toPrecision(7)) }];
    }),
  );
}

function stageOf(table: string, column: string): StageName | null {
  const results = RESULTS[table];
  if (results === undefined) return 'experiments';
  return results.find(([, columns]) => columns.test(column))?.[0] ?? null;
}

function toNumber(field: string): number | null {
  if (field === 'true' || field === 'false') return Number(field === 'true');
  const value = field === '' ? Number.NaN : Number(field);
  return Number.isFinite(value) ? value : null;
}
