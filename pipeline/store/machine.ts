/** What there is to know of this machine, and of the source that runs on it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../study/environment.ts';
import { sha256 } from './files.ts';
import { OWN_FOLDER } from './ownFolder.ts';

/** The part of an environment that no engine has a part in. */
type Machine = Omit<Environment, 'engine' | 'runtime' | 'threadsPerModel'>;

/** This machine, and the source as it was when {@link noteSource} was first called, or this. */
export async function describeMachine(): Promise<Machine> {
  return {
    node: process.version,
    v8: process.versions.v8,
    v8Flags: listFeatureFlags([...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)]),
    platform: `${process.platform}-${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    processorFeatures: readProcessorFeatures(),
    cores: availableParallelism(),
    ...(await noteSource()),
    packageLock: readDigest(join(OWN_FOLDER, 'package-lock.json')),
  };
}

/** What decides a study's bytes, as paths of the project. */
const SOURCES = ['pipeline', 'package.json', 'package-lock.json', 'tsconfig.json'];

type SourceState = Pick<Environment, 'commit' | 'sourceTree' | 'isDirty'>;

let noted: Promise<SourceState> | undefined;

/**
 * Notes the source, once a process: at the start of long work it is what runs, later it may have been changed, and by then the
 * memory in use makes it slow to start another program.
 */
export function noteSource(): Promise<SourceState> {
  noted ??= readSourceState();
  return noted;
}

/** The commit that is checked out, and whether {@link SOURCES} differ from it; null without git or a checkout. */
async function readSourceState(): Promise<SourceState> {
  try {
    const [commit, sourceTree] = (await callGit(['rev-parse', 'HEAD', 'HEAD:./pipeline'])).split('\n');
    const changes = await callGit(['status', '--porcelain', '--', ...SOURCES]);
    return { commit: commit!, sourceTree: sourceTree!, isDirty: changes !== '' };
  } catch {
    // An unpacked archive, or no git: neither keeps anybody from computing.
    return { commit: null, sourceTree: null, isDirty: null };
  }
}

async function callGit(words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', ['-C', OWN_FOLDER, '--no-optional-locks', ...words]);
  return stdout.trim();
}

/** Options such as `--no-enable-avx`; others change no arithmetic, and may hold what is nobody's business. */
export function listFeatureFlags(options: readonly string[]): string[] {
  return [...new Set(options.filter((option) => /^--(no-)?enable-[a-z0-9-]+$/.test(option)))].sort();
}

/** Linux alone has a file with them. */
function readProcessorFeatures(): string[] | null {
  try {
    return pickFeatures(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return null;
  }
}

/** The features of this machine's processor that arithmetic is done with, in one text; null where the system does not tell. */
export function describeProcessor(): string | null {
  return readProcessorFeatures()?.join(' ') ?? null;
}

/** Of a processor's features those that vector arithmetic, bit counts and float16 are done with. */
const ARITHMETIC =
  /^(sse\w*|ssse3|avx\w*|fma\w*|f16c|bmi[12]|popcnt|amx\w*|asimd\w*|sve\w*|neon|fphp|bf16|i8mm)$/;

/** The features of the first processor in the text of /proc/cpuinfo, in order; null where it names none. */
export function pickFeatures(cpuinfo: string): string[] | null {
  const [, words] = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo) ?? [];
  if (words === undefined) return null;
  return words
    .trim()
    .split(/\s+/)
    .filter((word) => ARITHMETIC.test(word))
    .sort();
}

function readDigest(path: string): string | null {
  try {
    return sha256(readFileSync(path));
  } catch {
    return null;
  }
}
