/** The scores of a finished study's ideas, read from its table ideas.csv. */
import type { IdeaValue } from '../statistics/studyDesign.ts';
import { readTable, type TableRow } from '../store/csvFile.ts';
import { expected } from '../study/errors.ts';

const COLUMNS = ['hidden', 'batch', 'seed', 'digit', 'restart', 'recognisability'] as const;

/**
 * The primary score of every idea of the grid in an ideas.csv, without those of controls, arms and doses alone. Throws a UserError
 * for a file that is none, or for a grid that has other axes beside hidden size and batch size.
 */
export async function readIdeaTable(path: string): Promise<IdeaValue[]> {
  const { rows, problems } = await readTable(path, ['cell', ...COLUMNS], ['part']);
  const [problem] = problems;
  if (problem !== undefined) {
    throw expected(
      `${path}:${problem.line}`,
      'a row of ideas.csv',
      problem.what,
      'write it anew by make report',
    );
  }
  const cells = new Map<string, string>();
  return rows.filter(isOfGrid).map(({ line, fields }) => {
    const place = `${fields.hidden}/${fields.batch}`;
    const other = cells.get(place) ?? fields.cell!;
    cells.set(place, other);
    if (other !== fields.cell) {
      const nextStep = 'other axes have no part in this; name a study without them';
      throw expected(path, 'one cell for a hidden and a batch size', `${other} and ${fields.cell}`, nextStep);
    }
    const [hidden, batch, seed, digit, restart, y] = COLUMNS.map((name) => {
      const value = fields[name] === '' ? Number.NaN : Number(fields[name]);
      if (Number.isFinite(value)) return value;
      throw expected(
        `${path}:${line}`,
        `a number as ${name}`,
        `'${fields[name]}'`,
        'write it anew by make report',
      );
    }) as [number, number, number, number, number, number];
    return { hidden, batch, seed, digit, restart, y };
  });
}

/** Whether a row is of a model of the grid, as all are in a table of a study that has nothing else. */
export function isOfGrid({ fields }: TableRow): boolean {
  return fields.part === '' || fields.part!.split('+').includes('grid');
}
