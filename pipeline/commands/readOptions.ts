/**
 * Reads a command line: the words after the script as values of a command's options.
 *
 * By ourselves, since the libraries that do it take longer to load than all else that --help needs. `--name value` and
 * `--name=value` are the same; `--dryRun` is `--dry-run`; a switch may be told yes or no, and `--no-dry-run` is no.
 */
import { expected, type UserError } from '../study/errors.ts';
import { readSwitch } from '../study/switches.ts';
import type { Given, Option, OptionTable } from './options.ts';

/** Whether the words ask for help, whatever else they say. */
export function isHelpAsked(argv: readonly string[]): boolean {
  return argv.includes('--help');
}

/** The values that `argv` gives to `options`. Throws a UserError of one line; `command` names what was called. */
export function readOptions<Table extends OptionTable>(
  command: string,
  argv: readonly string[],
  options: Table,
): Given<Table> {
  const typed = new Map<string, string[]>();
  for (let at = 0; at < argv.length; ) {
    const { name, values, words } = readNext(command, argv.slice(at), options);
    typed.set(name, [...(typed.get(name) ?? []), ...values]);
    at += words;
  }
  const values = Object.entries(options).map(([name, option]) => [
    name,
    settle(name, option, typed.get(name)),
  ]);
  return Object.fromEntries(values) as Given<Table>;
}

/** An option with what it is told, and how many words that takes. */
interface Told {
  readonly name: string;
  readonly values: readonly string[];
  readonly words: number;
}

function readNext(command: string, [first, ...rest]: readonly string[], options: OptionTable): Told {
  const [, word, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(first!) ?? [];
  const name = word === undefined ? undefined : findName(word, options);
  if (name === undefined) return readNegated(command, first!, options);
  const option = options[name]!;
  const apart = inline === undefined || option.array ? takeValues(option, rest) : [];
  const values = inline === undefined ? apart : [inline, ...apart];
  if (values.length > 0) return { name, values, words: 1 + apart.length };
  if (option.type === 'boolean') return { name, values: ['yes'], words: 1 };
  throw expected(`--${name}`, 'a value', 'none', 'see --help');
}

/** `--no-dry-run`. Throws for any other word: no option takes it. */
function readNegated(command: string, word: string, options: OptionTable): Told {
  const name = word.startsWith('--no-') ? findName(word.slice(5), options) : undefined;
  if (name !== undefined && options[name]!.type === 'boolean') return { name, values: ['no'], words: 1 };
  throw expected(command, 'the options that --help lists', `'${word}'`, 'see --help');
}

function findName(word: string, options: OptionTable): string | undefined {
  return Object.keys(options).find((name) => name === word || camelCase(name) === word);
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The words that an option takes for its values: all up to the next option, or one. */
function takeValues({ array }: Option, words: readonly string[]): readonly string[] {
  const end = words.findIndex(isOption);
  const all = end < 0 ? words : words.slice(0, end);
  return array ? all : all.slice(0, 1);
}

/** `-1` and `-1..1` are values. */
function isOption(word: string): boolean {
  return /^-(?!\.?\d)/.test(word);
}

/** The value of an option that was told `values`; its default where it was told nothing. */
function settle(name: string, option: Option, values: readonly string[] | undefined): unknown {
  if (values === undefined) {
    if (option.demandOption) throw expected(`--${name}`, 'a value', 'none', 'see --help');
    return option.default;
  }
  if (option.array) return values.map((value) => convert(name, option, value));
  if (values.length > 1) throw expected(`--${name}`, 'one value', 'several', 'give it once');
  return convert(name, option, values[0]!);
}

function convert(name: string, { type, choices }: Option, value: string): string | number | boolean {
  if (type === 'boolean') {
    const isOn = readSwitch(value);
    if (isOn !== undefined) return isOn;
    throw refuse(name, 'yes or no', value, `give --${name} alone, or leave it out`);
  }
  if (type === 'number') {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isNaN(number)) return number;
    throw refuse(name, 'a number', value, 'see --help');
  }
  if (choices === undefined || choices.includes(value)) return value;
  throw refuse(name, `one of ${choices.join(', ')}`, value, 'see --help');
}

function refuse(name: string, what: string, value: string, nextStep: string): UserError {
  return expected(`--${name}`, what, `'${value}'`, nextStep);
}
