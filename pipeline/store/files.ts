/**
 * The generic reads and writes of the project. A file appears under its name only when it is complete: it is written
 * beside its place under a temporary name, then renamed, so that an interrupt never leaves half a file behind.
 */
import { createHash } from 'node:crypto';
import { accessSync, closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { access, appendFile, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { expected, UserError } from '../study/errors.ts';
import { describeIssue } from '../study/issues.ts';

/** What the user can do about each error of the file system; other codes are faults of ours. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'check the path',
  ENOTDIR: 'a file stands where a folder is needed: move it away',
  EEXIST: 'a file stands where a folder is needed: move it away',
  EISDIR: 'a folder stands where a file is needed: move it away',
  ENOTEMPTY: 'a folder with files stands in its place: move it away',
  ELOOP: 'links there lead to each other: remove one of them',
  ENAMETOOLONG: 'choose a shorter path',
  EACCES: 'give yourself access to it, or choose another folder',
  EPERM: 'give yourself access to it, or choose another folder',
  EROFS: 'choose a folder on a disk that can be written',
  ENOSPC: 'free some space on the disk and run the command again',
  EDQUOT: 'free some space of your quota and run the command again',
  EFBIG: 'choose a disk that takes larger files',
  EMFILE: 'raise the number of files that may be open (ulimit -n) and run the command again',
  ENFILE: 'close other programs, for too many files are open, and run the command again',
  ENOMEM: 'close other programs, for memory is short, and run the command again',
  EBUSY: 'close the program that uses it and run the command again',
  ETXTBSY: 'close the program that uses it and run the command again',
  EIO: 'the disk does not answer as it should: check it, and run the command again',
  ESTALE: 'the network folder was lost: mount it again, and run the command again',
  ENODEV: 'the disk is gone: mount it again, and run the command again',
  ENXIO: 'the disk is gone: mount it again, and run the command again',
  ETIMEDOUT: 'the network folder does not answer: mount it again, and run the command again',
};

let temporaryFiles = 0;

/**
 * Writes `data`, whole or part by part, to `path`, creating its folder; readers see the old file or the new one, never a part.
 * Throws a {@link UserError} where the disk is full, read-only or out of bounds.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | Iterable<string>,
): Promise<void> {
  temporaryFiles += 1;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${temporaryFiles}.tmp`);
  try {
    await makeFolder(dirname(path));
    await writeFile(temporary, isParts(data) ? joinParts(data) : data);
    await rename(temporary, path);
  } catch (error) {
    // Cleaning up may fail for the reason that the write did; that reason is the one to report.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asUserError(error, path, 'a file that can be written');
  }
}

const isParts = (data: string | Uint8Array | Iterable<string>): data is Iterable<string> =>
  typeof data !== 'string' && !(data instanceof Uint8Array);

/** Characters of short parts that are written together. */
const WRITTEN_TOGETHER = 1_000_000;

/** The same text in fewer parts. */
function* joinParts(parts: Iterable<string>): Generator<string> {
  let [held, length]: [string[], number] = [[], 0];
  for (const part of parts) {
    held.push(part);
    length += part.length;
    if (length < WRITTEN_TOGETHER) continue;
    yield held.join('');
    [held, length] = [[], 0];
  }
  yield held.join('');
}

/** Makes a folder and those above it, as Node does, which has no reason but ENOENT where a disk is read-only. */
export async function makeFolder(path: string): Promise<void> {
  if (await exists(path)) return;
  await makeFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Makes `folder`. Throws a {@link UserError} where nothing can be written to it: before long work for it, not after. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    throw asUserError(error, folder, 'a folder that can be written');
  }
  throw expected(folder, 'a folder that can be written', 'a file', 'move it away, or give another');
}

/** Writes `text` behind what is in the file at `path`, which others write to as well. Throws as {@link writeFileAtomic} does. */
export async function appendText(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw asUserError(error, path, 'a file that can be written');
  }
}

/** Writes `value` as JSON, indented by two spaces, with a newline at the end. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Milliseconds of reading after which signals and timers get their turn. */
const TURN_MS = 5;

let turned = performance.now();

/**
 * Comes before every read, which this process then does by itself: a study of very many models has millions of small files, and to
 * hand each call over to another thread, as Node's promises do, takes many times as long.
 */
async function takeTurns(): Promise<void> {
  if (performance.now() - turned < TURN_MS) return;
  await setImmediate();
  turned = performance.now();
}

/**
 * The bytes of a file. Throws a {@link UserError} where it is missing or cannot be read; `nextStep` tells what to do
 * about a missing one.
 */
