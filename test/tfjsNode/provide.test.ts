import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BINDING } from '../../pipeline/tfjsNode/package.ts';
import { inspectTfjsNode } from '../../pipeline/tfjsNode/provide.ts';
import { errorLine } from '../store/errorLine.ts';
import { installInPlace, listWorld, openWorld, type World } from './madeWorld.ts';

const WHEEL_KEY = '4.22.0-linux-x64-tensorflow-2.21.0';
const EMPTY = ['binding', 'index.js', 'package.json', 'scripts'];
const LINKED = ['binding', 'deps', 'index.js', 'lib', 'package.json', 'scripts'];

/** Without any program: whatever still succeeds, runs none. */
const NO_PROGRAMS = { PATH: '' };

function inspect({ plan, env }: World): ReturnType<typeof inspectTfjsNode> {
  return inspectTfjsNode({ source: plan.source, cache: plan.cache, env: env() });
}

test('where the installer is refused, the libraries of the wheel serve', async () => {
  const world = await openWorld();
  const reports: string[] = [];
  const folder = join(world.cache, WHEEL_KEY);
  expect(await world.provide({}, {}, reports)).toEqual({
    tfjsNode: '4.22.0',
    tensorflow: '2.21.0',
    from: 'the cache',
    folder,
    done: 'built',
  });
  expect(reports).toEqual([
    "trying the package's own installer",
    'it did not succeed: Error: getaddrinfo ENOTFOUND example.org',
    'downloading the libraries of tensorflow-cpu 2.21.0 (274 MB)',
    'unpacking the libraries',
    'compiling the binding',
  ]);
  expect(await listWorld(world)).toEqual({ folder: LINKED, cache: [WHEEL_KEY] });
  expect(await readFile(join(world.folder, 'package.json'), 'utf8')).not.toBe('spoilt');
});

test('pip is asked for exactly the listed wheel, whatever Python it belongs to', async () => {
  const world = await openWorld();
  await world.provide();
  const [download] = await world.commands();
  expect(download).toEqual(
    expect.arrayContaining([
      '--no-deps',
      '--only-binary=:all:',
      '--python-version=3.11',
      '--implementation=cp',
      '--abi=cp311',
      '--platform=manylinux_2_27_x86_64',
      'tensorflow-cpu==2.21.0',
    ]),
  );
});

test('the second call does nothing and runs nothing', async () => {
  const world = await openWorld();
  const first = await world.provide();
  await writeFile(join(world.plan.source.modules, '@mapbox/node-pre-gyp/index.js'), 'not even loadable');
  expect(await world.provide(NO_PROGRAMS)).toEqual({ ...first, done: 'nothing' });
});

test('after npm ci only the links are made again', async () => {
  const world = await openWorld();
  const first = await world.provide();
  for (const name of ['lib', 'deps']) await rm(join(world.folder, name));
  expect(await world.provide(NO_PROGRAMS)).toEqual({ ...first, done: 'linked' });
  expect(await listWorld(world)).toEqual({ folder: LINKED, cache: [WHEEL_KEY] });
});

test('a build that was damaged in the cache is replaced', async () => {
  const world = await openWorld();
  const first = await world.provide();
  await writeFile(join(first.folder, BINDING), 'broken');
  expect(await errorLine(() => inspect(world))).toContain(
    'one that does not load (undefined symbol: TF_Version)',
  );
  expect(await world.provide()).toEqual(first);
  expect((await inspect(world)).tensorflow).toBe('2.21.0');
  expect(await listWorld(world)).toEqual({ folder: LINKED, cache: [WHEEL_KEY] });
});

test('a build on another version of the wheel is not used', async () => {
  const world = await openWorld();
  await world.provide();
  const wheel = { ...world.plan.wheel, version: '2.22.0' };
  expect(await errorLine(() => world.provide(NO_PROGRAMS, { wheel }))).toContain('a C++ compiler');
  for (const name of ['lib', 'deps']) await rm(join(world.folder, name));
  expect(await errorLine(() => world.provide(NO_PROGRAMS, { wheel }))).toContain('a C++ compiler');
});

