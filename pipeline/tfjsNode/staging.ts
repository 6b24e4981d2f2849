/**
 * Folders for work in progress within the cache. A build is made in one and moved out of it when it is proved to work,
 * so an interrupt never leaves half a build; what an interrupted call left is removed by the next.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { orUserError } from './cacheFolder.ts';

/** A folder for work in progress. */
export interface Staging {
  readonly folder: string;
  /** Makes the folder `name` within it and returns its path. */
  makeFolder(name: string): Promise<string>;
  remove(): Promise<void>;
}

/** `.staging-<host>-<process>-<random>`: tells the next call whether its owner is still at work. */
const NAME = /^\.staging-(?<host>.+)-(?<pid>\d+)-[0-9a-f]+$/;

/** After this long a folder of another machine counts as left behind; no build takes nearly as long. */
const FORGOTTEN_MS = 24 * 60 * 60 * 1000;

/** The folders of this process. Containers give every call the same process id, so the id alone says too little. */
const own = new Set<string>();

/** Makes a new folder for work in progress in `cache` and removes what others left behind there. */
export async function openStaging(cache: string): Promise<Staging> {
  const name = `.staging-${hostname()}-${process.pid}-${randomBytes(6).toString('hex')}`;
  const folder = join(cache, name);
  own.add(name);
  await orUserError(cache, async () => {
    await removeLeftovers(cache);
    await mkdir(folder, { recursive: true });
  });
  const makeFolder = async (inner: string): Promise<string> => {
    const path = join(folder, inner);
    await orUserError(path, () => mkdir(path, { recursive: true }));
    return path;
  };
  const sweep = (): void => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A program that is just being ended may still have written there; the next call removes it.
    }
  };
  process.once('exit', sweep);
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    process.off('exit', sweep);
    own.delete(name);
  };
  return { folder, makeFolder, remove };
}

async function removeLeftovers(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (await isLeftover(path, name)) await rm(path, { recursive: true, force: true });
  }
}

async function isLeftover(path: string, name: string): Promise<boolean> {
  const owner = NAME.exec(name)?.groups;
  if (owner === undefined || own.has(name)) return false;
  if (owner.host === hostname()) return !isAtWork(Number(owner.pid));
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > FORGOTTEN_MS;
}

function isAtWork(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
