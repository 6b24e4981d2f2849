/** A folder as an object store, on a disk that every machine sees. */
import { randomUUID } from 'node:crypto';
import { link, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { expected } from '../../study/errors.ts';
import { asUserError, exists, prepareFolder, readBytes, removeFile, sha256 } from '../files.ts';
import { walkFolder } from '../walkFolder.ts';
import { assertKey, isKey, type ObjectStore } from './objectStore.ts';

/** A file under a temporary name. It is none of those that taking a study's lock removes (leftOvers.ts): its writer has no such lock. */
const PART = /^\..+\.part$/;
/** One that is older was left by a process that was ended. */
const LEFT_AFTER_MS = 60 * 60 * 1000;

/** Opens the store in `folder`, which is made where it is not there. Throws a UserError where it cannot be written. */
export async function openFolderStore(folder: string): Promise<ObjectStore> {
  await prepareFolder(folder);
  return new FolderStore(folder);
}

class FolderStore implements ObjectStore {
  readonly name: string;

  constructor(folder: string) {
    this.name = folder;
  }

  async put(key: string, bytes: Uint8Array): Promise<'written' | 'there'> {
    const path = this.#locate(key);
    if (await exists(path)) return 'there';
    const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
    await prepareFolder(dirname(path));
    try {
      await writeFile(part, bytes);
      const written = sha256(await readBytes(part));
      if (written !== sha256(bytes)) {
        throw expected(
          path,
          `SHA-256 ${sha256(bytes)} after it was written`,
          written,
          'check the disk of STORE',
        );
      }
      // Unlike a rename, a link never takes the place of what is there.
      return await linkNew(part, path);
    } catch (error) {
      throw asUserError(error, path, 'a file that can be written');
    } finally {
      await rm(part, { force: true }).catch(() => undefined);
    }
  }

  has(key: string): Promise<boolean> {
    return exists(this.#locate(key));
  }

  async get(key: string): Promise<Uint8Array | null> {
    const path = this.#locate(key);
    return (await exists(path)) ? readBytes(path) : null;
  }

  async list(prefix: string): Promise<string[]> {
    const folder = join(this.name, prefix);
    if (!(await exists(folder))) return [];
    const keys: string[] = [];
    const refuse = (error: unknown, where: string) => {
      throw asUserError(error, where, 'a folder that can be read');
    };
    for await (const path of walkFolder(folder, refuse)) {
      const key = `${prefix}${relative(folder, path).replaceAll('\\', '/')}`;
      if (isKey(key)) keys.push(key);
      else if (PART.test(basename(path))) await removeIfLeft(path);
    }
    return keys;
  }

  remove(key: string): Promise<void> {
    return removeFile(this.#locate(key));
  }

  close(): void {}

  #locate(key: string): string {
    return join(this.name, assertKey(key));
  }
}

async function linkNew(from: string, to: string): Promise<'written' | 'there'> {
  try {
    await link(from, to);
    return 'written';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'there';
    throw error;
  }
}

async function removeIfLeft(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && Date.now() - found.mtimeMs > LEFT_AFTER_MS) await removeFile(path);
}
