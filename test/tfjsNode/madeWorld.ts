/**
 * A small world in which tfjs-node is provided for real, with stand-ins for what is large or far away: the package, its
 * installer, pip, and the compiler are short scripts. A binding "works" if TensorFlow's library lies where it should.
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256File } from '../../pipeline/store/files.ts';
import type { BuildPlan } from '../../pipeline/tfjsNode/makeBuild.ts';
import { openPackage } from '../../pipeline/tfjsNode/package.ts';
import { type Provided, provideTfjsNode } from '../../pipeline/tfjsNode/provide.ts';
import type { Wheel } from '../../pipeline/tfjsNode/wheels.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { writeWheel } from './madeWheel.ts';
import { LIBRARY, PACKAGE, PRE_GYP, PRE_GYP_COMMAND, PROGRAM_HEAD, PROGRAMS } from './standIns.ts';

/** What the stand-ins do. */
export interface Behaviour {
  /** Where programs are found, in place of the folder of the stand-ins. */
  readonly PATH?: string;
  /** `work` succeeds but ends with an error; `half` and `lie` end well but leave half or nothing. */
  readonly INSTALLER?: 'refuse' | 'work' | 'half' | 'lie' | 'hang';
  readonly PIP?: 'work' | 'refuse' | 'onlyPlain' | 'other' | 'full' | 'hang';
  readonly PIP_PYTHON?: string;
  /** The kind of binding that comes out, or none. */
  readonly COMPILER?: 'good' | 'broken' | 'wrong' | 'deadly' | 'refuse';
}

/** The made world, in a temporary folder. */
export interface World {
  readonly root: string;
  /** Folder of the package. */
  readonly folder: string;
  readonly cache: string;
  /** Folder of the programs, which alone is on the PATH. */
  readonly programs: string;
  readonly plan: BuildPlan & { readonly wheel: Wheel };
  /** Environment in which the stand-ins behave so. */
  env(behaviour?: Behaviour): NodeJS.ProcessEnv;
  /** Provides the package in that environment; `reports` gets what is said on the way. */
  provide(behaviour?: Behaviour, changes?: Partial<BuildPlan>, reports?: string[]): Promise<Provided>;
  /** The command lines that pip and the compiler got, apart from questions for their version. */
  commands(): Promise<string[][]>;
}

/** Makes the world: a package without its native part, an empty cache, and all programs. */
export async function openWorld(): Promise<World> {
  const root = await openTemporaryFolder();
  const modules = join(root, 'node_modules');
  const folder = join(modules, '@tensorflow/tfjs-node');
  const programs = join(root, 'programs');
  await writeTexts(folder, PACKAGE);
  await writeTexts(modules, { '@mapbox/node-pre-gyp/index.js': PRE_GYP });
  await writePrograms(programs, PROGRAMS);
  await writePrograms(join(modules, '.bin'), { 'node-pre-gyp': PRE_GYP_COMMAND });
  const wheel = await makeWheel(root);
  const cache = join(root, 'cache', 'tfjs-node');
  const system = { platform: 'linux', arch: 'x64', hasGlibc: true };
  const plan = { source: await openPackage(folder), headers: join(root, 'headers'), cache, system, wheel };
  const fixed = {
    PATH: programs,
    WHEEL: join(root, 'given.whl'),
    WHEEL_FILE: wheel.file,
    RECORD: join(root, 'record'),
    HANGING: join(root, 'hanging'),
  };
  const env = (behaviour: Behaviour = {}): NodeJS.ProcessEnv => {
    return { INSTALLER: 'refuse', PIP: 'work', PIP_PYTHON: '3.12', COMPILER: 'good', ...fixed, ...behaviour };
  };
  return {
    root,
    folder,
    cache,
    programs,
    plan,
    env,
    provide: (behaviour, changes = {}, reports = []) =>
      provideTfjsNode(
        { ...plan, ...changes },
        { env: env(behaviour), onProgress: (doing) => reports.push(doing) },
      ),
    commands: async () =>
      (await readFile(fixed.RECORD, 'utf8').catch(() => ''))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as string[]),
  };
}

/** Puts a native part of the given kind into the package itself, as npm does where it may run scripts. */
export async function installInPlace({ folder }: World, kind: 'good' | 'broken'): Promise<void> {
  await writeTexts(folder, {
    'lib/napi-v8/tfjs_binding.node': kind,
    [`deps/lib/${LIBRARY}`]: '2.9.1',
  });
}

/** The names in the package's folder and in the cache, without the log and the notes. */
export async function listWorld({ folder, cache }: World): Promise<{ folder: string[]; cache: string[] }> {
  const kept = (await readdir(cache).catch(() => [])).filter(
    (name) => !['log.txt', 'checked'].includes(name),
  );
  return { folder: (await readdir(folder)).sort(), cache: kept };
}

async function makeWheel(root: string): Promise<Wheel> {
  const path = join(root, 'given.whl');
  await writeWheel(path, {
    [`tensorflow/${LIBRARY}`]: '2.21.0',
    'tensorflow/libtensorflow_framework.so.2': 'framework',
    'tensorflow/include/tensorflow/c/c_api.h': 'header',
    'tensorflow/include/Eigen/Core': 'not needed',
    'tensorflow/__init__.py': 'not needed',
  });
  const file = 'tensorflow_cpu-2.21.0-made.whl';
  return {
    package: 'tensorflow-cpu',
    version: '2.21.0',
    file,
    sha256: await sha256File(path),
    python: { version: '3.11', abi: 'cp311', platform: 'manylinux_2_27_x86_64' },
    downloadMB: 274,
    neededMB: 1,
    libraries: [LIBRARY, 'libtensorflow_framework.so.2'],
    headers: ['tensorflow/c/'],
  };
}

async function writePrograms(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const whole = Object.entries(texts).map(([name, text]) => [name, PROGRAM_HEAD + text]);
  await writeTexts(folder, Object.fromEntries(whole) as Record<string, string>);
  for (const name of Object.keys(texts)) await chmod(join(folder, name), 0o755);
}

async function writeTexts(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
