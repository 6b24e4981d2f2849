/** A folder for what is needed only for a while. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUserError } from './files.ts';

/** A folder that `remove` takes away, and at the latest the end of this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Makes one. Throws a UserError where that is not allowed. */
export function makeTemporaryFolder(): TemporaryFolder {
  const path = make();
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path, remove };
}

function make(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'digit-ideas-'));
  } catch (error) {
    throw asUserError(error, tmpdir(), 'a temporary folder that can be written');
  }
}
