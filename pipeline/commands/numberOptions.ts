/**
 * The options of a command line that are numbers: yargs is given them as text, for of what is no number it leaves nothing but
 * NaN, and a refusal names what was typed.
 */
import { expected } from '../study/errors.ts';
import { camelCase, type OptionTable } from './commandWords.ts';

/** The table as yargs gets it: each number is text. */
export function takeNumbersAsText(options: OptionTable): OptionTable {
  const entries = Object.entries(options);
  return Object.fromEntries(
    entries.map(([name, option]) => [
      name,
      option.type === 'number' ? { ...option, type: 'string' as const } : option,
    ]),
  );
}

/** The values `given` with the numbers of {@link takeNumbersAsText} read. Throws a UserError of one line for what is none. */
export function readNumbers(
  given: Readonly<Record<string, unknown>>,
  options: OptionTable,
): Record<string, unknown> {
  const read = { ...given };
  for (const name of Object.keys(options).filter((one) => options[one]!.type === 'number')) {
    const value = given[name];
    const number = Array.isArray(value)
      ? value.map((one: unknown) => readNumber(name, one))
      : readNumber(name, value);
    // yargs has each value under both of its names.
    for (const key of [name, camelCase(name)]) if (key in read) read[key] = number;
  }
  return read;
}

/** The number that was typed; a default is one already, and what was not given stays undefined. */
function readNumber(name: string, typed: unknown): unknown {
  if (typeof typed !== 'string') return typed;
  const number = typed.trim() === '' ? Number.NaN : Number(typed);
  if (!Number.isNaN(number)) return number;
  throw expected(`--${name}`, 'a number', `'${typed}'`, 'give one such as 2 or 0.5');
}
