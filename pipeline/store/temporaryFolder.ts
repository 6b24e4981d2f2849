/** A folder for what is needed only for a while. */
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUserError } from './files.ts';
import { findState, identifySelf, type ProcessRecord, processRecord } from './processes.ts';
import { decodeRecord, encodeRecord } from './recordFile.ts';

/** A folder that `remove` takes away, and at the latest the end of this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

const PREFIX = 'digit-ideas-';
/** In a process's folder: which process that is. */
const RECORD = '.process.json';
/** A folder that does not say whose it is was left by a killed process where nothing in it was written for so long. */
const LEFT_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/** Makes one. Throws a UserError where that is not allowed. */
export function makeTemporaryFolder(): TemporaryFolder {
  return make(PREFIX);
}

/** Makes one that says which process it is of, and removes those of that kind whose processes were killed, as far as can be seen. */
export function makeProcessFolder(kind: string): TemporaryFolder {
  const prefix = `${PREFIX}${kind}-`;
  removeLeft(new RegExp(`^${prefix}\\d+-`));
  const folder = make(`${prefix}${process.pid}-`);
  const path = join(folder.path, RECORD);
  try {
    writeFileSync(path, encodeRecord(identifySelf()));
  } catch (error) {
    folder.remove();
    throw asUserError(error, path, 'a file that can be written');
  }
  return folder;
}

/** Removes the folders of such names whose processes have ended. Never throws: what cannot be read or removed stays where it is. */
function removeLeft(named: RegExp): void {
  for (const path of listFolders(named)) {
    try {
      if (isLeft(path)) rmSync(path, { recursive: true, force: true });
    } catch {
      // It is another user's, or another process is removing it, too.
    }
  }
}

function listFolders(named: RegExp): string[] {
  try {
    return readdirSync(tmpdir())
      .filter((name) => named.test(name))
      .map((name) => join(tmpdir(), name));
  } catch {
    // Whoever makes a folder there says what is wrong with the place.
    return [];
  }
}

/**
 * Whether the process of a folder is known to have ended. Containers that share the place number their processes each for themselves,
 * so that the number in a name tells nothing; where there is no record, of an earlier version or not yet, only time does.
 */
function isLeft(path: string): boolean {
  const record = readOwner(join(path, RECORD));
  return record === null ? Date.now() - findLastWritten(path) > LEFT_AFTER_MS : findState(record) === 'ended';
}

/** The process that a record names; null where there is no record, or it is not as it was written. */
function readOwner(path: string): ProcessRecord | null {
  if (!existsSync(path)) return null;
  const { fields, fault } = decodeRecord(readFileSync(path));
  return fault === null ? (processRecord.safeParse(fields).data ?? null) : null;
}

function findLastWritten(path: string): number {
  const below = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  return [path, ...below].reduce((last, one) => Math.max(last, lstatSync(one).mtimeMs), 0);
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
