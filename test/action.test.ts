import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { command } from '../pipeline/commands/verify.ts';

const ROOT = join(import.meta.dirname, '..');
const ACTION = readFileSync(join(ROOT, 'action.yml'), 'utf8');

test('the GitHub action calls verify with options that it has, and uses inputs that it declares', () => {
  const { inputs, runs } = parse(ACTION) as {
    readonly inputs: object;
    readonly runs: { readonly using: string; readonly steps: readonly { readonly run?: string }[] };
  };
  expect(runs.using).toBe('composite');
  const call = runs.steps.map(({ run }) => run ?? '').find((run) => run.includes(command.script))!;
  const options = [...call.matchAll(/[ +]--([a-z]+) (?!tsx)/g)].map(([, name]) => name!);
  expect(options).toEqual(['config', 'out', 'level']);
  expect(options.filter((name) => !(name in command.options))).toEqual([]);
  const used = [...ACTION.matchAll(/inputs\.(\w+)/g)].map(([, name]) => name!);
  expect([...new Set(used)].sort()).toEqual(Object.keys(inputs).sort());
});
