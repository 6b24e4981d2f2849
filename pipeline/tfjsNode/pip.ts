/** Gets a wheel with pip, which knows the user's package index, proxy and certificates. Nothing is installed. */
import { join } from 'node:path';
import { exists, removeFile, sha256File } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { type Outcome, runLogged, runProgram, type Surroundings } from './processes.ts';
import type { Wheel } from './wheels.ts';

/** A pip that runs. */
export interface Pip {
  readonly command: readonly string[];
  /** Version of the Python that it belongs to, such as `3.11`; empty where it does not say. */
  readonly python: string;
}

const PIPS = [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const;

/** Finds pip on the PATH. Throws a UserError where there is none. */
export async function findPip({ env }: Pick<Surroundings, 'env'>): Promise<Pip> {
  for (const command of PIPS) {
    const { hasSucceeded, stdout } = await runProgram([...command, '--version'], { env });
    if (hasSucceeded) return { command, python: /\(python (\d+\.\d+)/.exec(stdout)?.[1] ?? '' };
  }
  throw expected(
    'tfjs-node',
    'pip, as python3 -m pip, pip3 or pip',
    'none',
    'install Python 3 with pip, then make tfjs-node',
  );
}

/**
 * Downloads `wheel` into `folder`, which must exist, and returns its path. Throws a UserError where pip cannot get it,
 * or where it is not the file that is listed.
 */
export async function downloadWheel(
  pip: Pip,
  wheel: Wheel,
  folder: string,
  surroundings: Surroundings,
): Promise<string> {
  surroundings.onProgress(
    `downloading the libraries of ${wheel.package} ${wheel.version} (${wheel.downloadMB} MB)`,
  );
  const outcome = await runPip(pip, wheel, folder, surroundings);
  const path = join(folder, wheel.file);
  if (!(await exists(path))) throw describeFailure(wheel, outcome, surroundings);
  const found = await sha256File(path);
  if (found === wheel.sha256) return path;
  await removeFile(path);
  throw expected(
    wheel.file,
    `SHA-256 ${wheel.sha256}`,
    found,
    'it was changed on its way: empty the cache of pip (pip cache purge) or use another index, then make tfjs-node',
  );
}

/** Asks for the wheel's own Python first, which any pip can; then for that of the pip, if it is the same. */
async function runPip(
  { command, python }: Pip,
  wheel: Wheel,
  folder: string,
  surroundings: Surroundings,
): Promise<Outcome> {
  const quiet = { PIP_RETRIES: '0', PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  // The system's folder for temporary files is often too small.
  const env = { ...surroundings.env, ...quiet, TMPDIR: folder };
  const request = ['download', '--no-deps', '--progress-bar', 'off', '--only-binary=:all:', '--dest', folder];
  const { version, abi, platform } = wheel.python;
  const target = [`--python-version=${version}`, '--implementation=cp', `--abi=${abi}`];
  const name = `${wheel.package}==${wheel.version}`;
  const exact = [...command, ...request, ...target, `--platform=${platform}`, name];
  const outcome = await runLogged(surroundings, exact, { env });
  if (outcome.hasSucceeded || python !== version) return outcome;
  return runLogged(surroundings, [...command, ...request, name], { env });
}

function describeFailure(wheel: Wheel, outcome: Outcome, { log }: Surroundings): Error {
  const got = outcome.hasSucceeded ? 'another file' : outcome.reason;
  const nextStep = /No space left|Disk quota/i.test(outcome.output)
    ? 'free some space'
    : "check the network and pip's index";
  return expected('pip download', wheel.file, got, `${nextStep}, then make tfjs-node (log: ${log.path})`);
}
