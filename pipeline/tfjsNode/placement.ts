/**
 * The links from the package in node_modules to a build in the cache. Node loads the binding by its real path, so the
 * binding finds TensorFlow's libraries beside itself in the cache.
 */
import { lstat, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { exists } from '../store/files.ts';
import { type Build, readBuild } from './builds.ts';
import { orUserError } from './cacheFolder.ts';
import { NATIVE_FOLDERS } from './package.ts';

/** Where the package's native part is: nowhere, in the package itself, in a build of the cache, or anywhere else. */
export type Placement =
  | { readonly kind: 'none' | 'package' | 'elsewhere' }
  | { readonly kind: 'cache'; readonly build: Build };

/** Says where the native part of the package in `folder` is; `cache` is the folder of the builds. */
export async function readPlacement(folder: string, cache: string): Promise<Placement> {
  const found = await Promise.all(NATIVE_FOLDERS.map((name) => follow(join(folder, name))));
  const lib = found[NATIVE_FOLDERS.indexOf('lib')];
  if (lib === undefined) return { kind: 'none' };
  if (lib === 'folder') return { kind: 'package' };
  const root = dirname(lib);
  const isWhole = NATIVE_FOLDERS.every((name, i) => found[i] === join(root, name));
  if (!isWhole || dirname(root) !== cache) return { kind: 'elsewhere' };
  const build = await readBuild(root);
  return build ? { kind: 'cache', build } : { kind: 'elsewhere' };
}

/** Makes the package in `folder` use `build`. Each link replaces what was there in one step where the system can. */
export async function linkBuild(folder: string, build: Build): Promise<void> {
  await orUserError(folder, async () => {
    for (const name of NATIVE_FOLDERS) await replaceByLink(join(folder, name), join(build.folder, name));
  });
}

/** What a link leads to, `folder` for anything else, undefined for nothing. */
async function follow(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isSymbolicLink()) return found && 'folder';
  return resolve(dirname(path), await readlink(path));
}

let links = 0;

async function replaceByLink(path: string, target: string): Promise<void> {
  links += 1;
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}-${links}`);
  const [link, old] = [`${beside}.tmp`, `${beside}.old`];
  await symlink(target, link, 'junction');
  try {
    await rename(link, path);
  } catch (error) {
    // A link takes the place of a link, but not of a folder, and on Windows not even of a link.
    if (!(await exists(path))) throw error;
    await rename(path, old);
    await rename(link, path);
    await rm(old, { recursive: true, force: true });
  }
}
