/** The keys of a config's `search` as options of a command line: the same names, defaults and rules. */
import type { Options } from 'yargs';
import { METHOD_NAMES, type MethodName, type SearchConfig, searchSchema } from '../study/config.ts';
import { expected, UserError } from '../study/errors.ts';
import { describeIssue } from '../study/issues.ts';
import { METHODS } from '../study/searchMethods.ts';

type Key = keyof SearchConfig;
const KEYS = Object.keys(searchSchema.shape) as Key[];
const DEFAULTS = searchSchema.parse({});

type SearchOption = Options & { readonly requiresArg: true; readonly describe: string };

/** What a command has of its own in its options of `search`. */
interface OwnOptions<Omitted extends Key> {
  /** Keys that the command does not take. */
  readonly omitted?: readonly Omitted[];
  /** Defaults that are not those of a config, in words. */
  readonly defaults?: Partial<Record<Key, string>>;
}

/** An option for each key of `search`, below `heading` in --help. */
export function listSearchOptions<Omitted extends Key = never>(
  heading: string,
  { omitted = [], defaults = {} }: OwnOptions<Omitted> = {},
): Readonly<Record<Exclude<Key, Omitted>, SearchOption>> {
  const isTaken = (key: Key): key is Exclude<Key, Omitted> => !omitted.some((other) => other === key);
  return Object.fromEntries(
    KEYS.filter(isTaken).map((key) => [
      key,
      {
        type: typeof DEFAULTS[key] === 'number' ? 'number' : 'string',
        requiresArg: true,
        group: heading,
        describe: `${describeKey(key)} [default: ${defaults[key] ?? DEFAULTS[key]}]`,
      },
    ]),
  ) as Record<Exclude<Key, Omitted>, SearchOption>;
}

function describeKey(key: Key): string | undefined {
  const schema = searchSchema.shape[key];
  return schema.description ?? schema.unwrap().description;
}

/** The first of the options that was given, if any. */
export function findSearchOption(options: Readonly<Record<string, unknown>>): Key | undefined {
  return KEYS.find((key) => options[key] !== undefined);
}

/**
 * The search that was asked for. `overrides` stand where nothing was given. Throws a UserError of one line, also for an
 * option that the method does not heed.
 */
export function readSearchOptions(
  options: Readonly<Record<string, unknown>>,
  overrides: Partial<SearchConfig> = {},
): SearchConfig {
  const given = KEYS.filter((key) => options[key] !== undefined);
  const values = given.map((key) => [key, readValue(options[key])]);
  const config = searchSchema.safeParse(
    { ...overrides, ...Object.fromEntries(values) },
    { reportInput: true },
  );
  if (!config.success) throw new UserError(`--${describeIssue(config.error.issues[0]!)}; see --help`);
  refuseUnheeded(given, config.data.method);
  return config.data;
}

/** Throws a UserError for a key that belongs to other methods alone: it would change nothing. */
function refuseUnheeded(given: readonly Key[], method: MethodName): void {
  for (const key of given) {
    const heeding = METHOD_NAMES.filter((name) => METHODS[name].keys.includes(key));
    if (heeding.length === 0 || heeding.includes(method)) continue;
    const methods = heeding.join(' or ');
    throw expected(
      `--${key}`,
      `the method ${methods}`,
      method,
      `add --method ${heeding[0]}, or leave --${key} out`,
    );
  }
}

/** `passes` is a number or a word, which an option of yargs cannot be. */
function readValue(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
