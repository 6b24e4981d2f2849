import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bundleEntry } from '../../pipeline/playground/bundleScript.ts';

const script = await bundleEntry(
  fileURLToPath(new URL('../../pipeline/atlas/browser/main.ts', import.meta.url)),
);

test('the atlas’s script is small, and has nothing that a browser lacks', () => {
  expect(script.length).toBeLessThan(20_000);
  expect(script).not.toMatch(/\brequire\(|node:|process\.|\bBuffer\b/);
});

test('it asks for nothing, and cannot end its own element', () => {
  expect(script).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|https?:/);
  expect(script).not.toMatch(/<\/script/i);
});