test('a build that was compiled in an older way is replaced', async () => {
  const world = await openWorld();
  const first = await world.provide();
  const record = join(first.folder, 'build.json');
  const { compiledWay, ...older } = JSON.parse(await readFile(record, 'utf8')) as Record<string, unknown>;
  expect(compiledWay).toBeDefined();
  await writeFile(record, JSON.stringify(older));
  expect(await world.provide()).toEqual(first);
  expect(await world.provide(NO_PROGRAMS)).toEqual({ ...first, done: 'nothing' });
  expect(await listWorld(world)).toEqual({ folder: LINKED, cache: [WHEEL_KEY] });
});

test('what the installer made is used, although it ended with an error', async () => {
  const world = await openWorld();
  const folder = join(world.cache, '4.22.0-linux-x64-tensorflow-2.9.1');
  expect(await world.provide({ INSTALLER: 'work' })).toMatchObject({
    tensorflow: '2.9.1',
    folder,
    done: 'built',
  });
  expect(await world.commands()).toEqual([]);
  expect(await readFile(join(world.folder, 'package.json'), 'utf8')).not.toBe('spoilt');
  for (const name of ['lib', 'deps']) await rm(join(world.folder, name));
  expect(await world.provide(NO_PROGRAMS)).toMatchObject({ tensorflow: '2.9.1', folder, done: 'linked' });
});

test.each(['half', 'lie'] as const)(
  'an installer that ends well but leaves %s is not believed',
  async (INSTALLER) => {
    const world = await openWorld();
    const reports: string[] = [];
    expect(await world.provide({ INSTALLER }, {}, reports)).toMatchObject({
      tensorflow: '2.21.0',
      done: 'built',
    });
    expect(reports[1]).toMatch(/^it did not succeed: what it installed does not load: /);
  },
);

test('where pip refuses the exact request, the plain one is tried on the same Python only', async () => {
  const world = await openWorld();
  const refused = await errorLine(() => world.provide({ PIP: 'onlyPlain', PIP_PYTHON: '3.12' }));
  expect(refused).toContain('No matching distribution found');
  expect(await world.provide({ PIP: 'onlyPlain', PIP_PYTHON: '3.11' })).toMatchObject({ done: 'built' });
});

test('a native part in the package itself is left alone where it works, and replaced where it does not', async () => {
  const world = await openWorld();
  await installInPlace(world, 'good');
  const own = { tensorflow: '2.9.1', from: 'its own folder', folder: world.folder, done: 'nothing' };
  expect(await world.provide(NO_PROGRAMS)).toMatchObject(own);
  expect(await world.provide(NO_PROGRAMS)).toMatchObject(own);
  await installInPlace(world, 'broken');
  expect(await world.provide()).toMatchObject({ tensorflow: '2.21.0', from: 'the cache', done: 'built' });
  expect(await listWorld(world)).toEqual({ folder: LINKED, cache: [WHEEL_KEY] });
});

test('links that lead out of the cache stay until a build works', async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  await installInPlace(other, 'good');
  for (const name of ['lib', 'deps']) await symlink(join(other.folder, name), join(world.folder, name));
  await errorLine(() => world.provide({ PIP: 'refuse' }));
  expect(await inspect(world)).toMatchObject({ tensorflow: '2.9.1', from: 'a folder outside the cache' });
  expect((await world.provide()).done).toBe('built');
  expect(await inspect(world)).toMatchObject({ tensorflow: '2.21.0', from: 'the cache' });
  expect((await inspect(other)).tensorflow).toBe('2.9.1');
});

test('two calls at once both succeed and leave one build', async () => {
  const world = await openWorld();
  const both = await Promise.all([world.provide(), world.provide()]);
  expect(both.map(({ folder }) => folder)).toEqual(Array(2).fill(join(world.cache, WHEEL_KEY)));
  expect(await listWorld(world)).toEqual({ folder: LINKED, cache: [WHEEL_KEY] });
  expect((await inspect(world)).tensorflow).toBe('2.21.0');
});

test('saying what there is changes nothing', async () => {
  const world = await openWorld();
  expect(await errorLine(() => inspect(world))).toBe(
    'tfjs-node 4.22.0: expected its native library, got none; run make tfjs-node',
  );
  expect(await listWorld(world)).toEqual({ folder: EMPTY, cache: [] });
});
