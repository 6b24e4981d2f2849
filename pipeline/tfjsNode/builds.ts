/**
 * Finished builds of tfjs-node's native library: `<cache>/<key>/` with `lib/`, `deps/` and `build.json`. A build
 * appears under its key by one rename, so it is there as a whole or not at all.
 */
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { exists, readJson, writeJson } from '../store/files.ts';
import { orUserError } from './cacheFolder.ts';
import type { Staging } from './staging.ts';

/** What a build is for, and where its TensorFlow is from. */
export interface BuildRecord {
  /** Version of the npm package. */
  readonly tfjsNode: string;
  readonly platform: string;
  readonly arch: string;
  /** Version of the TensorFlow library, as the library itself gives it. */
  readonly tensorflow: string;
  /** The package's own installer, or the wheel of the Python package. */
  readonly source: 'installer' | 'wheel';
}

/** A finished build. */
export interface Build extends BuildRecord {
  readonly folder: string;
}

/** Package and platform that a build must be for. */
export type BuildTarget = Pick<BuildRecord, 'tfjsNode' | 'platform' | 'arch'>;

/** Counts the ways in which bindings have been compiled (compiler.ts): a build by an older way is made anew. */
const COMPILED_WAY = 2;

const recordSchema = z.object({
  tfjsNode: z.string(),
  platform: z.string(),
  arch: z.string(),
  tensorflow: z.string(),
  source: z.enum(['installer', 'wheel']),
  compiledWay: z.number().optional(),
});

const RECORD = 'build.json';

/** All finished builds for `target` in `cache`, by name. */
export async function findBuilds(cache: string, target: BuildTarget): Promise<Build[]> {
  if (!(await exists(cache))) return [];
  const names = (await readdir(cache)).filter((name) => name.startsWith(keyOf(target))).sort();
  const builds = await Promise.all(names.map((name) => readBuild(join(cache, name))));
  return builds.filter((build) => build !== undefined);
}

/** The build in `folder`, or undefined where there is none, its record cannot be read, or it was compiled in an older way. */
export async function readBuild(folder: string): Promise<Build | undefined> {
  try {
    const { compiledWay, ...record } = await readJson(join(folder, RECORD), recordSchema);
    const isCurrent = record.source === 'installer' || compiledWay === COMPILED_WAY;
    return isCurrent ? { ...record, folder } : undefined;
  } catch {
    // Without its record a build is not finished, whatever the reason.
    return undefined;
  }
}

/**
 * Gives the build in `staged`, a folder within `staging`, its place in `cache`. Where another call was faster and its
 * build `isGood`, that one stays and is returned.
 */
export async function publishBuild(
  cache: string,
  staging: Staging,
  staged: string,
  record: BuildRecord,
  isGood: (build: Build) => Promise<boolean>,
): Promise<Build> {
  const folder = join(cache, `${keyOf(record)}${record.tensorflow}`);
  await writeJson(join(staged, RECORD), {
    ...record,
    ...(record.source === 'wheel' && { compiledWay: COMPILED_WAY }),
  });
  if (await tryRename(staged, folder)) return { ...record, folder };
  const found = await readBuild(folder);
  if (found && (await isGood(found))) return found;
  await orUserError(folder, async () => {
    await rename(folder, join(staging.folder, 'replaced'));
    await rename(staged, folder);
  });
  return { ...record, folder };
}

function keyOf({ tfjsNode, platform, arch }: BuildTarget): string {
  return `${tfjsNode}-${platform}-${arch}-tensorflow-`;
}

/** Whether `from` now is `to`; not so where something is there already. */
async function tryRename(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (await exists(to)) return false;
    throw error;
  }
}
