/**
 * Makes @tensorflow/tfjs-node work: leaves what works, links a finished build of the cache, or makes one. The package
 * in node_modules changes only at the end, when a build is proved to work.
 */

import { expected } from '../study/errors.ts';
import { type Build, findBuilds } from './builds.ts';
import { openLog } from './cacheFolder.ts';
import { checkLoad } from './loadCheck.ts';
import { type BuildPlan, makeBuild } from './makeBuild.ts';
import { linkBuild, type Placement, readPlacement } from './placement.ts';
import type { Surroundings } from './processes.ts';
import { readStamp, writeStamp } from './stamps.ts';

/** A package that works. */
export interface Working {
  readonly tfjsNode: string;
  readonly tensorflow: string;
  /** Folder of the native part. */
  readonly folder: string;
  readonly from: 'its own folder' | 'the cache' | 'a folder outside the cache';
}

/** A package that works now, and what was done for it. */
export interface Provided extends Working {
  readonly done: 'nothing' | 'linked' | 'built';
}

/** Where to look, and with which environment. */
export type Place = Pick<BuildPlan, 'source' | 'cache'> & Pick<Surroundings, 'env'>;

/** Makes the package of `plan` work, and says how. Throws a UserError that names what is missing. */
export async function provideTfjsNode(
  plan: BuildPlan,
  { env, onProgress }: Pick<Surroundings, 'env' | 'onProgress'>,
): Promise<Provided> {
  const { source, cache } = plan;
  const placement = await readPlacement(source.folder, cache);
  // Links to anywhere else may vanish with what they lead to, so they are replaced even where they work.
  const mayStay =
    placement.kind === 'cache' ? isCurrent(plan, placement.build) : placement.kind === 'package';
  if (mayStay) {
    const tensorflow = (await readStamp(cache, source)) ?? (await lookAgain({ source, cache, env }));
    if (tensorflow !== undefined) return { ...describe(plan, placement, tensorflow), done: 'nothing' };
  }
  const found = await findWorkingBuild(plan, env);
  const build = found ?? (await makeBuild(plan, { env, onProgress, log: await openLog(cache) }));
  await linkBuild(source.folder, build);
  await writeStamp(cache, source, build.tensorflow);
  const working = describe(plan, { kind: 'cache', build }, build.tensorflow);
  return { ...working, done: found ? 'linked' : 'built' };
}

/** Says what there is, after loading it; changes nothing. Throws a UserError where it does not work. */
export async function inspectTfjsNode({ source, cache, env }: Place): Promise<Working> {
  const check = await checkLoad(source.folder, env);
  if (check.works) {
    return describe({ source }, await readPlacement(source.folder, cache), check.tensorflow);
  }
  const got = check.reason === 'none' ? 'none' : `one that does not load (${check.reason})`;
  throw expected(`tfjs-node ${source.version}`, 'its native library', got, 'run make tfjs-node');
}

/** `tfjs-node 4.22.0 on TensorFlow 2.21.0 works, from the cache: <folder>`. */
export function describeWorking({ tfjsNode, tensorflow, from, folder }: Working): string {
  return `tfjs-node ${tfjsNode} on TensorFlow ${tensorflow} works, from ${from}: ${folder}`;
}

/** Not so where the project has moved on to another wheel since. */
function isCurrent({ wheel }: BuildPlan, build: Build): boolean {
  return build.source !== 'wheel' || build.tensorflow === wheel?.version;
}

async function lookAgain({ source, cache, env }: Place): Promise<string | undefined> {
  const check = await checkLoad(source.folder, env);
  if (!check.works) return undefined;
  await writeStamp(cache, source, check.tensorflow);
  return check.tensorflow;
}

async function findWorkingBuild(plan: BuildPlan, env: NodeJS.ProcessEnv): Promise<Build | undefined> {
  const { platform, arch } = plan.system;
  for (const build of await findBuilds(plan.cache, { tfjsNode: plan.source.version, platform, arch })) {
    if (!isCurrent(plan, build)) continue;
    if ((await checkLoad(plan.source.folder, env, build.folder)).works) return build;
  }
  return undefined;
}

function describe({ source }: Pick<BuildPlan, 'source'>, placement: Placement, tensorflow: string): Working {
  const common = { tfjsNode: source.version, tensorflow };
  if (placement.kind === 'cache') return { ...common, from: 'the cache', folder: placement.build.folder };
  const from = placement.kind === 'package' ? 'its own folder' : 'a folder outside the cache';
  return { ...common, from, folder: source.folder };
}
