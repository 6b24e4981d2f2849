/**
 * Blocks of generated text in pages that people write: what stands between `<!-- NAME -->` and `<!-- end of NAME -->`, each
 * on a line of its own, is made from committed sources; the rest is left alone.
 */
import { expected } from '../study/errors.ts';

/** Generated texts, by the block's name. */
export type Blocks = Readonly<Record<string, string>>;

const OPENING = /^<!-- (?!end of )(.+) -->$/;

/** `text` with its blocks filled anew. Throws a UserError that names `where` for a block that is unknown, missing or not closed. */
export function fillBlocks(text: string, blocks: Blocks, where: string): string {
  const lines = text.split('\n');
  const filled: string[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < lines.length; at++) {
    filled.push(lines[at]!);
    const name = OPENING.exec(lines[at]!)?.[1];
    if (name === undefined) continue;
    const end = lines.indexOf(closing(name), at);
    if (end < 0) throw expected(where, `a line ${closing(name)} after ${lines[at]}`, 'none', 'add it');
    if (!Object.hasOwn(blocks, name))
      throw expected(where, `a block of ${listNames(blocks)}`, name, 'mend its first line');
    seen.add(name);
    filled.push('', blocks[name]!.trimEnd(), '', lines[end]!);
    at = end;
  }
  const missing = Object.keys(blocks).filter((name) => !seen.has(name));
  if (missing.length > 0)
    throw expected(
      where,
      `the block ${missing.join(', ')}`,
      'none',
      `add <!-- ${missing[0]} --> and its end`,
    );
  return filled.join('\n');
}

function closing(name: string): string {
  return `<!-- end of ${name} -->`;
}

function listNames(blocks: Blocks): string {
  return Object.keys(blocks).join(', ');
}
