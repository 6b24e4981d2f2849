/** The keys of a config's `search` as options of a command line: the same names, defaults and rules. */
import type { Options } from 'yargs';
import { type SearchConfig, searchSchema } from '../study/config.ts';
import { UserError } from '../study/errors.ts';
import { describeIssue } from '../study/issues.ts';

type Key = keyof SearchConfig;
const KEYS = Object.keys(searchSchema.shape) as Key[];
const DEFAULTS = searchSchema.parse({});

/** An option for each key of `search`. */
export const SEARCH_OPTIONS = Object.fromEntries(
  KEYS.map((key) => [
    key,
    {
      type: typeof DEFAULTS[key] === 'number' ? 'number' : 'string',
      requiresArg: true,
      group: 'How to search with --model (a study has this in its config):',
      describe: `${describeKey(key)} [default: ${DEFAULTS[key]}]`,
    },
  ]),
) as Record<Key, Options & { readonly requiresArg: true; readonly describe: string }>;

function describeKey(key: Key): string | undefined {
  const schema = searchSchema.shape[key];
  return schema.description ?? schema.unwrap().description;
}

/** The first of the options that was given, if any. */
export function findSearchOption(options: Readonly<Record<string, unknown>>): Key | undefined {
  return KEYS.find((key) => options[key] !== undefined);
}

/** The search that was asked for. `overrides` stand where nothing was given. Throws a UserError of one line. */
export function readSearchOptions(
  options: Readonly<Record<string, unknown>>,
  overrides: Partial<SearchConfig> = {},
): SearchConfig {
  const given = KEYS.filter((key) => options[key] !== undefined).map((key) => [key, readValue(options[key])]);
  const config = searchSchema.safeParse(
    { ...overrides, ...Object.fromEntries(given) },
    { reportInput: true },
  );
  if (!config.success) throw new UserError(`--${describeIssue(config.error.issues[0]!)}; see --help`);
  return config.data;
}

/** `passes` is a number or a word, which an option of yargs cannot be. */
function readValue(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
