/**
 * The words of a command line, made ready for yargs: of itself it takes `--status=yes` and `--dry-run=maybe` for no, and
 * refuses `--dry-run no`.
 */
import type { Options } from 'yargs';
import { expected } from '../study/errors.ts';
import { readSwitch } from '../study/switches.ts';

/** The options of a command, by name. */
export type OptionTable = Readonly<Record<string, Options>>;

/** `argv` as yargs reads it rightly. Throws a UserError for a switch that is told neither yes nor no. */
export function readyWords(argv: readonly string[], options: OptionTable): string[] {
  const switches = Object.keys(options).filter((name) => options[name]!.type === 'boolean');
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const [, given, value] = /^--([\w-]+)(?:=(.*))?$/s.exec(argv[at]!) ?? [];
    const name = switches.find((one) => one === given || camelCase(one) === given);
    if (name === undefined) {
      words.push(argv[at]!);
      continue;
    }
    const next = argv[at + 1];
    const isApart = value === undefined && next !== undefined && !next.startsWith('-');
    words.push(`--${name}=${isYes(name, (isApart ? next : value) ?? 'yes')}`);
    if (isApart) at++;
  }
  return words;
}

function isYes(name: string, value: string): boolean {
  const isOn = readSwitch(value);
  if (isOn !== undefined) return isOn;
  throw expected(`--${name}`, 'yes or no', `'${value}'`, `give --${name} alone, or leave it out`);
}

/** The other name that yargs has for an option: `dryRun` for `dry-run`. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
