/** A folder for what is needed only for a while. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUserError } from './files.ts';

/** A folder that `remove` takes away, and at the latest the end of this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

const PREFIX = 'digit-ideas-';

/** Makes one. Throws a UserError where that is not allowed. */
export function makeTemporaryFolder(): TemporaryFolder {
  return make(PREFIX);
}

/** Makes one whose name has `kind` and the number of this process, and removes those of that kind whose processes were killed. */
export function makeProcessFolder(kind: string): TemporaryFolder {
  const prefix = `${PREFIX}${kind}-`;
  for (const name of readdirSync(tmpdir())) {
    const process = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (process > 0 && !isRunning(process)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return make(`${prefix}${process.pid}-`);
}

function make(prefix: string): TemporaryFolder {
  const path = makeFolder(prefix);
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path, remove };
}

function makeFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (error) {
    throw asUserError(error, tmpdir(), 'a temporary folder that can be written');
  }
}

/** Whether there is a process of that number, whoever's it is. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
