/**
 * `path=value` overrides of a config: `grid.hidden=[16,64] training.epochs=2`. Where the config wants a list, a value is
 * also `16,64`, `16` alone, or a range (listValues.ts); `null` removes a key, so that its default holds.
 */
import { parse } from 'yaml';
import { z } from 'zod';
import { studySchema } from './config.ts';
import { expected } from './errors.ts';
import { describeValue } from './issues.ts';
import { readListValues } from './listValues.ts';
import { readSwitch } from './switches.ts';

type Tree = Record<string, unknown>;

/** A key of a config, as it stands in a path. `__proto__` is none: it would reach the prototype of all objects. */
const KEY = /^[A-Za-z][A-Za-z0-9]*$/;

/** Splits one string of overrides where a new `path=` begins: values may hold spaces, but not ` word=`. */
export function splitOverrides(text: string): string[] {
  return text
    .trim()
    .split(/\s+(?=[A-Za-z][\w.]*=)/)
    .filter((part) => part !== '');
}

/** A copy of `config` with every override applied. Values are read as YAML. Paths are checked by the schema later. */
export function applyOverrides(config: unknown, overrides: readonly string[]): unknown {
  const copy: Tree = structuredClone(isTree(config) ? config : {});
  for (const override of overrides) {
    const at = override.indexOf('=');
    const path = override.slice(0, Math.max(at, 0)).trim().split('.');
    if (!path.every((key) => KEY.test(key))) {
      throw expected(
        'SET',
        "path=value with a path of keys and dots, such as 'training.epochs=2'",
        describeValue(override),
        'mend the path; configs/study.schema.json has every key',
      );
    }
    const schema = findSchema(path);
    const value = parseValue(override, override.slice(at + 1));
    if (value === null && schema !== undefined && !schema.safeParse(null).success) remove(copy, path);
    else assign(copy, path, schema === undefined ? value : readWanted(override, schema, value));
  }
  return copy;
}

/** What the config wants at `path`; undefined for a path that it does not know. */
function findSchema(path: readonly string[]): z.ZodType | undefined {
  let schema: z.ZodType | undefined = studySchema;
  for (const key of path) {
    const section: unknown = schema === undefined ? undefined : unwrap(schema);
    const shape: Readonly<Record<string, z.ZodType>> = section instanceof z.ZodObject ? section.shape : {};
    schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
  }
  return schema;
}

/** A schema without what makes its value one that need not be given. */
function unwrap(schema: z.ZodType): z.ZodType {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? unwrap(schema.unwrap() as z.ZodType) : schema;
}

/** `value` with a list wherever `schema` wants one, and yes or no likewise, also within the sections of a mapping. */
function readWanted(override: string, schema: z.ZodType, value: unknown): unknown {
  const wanted = unwrap(schema);
  if (wanted instanceof z.ZodArray) return readListValues(override, value);
  if (wanted instanceof z.ZodBoolean) return readSwitch(String(value)) ?? value;
  if (!(wanted instanceof z.ZodObject) || !isTree(value)) return value;
  const shape: Readonly<Record<string, z.ZodType>> = wanted.shape;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
      return [key, known === undefined ? inner : readWanted(override, known, inner)];
    }),
  );
}

function parseValue(override: string, text: string): unknown {
  if (text.trim() === '') {
    throw expected(
      'SET',
      'a value after =',
      describeValue(override),
      'give one, or null for what holds where the config says nothing',
    );
  }
  try {
    return parse(text) as unknown;
  } catch {
    throw expected('SET', 'a YAML value after =', describeValue(override), 'check its brackets and quotes');
  }
}

function assign(tree: Tree, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const held = Object.hasOwn(tree, key) ? tree[key] : undefined;
  const child = isTree(held) ? held : {};
  tree[key] = child;
  assign(child, rest, value);
}

/** Removes the key at `path`, if it is there. */
function remove(tree: Tree, path: readonly string[]): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) delete tree[key];
  else if (Object.hasOwn(tree, key) && isTree(tree[key])) remove(tree[key], rest);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
