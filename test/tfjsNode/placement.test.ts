import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Build, publishBuild } from '../../pipeline/tfjsNode/builds.ts';
import { linkBuild, readPlacement } from '../../pipeline/tfjsNode/placement.ts';
import { openStaging } from '../../pipeline/tfjsNode/staging.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const RECORD = { tfjsNode: '4.22.0', platform: 'linux', arch: 'x64', source: 'wheel' } as const;

/** A package's folder, and a cache with the build of TensorFlow 1.0. */
async function openScene(): Promise<{ folder: string; cache: string; build: Build }> {
  const root = await openTemporaryFolder();
  const [folder, cache] = [join(root, 'package'), join(root, 'cache')];
  await mkdir(folder);
  return { folder, cache, build: await publish(cache, '1.0') };
}

async function publish(cache: string, tensorflow: string, isGood = false): Promise<Build> {
  const staging = await openStaging(cache);
  const staged = await staging.makeFolder('build');
  for (const name of ['lib', 'deps']) await mkdir(join(staged, name));
  await writeFile(join(staged, 'lib', 'made-in'), staging.folder);
  const build = await publishBuild(cache, staging, staged, { ...RECORD, tensorflow }, async () => isGood);
  await staging.remove();
  return build;
}

test('a linked package says which build it uses, and another build takes its place', async () => {
  const { folder, cache, build } = await openScene();
  expect(await readPlacement(folder, cache)).toEqual({ kind: 'none' });
  await linkBuild(folder, build);
  expect(await readPlacement(folder, cache)).toEqual({ kind: 'cache', build });
  const other = await publish(cache, '2.0');
  await linkBuild(folder, other);
  expect(await readPlacement(folder, cache)).toEqual({ kind: 'cache', build: other });
  expect((await readdir(folder)).sort()).toEqual(['deps', 'lib']);
});

test('folders of the package are told apart from links, and a link replaces them', async () => {
  const { folder, cache, build } = await openScene();
  for (const name of ['lib', 'deps']) await mkdir(join(folder, name, 'inner'), { recursive: true });
  expect(await readPlacement(folder, cache)).toEqual({ kind: 'package' });
  await linkBuild(folder, build);
  expect((await lstat(join(folder, 'lib'))).isSymbolicLink()).toBe(true);
  expect((await readdir(folder)).sort()).toEqual(['deps', 'lib']);
});

test.each([
  ['one link leads out of the cache', 'deps', 'elsewhere'],
  ['one link leads to nothing', 'deps', 'cache/gone/deps'],
  ['the other link leads out of the cache', 'lib', 'elsewhere'],
])('%s: the package does not use a build', async (_, name, target) => {
  const { folder, cache, build } = await openScene();
  const rest = name === 'lib' ? 'deps' : 'lib';
  await symlink(join(build.folder, rest), join(folder, rest));
  await symlink(join(folder, '..', target), join(folder, name));
  expect(await readPlacement(folder, cache)).toEqual({ kind: 'elsewhere' });
});

test('of two builds under one key the first stays if it is good, else the second replaces it', async () => {
  const { cache, build } = await openScene();
  const first = await readFile(join(build.folder, 'lib', 'made-in'), 'utf8');
  await publish(cache, '1.0', true);
  expect(await readFile(join(build.folder, 'lib', 'made-in'), 'utf8')).toBe(first);
  await publish(cache, '1.0', false);
  expect(await readFile(join(build.folder, 'lib', 'made-in'), 'utf8')).not.toBe(first);
  expect(await readdir(cache)).toEqual(['4.22.0-linux-x64-tensorflow-1.0']);
});
