/** Names of files that are given as one text, as make hands them on. */
import { exists } from '../store/files.ts';
import { expected } from '../study/errors.ts';

/** A word, its quotes among it; or a quote that is not closed. */
const WORD = /(?:[^\s'"]|'[^']*'|"[^"]*")+|['"]/g;

/**
 * The names in the value `text` of `option`: the whole of it where that is a file, else what stands between spaces, in
 * quotes where a name holds spaces: `'my ratings.csv' b.csv`. Throws a UserError of one line for a quote that is not closed.
 */
export async function readNames(option: string, text: string): Promise<string[]> {
  return (await exists(text)) ? [text] : splitNames(option, text);
}

function splitNames(option: string, text: string): string[] {
  const words = text.match(WORD) ?? [];
  const open = words.find((word) => word === "'" || word === '"');
  if (open !== undefined) {
    throw expected(
      option,
      'names whose quotes are closed',
      text,
      `end with ${open}, or put the name in other quotes`,
    );
  }
  return words.map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
}
