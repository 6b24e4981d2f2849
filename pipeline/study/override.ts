/** `path=value` overrides of a config: `grid.hidden=[16,64] training.epochs=2`. */
import { parse } from 'yaml';
import { expected } from './errors.ts';

type Tree = Record<string, unknown>;

/** Splits one string of overrides where a new `path=` begins, so that values may hold spaces. */
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
    if (at < 1) {
      throw expected(
        'SET',
        "path=value, such as 'training.epochs=2'",
        `'${override}'`,
        'add the missing part',
      );
    }
    assign(copy, override.slice(0, at).trim().split('.'), parseValue(override, override.slice(at + 1)));
  }
  return copy;
}

function parseValue(override: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    throw expected('SET', 'a YAML value after =', `'${override}'`, 'check its brackets and quotes');
  }
}

function assign(tree: Tree, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const child = isTree(tree[key]) ? tree[key] : {};
  tree[key] = child;
  assign(child, rest, value);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