export async function readBytes(path: string, nextStep = REMEDIES.ENOENT!): Promise<Uint8Array> {
  await takeTurns();
  try {
    const buffer = readFileSync(path);
    // A plain view: Buffer's own slice() shares memory where that of Uint8Array copies.
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  } catch (error) {
    throw asReadError(error, path, nextStep);
  }
}

function asReadError(error: unknown, path: string, nextStep: string): unknown {
  if (codeOf(error) === 'ENOENT') return expected(path, 'a file', 'none', nextStep);
  if (codeOf(error) === 'EISDIR')
    return expected(path, 'a file that can be read', 'a folder', 'name a file in it');
  return asUserError(error, path, 'a file that can be read');
}

/**
 * The JSON value of a file, checked by `schema`. Throws a {@link UserError} where the file is missing, is not JSON, or
 * has another shape; `nextStep` tells what to do about it.
 */
export async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  nextStep = 'write it again with the stage that makes it',
): Promise<T> {
  return decodeJson(await readBytes(path, nextStep), path, schema, nextStep);
}

/** The value that JSON `bytes` read from `path` hold; errors as of {@link readJson}. */
export function decodeJson<T>(bytes: Uint8Array, path: string, schema: z.ZodType<T>, nextStep: string): T {
  const text = new TextDecoder().decode(bytes);
  return checkShape(parseJson(text, path, nextStep), path, schema, nextStep);
}

/** The JSON `value` of the file at `path` in the shape of `schema`. Throws a {@link UserError} where it has another. */
export function checkShape<T>(value: unknown, path: string, schema: z.ZodType<T>, nextStep: string): T {
  const parsed = schema.safeParse(value, { reportInput: true, error: namePlainly });
  if (parsed.success) return parsed.data;
  throw new UserError(`${path}: ${describeIssue(parsed.error.issues[0]!)}; ${nextStep}`);
}

/** Words for the one kind of issue whose own message is no expectation. */
function namePlainly(issue: { readonly code: string | undefined }): string | undefined {
  return issue.code === 'unrecognized_keys' ? 'only the keys of such a file' : undefined;
}

function parseJson(text: string, path: string, nextStep: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, line breaks included.
    throw expected(path, 'JSON', `${text.length} characters that are not`, nextStep);
  }
}

/** SHA-256 of `bytes` (FIPS 180-4), as 64 lower-case hexadecimal digits. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a file's bytes. Throws as {@link readBytes} does. */
export async function sha256File(path: string): Promise<string> {
  const digest = await findSha256(path);
  if (digest === null) throw expected(path, 'a file', 'none', REMEDIES.ENOENT!);
  return digest;
}

/** SHA-256 of a file's bytes; null where there is none. Throws as {@link readBytes} does. */
export async function findSha256(path: string): Promise<string | null> {
  await takeTurns();
  try {
    return hashFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw asReadError(error, path, REMEDIES.ENOENT!);
  }
}

/**
 * What is read of a file at once to be hashed, again and again into the same memory: to have 47 MB of images in fresh memory takes
 * several times as long as to hash them.
 */
const PIECE = new Uint8Array(256 * 1024);

function hashFile(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(file, PIECE);
      if (length === 0) return hash.digest('hex');
      hash.update(PIECE.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
}

/** Whether there is a file or a folder at `path`. Throws a {@link UserError} where that cannot be told. */
export async function exists(path: string): Promise<boolean> {
  await takeTurns();
  try {
    accessSync(path);
    return true;
  } catch (error) {
    // Anything else, such as a folder without access, must not pass for a result that was never computed.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false;
    throw asUserError(error, path, 'a file or a folder that can be seen');
  }
}

/** Removes a file if it is there. Throws a {@link UserError} where that is not allowed. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw asUserError(error, path, 'a file that can be removed');
  }
}

/** Removes a folder with all that is in it, if it is there. Throws a UserError where that is not allowed. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw asUserError(error, path, 'a folder that can be removed');
  }
}

/** Moves a folder to a path on the same disk where nothing is. Throws a {@link UserError} where that is not allowed. */
export async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    throw asUserError(error, from, `a folder that can be moved to ${to}`);
  }
}

/** Turns an error of the file system that the user can mend into one line; gives back any other as it is. */
export function asUserError(error: unknown, path: string, what: string): unknown {
  const code = codeOf(error);
  const remedy = REMEDIES[code];
  return remedy === undefined ? error : expected(path, what, `the error ${code}`, remedy);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
