/** Tables that csv.ts wrote, read again: the columns are those of the header, whatever they are. */
import { parse } from 'csv-parse/sync';
import { expected } from '../study/errors.ts';
import { readBytes } from './files.ts';

/** The rows of the table at `path` by column. Throws a UserError where it is missing or was not written so. */
export async function readPlainTable(path: string): Promise<Readonly<Record<string, string>>[]> {
  const text = new TextDecoder().decode(await readBytes(path));
  try {
    return parse(text, { columns: true });
  } catch {
    const next = 'write it anew with make report';
    throw expected(path, 'a table as it was written', 'lines of different lengths', next);
  }
}
