/** `path=value` overrides of a config: `grid.hidden=[16,64] training.epochs=2`. */
import { parse } from 'yaml';
import { expected } from './errors.ts';
import { describeValue } from './issues.ts';

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
    assign(copy, path, parseValue(override, override.slice(at + 1)));
  }
  return copy;
}

function parseValue(override: string, text: string): unknown {
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

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
