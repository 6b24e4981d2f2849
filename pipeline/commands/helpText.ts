/**
 * The text of --help: a list of options or commands in two columns, 100 characters wide. Not by yargs, which takes longer to
 * load than all else that --help needs.
 */
import type { Options } from 'yargs';

import type { OptionTable } from './commandWords.ts';

const WIDTH = 100;

/** What follows a name, and stands between it and its description. */
const GAP = '  ';

const HELP = { describe: 'Show help', type: 'boolean' } as const;

/** How a script is called, what it does, and then its lists, each below its heading. */
export function writeHelp(usage: string, purpose: string, lists: readonly string[]): string {
  return [usage, wrap(purpose, WIDTH), ...lists].join('\n\n');
}

/** The options, group by group in the order of the table, and last those without a group, after --help. */
export function listOptions(options: OptionTable): string[] {
  const entries = Object.entries(options);
  const groups = new Set(entries.map(([, { group }]) => group).filter((group) => group !== undefined));
  const listed = (wanted: string | undefined) =>
    entries.filter(([, { group }]) => group === wanted).map(([name, option]) => describe(name, option));
  return [
    ...[...groups].map((group) => writeList(group, listed(group))),
    writeList('Options:', [describe('help', HELP), ...listed(undefined)]),
  ];
}

/** Names and what they are, below `heading`. */
export function writeList(heading: string, rows: readonly (readonly [name: string, text: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2 * GAP.length;
  const lines = rows.map(([name, text]) => {
    const column = wrap(text, WIDTH - width).replaceAll('\n', `\n${' '.repeat(width)}`);
    return `${`${GAP}${name}`.padEnd(width)}${column}`;
  });
  return [wrap(heading, WIDTH), ...lines].join('\n');
}

/** `--name`, and its description with what it takes: `[number] [default: 5]`. */
function describe(name: string, option: Options): readonly [name: string, text: string] {
  const { type = 'string', choices, array, demandOption, default: value } = option;
  const kind = choices ? `choices: ${choices.map((choice) => `"${choice}"`).join(', ')}` : type;
  const notes = [
    ...(array ? ['array'] : []),
    ...(array && !choices ? [] : [kind]),
    ...(demandOption ? ['required'] : []),
    ...(value === undefined ? [] : [`default: ${JSON.stringify(value)}`]),
  ];
  return [`--${name}`, [option.describe, ...notes.map((note) => `[${note}]`)].join(' ')];
}

/** `text` in lines of at most `width` characters, broken at spaces; a longer word has a line of its own. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
