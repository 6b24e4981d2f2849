/** The npm package @tensorflow/tfjs-node as it lies on the disk, and the C headers of Node-API beside it. */
import { cp, realpath, rename, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { readJson } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { orUserError } from './cacheFolder.ts';

/** The installed package. */
export interface TfjsNodePackage {
  /** Its folder, without symbolic links in the path. */
  readonly folder: string;
  readonly version: string;
  /** The folder that holds it and the packages that it needs. */
  readonly modules: string;
}

/** The two folders that its native part lies in: the binding, and TensorFlow's libraries. */
export const NATIVE_FOLDERS = ['deps', 'lib'] as const;

/** The binding for Node-API 8, the newest that tfjs-node 4.22.0 knows and every Node from 16 on serves. */
export const BINDING = join('lib', 'napi-v8', 'tfjs_binding.node');

const REINSTALL = 'reinstall the packages with npm ci';

/** Where tfjs-node and the headers of Node-API are installed. Throws a UserError where one is not. */
export function locatePackages(): { readonly tfjsNode: string; readonly headers: string } {
  return {
    tfjsNode: locate('@tensorflow/tfjs-node'),
    headers: join(locate('node-api-headers'), 'include'),
  };
}

/** Reads the package in `folder`. Throws a UserError where there is none. */
export async function openPackage(folder: string): Promise<TfjsNodePackage> {
  const manifest = z.object({ version: z.string() });
  const { version } = await readJson(join(folder, 'package.json'), manifest, REINSTALL);
  const real = await realpath(folder);
  return { folder: real, version, modules: dirname(dirname(real)) };
}

/** Copies the package without its native part to `<parent>/package`, where it finds the packages that it needs. */
export async function copyPackage(source: TfjsNodePackage, parent: string): Promise<string> {
  const copy = join(parent, 'package');
  const native: readonly string[] = NATIVE_FOLDERS;
  await orUserError(parent, async () => {
    const filter = (path: string): boolean => !native.includes(relative(source.folder, path));
    await cp(source.folder, copy, { recursive: true, filter });
    await symlink(source.modules, join(parent, 'node_modules'), 'junction');
  });
  return copy;
}

/** Moves the native part out of the package in `folder` to the folder `target`. */
export async function takeNativePart(folder: string, target: string): Promise<void> {
  await orUserError(target, async () => {
    for (const name of NATIVE_FOLDERS) await rename(join(folder, name), join(target, name));
  });
}

function locate(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw expected('tfjs-node', `the npm package ${name}`, 'none', REINSTALL);
  }
}
