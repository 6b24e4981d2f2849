/**
 * The folder that keeps tfjs-node's native library between installs: outside node_modules, so that it survives
 * `npm ci`, and one for all checkouts of a user. Where it is follows the XDG Base Directory Specification 0.8.
 */
import { appendFile, mkdir, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { asUserError } from '../store/files.ts';
import { expected } from '../study/errors.ts';

/** What programs printed while a build was made: for whoever wants to know more than the one line. */
export interface Log {
  readonly path: string;
  append(text: string): Promise<void>;
}

/**
 * The folder `tfjs-node` below the first of: `given`, $DIGIT_IDEAS_CACHE, $XDG_CACHE_HOME/digit-ideas,
 * ~/.cache/digit-ideas. A relative XDG_CACHE_HOME does not count, as its specification has it.
 */
export function resolveCacheFolder(
  given: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  const { DIGIT_IDEAS_CACHE: own, XDG_CACHE_HOME: xdg } = env;
  const common = xdg && isAbsolute(xdg) ? xdg : join(home, '.cache');
  return join(resolve(given || own || join(common, 'digit-ideas')), 'tfjs-node');
}

/** Throws a UserError where the disk that holds `folder` has less than `bytes` free. */
export async function assertFreeSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  const [needed, free] = [bytes, bavail * bsize].map((size) => `${Math.floor(size / 1e6)} MB`);
  throw expected(
    folder,
    `${needed} free on its disk`,
    free!,
    'free some space, or name another folder with --cache',
  );
}

/** Begins the log of a build in the folder `cache`, which it makes if need be. */
export async function openLog(cache: string): Promise<Log> {
  const path = join(cache, 'log.txt');
  await orUserError(cache, async () => {
    await mkdir(cache, { recursive: true });
    await writeFile(path, '');
  });
  return { path, append: (text) => orUserError(path, () => appendFile(path, text)) };
}

/** Runs `act`; throws a UserError where the file system refuses it for a reason that the user can mend. */
export async function orUserError<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asUserError(error, path, 'a folder that can be written');
  }
}
