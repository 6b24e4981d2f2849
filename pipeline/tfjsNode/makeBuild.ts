/**
 * Makes a build of tfjs-node's native library in the cache: by the package's own installer, or else from the libraries
 * of a Python wheel and the compiled binding. It counts as made when it multiplies two matrices rightly.
 */
import { dirname, join } from 'node:path';
import { expected } from '../study/errors.ts';
import { type Build, publishBuild } from './builds.ts';
import { assertFreeSpace } from './cacheFolder.ts';
import { type BindingParts, compileBinding, findCompiler } from './compiler.ts';
import { runInstaller } from './installer.ts';
import { checkLoad } from './loadCheck.ts';
import { BINDING, type TfjsNodePackage, takeNativePart } from './package.ts';
import { downloadWheel, findPip } from './pip.ts';
import type { Surroundings } from './processes.ts';
import { openStaging, type Staging } from './staging.ts';
import { unpackWheel } from './wheelFile.ts';
import { LISTED_SYSTEMS, nameSystem, placeWheelFile, type System, type Wheel } from './wheels.ts';

/** What to build, for what, and where to keep it. */
export interface BuildPlan {
  readonly source: TfjsNodePackage;
  /** Folder of Node-API's C headers. */
  readonly headers: string;
  readonly cache: string;
  readonly system: System;
  /** The wheel to use where the installer fails; undefined where the system has none. */
  readonly wheel: Wheel | undefined;
}

/** The installer's time limit where there is another way, and where there is none. */
const INSTALLER_LIMIT_MS = { withWheel: 120_000, alone: 1_800_000 };

/** A build that is made and works, but is still in its staging folder. */
interface Staged {
  readonly folder: string;
  readonly tensorflow: string;
  readonly source: Build['source'];
}

/** Makes a build. Throws a UserError that says what was in the way. */
export async function makeBuild(plan: BuildPlan, surroundings: Surroundings): Promise<Build> {
  const staging = await openStaging(plan.cache);
  try {
    const { folder, tensorflow, source } = await stage(plan, staging, surroundings);
    const { platform, arch } = plan.system;
    const record = { tfjsNode: plan.source.version, platform, arch, tensorflow, source };
    return await publishBuild(plan.cache, staging, folder, record, async (other) => {
      return (await checkLoad(plan.source.folder, surroundings.env, other.folder)).works;
    });
  } finally {
    await staging.remove();
  }
}

async function stage(plan: BuildPlan, staging: Staging, surroundings: Surroundings): Promise<Staged> {
  const { wheel } = plan;
  const installed = await stageInstalled(plan, staging, wheel !== undefined, surroundings);
  if (typeof installed !== 'string') return installed;
  surroundings.onProgress(`it did not succeed: ${installed}`);
  if (wheel) return stageWheel(plan, wheel, staging, surroundings);
  throw expected(
    'tfjs-node',
    `its own installer to succeed, or a system whose libraries are listed (${LISTED_SYSTEMS})`,
    `${nameSystem(plan.system)} and ${installed}`,
    'run make tfjs-node where the installer can download, or choose another engine',
  );
}

/** The installer's build, or why there is none. */
async function stageInstalled(
  plan: BuildPlan,
  staging: Staging,
  hasOtherWay: boolean,
  surroundings: Surroundings,
): Promise<Staged | string> {
  const limitMs = hasOtherWay ? INSTALLER_LIMIT_MS.withWheel : INSTALLER_LIMIT_MS.alone;
  const { folder: copy, complaint } = await runInstaller(plan.source, staging, limitMs, surroundings);
  const check = await checkLoad(plan.source.folder, surroundings.env, copy);
  if (!check.works) return complaint || `what it installed does not load: ${check.reason}`;
  const folder = await staging.makeFolder('installed');
  await takeNativePart(copy, folder);
  return { folder, tensorflow: check.tensorflow, source: 'installer' };
}

async function stageWheel(
  plan: BuildPlan,
  wheel: Wheel,
  staging: Staging,
  surroundings: Surroundings,
): Promise<Staged> {
  // All that can be missing is looked for before the long download.
  const compiler = await findCompiler(surroundings);
  const pip = await findPip(surroundings);
  await assertFreeSpace(plan.cache, wheel.neededMB * 1e6);
  const path = await downloadWheel(pip, wheel, await staging.makeFolder('download'), surroundings);
  surroundings.onProgress('unpacking the libraries');
  await unpackWheel(path, staging.folder, (name) => placeWheelFile(wheel, name));
  const folder = await staging.makeFolder('build');
  await staging.makeFolder(join('build', dirname(BINDING)));
  await compileBinding(compiler, listParts(plan, wheel, staging.folder, folder), surroundings);
  const check = await checkLoad(plan.source.folder, surroundings.env, folder);
  if (check.works) return { folder, tensorflow: check.tensorflow, source: 'wheel' };
  throw expected(
    'tfjs-node',
    `a binding that works with ${wheel.package} ${wheel.version}`,
    check.reason,
    `this system may be too old for it: choose another engine (log: ${surroundings.log.path})`,
  );
}

function listParts(plan: BuildPlan, wheel: Wheel, unpacked: string, build: string): BindingParts {
  return {
    sources: join(plan.source.folder, 'binding'),
    headers: [join(unpacked, 'include'), plan.headers],
    libraries: wheel.libraries.map((name) => join(build, 'deps', 'lib', name)),
    binding: join(build, BINDING),
  };
}
