import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { exists } from '../../pipeline/store/files.ts';
import { listWorld, openWorld, type World } from './madeWorld.ts';

/** Starts a call in a process of its own and sends the signal while pip downloads. Returns pip's process. */
async function interrupt({ root, plan, env }: World, signal: NodeJS.Signals): Promise<number> {
  const script = join(import.meta.dirname, 'provideOnce.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(plan)], {
    env: env({ PIP: 'hang' }),
  });
  const ended = once(child, 'close');
  const file = join(root, 'hanging');
  await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toMatch(/^\d+$/), 30_000);
  child.kill(signal);
  // Pip holds no output of the call open, so this waits for the call alone.
  await ended;
  return Number(await readFile(file, 'utf8'));
}

test('an interrupt ends pip too and leaves nothing behind', async () => {
  const world = await openWorld();
  const before = await listWorld(world);
  const pip = await interrupt(world, 'SIGTERM');
  await vi.waitFor(async () => expect(await exists(`/proc/${pip}/exe`)).toBe(false), 5000);
  expect(await listWorld(world)).toEqual(before);
});

test('what a killed call left behind is removed by the next, which succeeds', async () => {
  const world = await openWorld();
  const before = await listWorld(world);
  const pip = await interrupt(world, 'SIGKILL');
  const left = await listWorld(world);
  expect(left.folder).toEqual(before.folder);
  expect(left.cache).toEqual([expect.stringMatching(/^\.staging-/)]);
  process.kill(pip, 'SIGKILL');
  expect((await world.provide()).done).toBe('built');
  expect((await listWorld(world)).cache).toEqual(['4.22.0-linux-x64-tensorflow-2.21.0']);
});
