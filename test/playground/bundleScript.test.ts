import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { bundleScript } from '../../pipeline/playground/bundleScript.ts';

const script = await bundleScript();

test('the script is the same however often it is made, and from the compiled pipeline, which tests of commands run', async () => {
  expect(await bundleScript()).toBe(script);
  const path = join(import.meta.dirname, '../..', COMPILED, 'pipeline/playground/bundleScript.js');
  const compiled = (await import(pathToFileURL(path).href)) as { bundleScript: typeof bundleScript };
  expect((await compiled.bundleScript()) === script).toBe(true);
});

test('it has nothing that a browser lacks, and asks for nothing', () => {
  expect(script).not.toMatch(/\brequire\(|node:|process\.|\bBuffer\b/);
  expect(script).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|https?:/);
});

test('it is a small one that cannot end its own element', () => {
  expect(script.length).toBeLessThan(100_000);
  expect(script).not.toMatch(/<\/script/i);
});
