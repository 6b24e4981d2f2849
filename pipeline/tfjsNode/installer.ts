/**
 * Runs the package's own installer, on a copy of the package: it rewrites package.json while it works and leaves
 * halves behind when it fails. Its exit code says nothing: it ends with 0 after some failures.
 */
import { delimiter, join } from 'node:path';
import { copyPackage, type TfjsNodePackage } from './package.ts';
import { runLogged, type Surroundings } from './processes.ts';
import type { Staging } from './staging.ts';

/** A package on which the installer was run; whether it works is still to be seen. */
export interface Installed {
  readonly folder: string;
  /** What the installer complained of; empty where it did not. */
  readonly complaint: string;
}

/** Runs the installer on a copy of `source` for at most `limitMs`. */
export async function runInstaller(
  source: TfjsNodePackage,
  staging: Staging,
  limitMs: number,
  surroundings: Surroundings,
): Promise<Installed> {
  surroundings.onProgress("trying the package's own installer");
  const folder = await copyPackage(source, staging.folder);
  const outcome = await runLogged(surroundings, [process.execPath, join('scripts', 'install.js')], {
    cwd: folder,
    // As npm does it: the installer calls the command of another package.
    env: prependPath(surroundings.env, join(source.modules, '.bin')),
    limitMs,
  });
  return { folder, complaint: outcome.reason };
}

function prependPath(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  // Windows spells it Path.
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [folder, env[name] ?? ''].join(delimiter) };
}
