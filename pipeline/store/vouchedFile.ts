/**
 * Files that another step reads again and that have no room for a digest of their own. `<file>.sha256` beside such a file
 * has the SHA-256 of what was written to it, one a line as sha256sum prints them: the newest, and the one before, for it
 * is written first and the file may not follow.
 */
import { basename } from 'node:path';
import { expected } from '../study/errors.ts';
import { exists, readBytes, sha256, sha256File, writeFileAtomic } from './files.ts';

/** The file with the digests of the file at `path`. */
const digestFile = (path: string) => `${path}.sha256`;

/** Writes `data` to `path`, and its digest beside it. */
export async function writeVouched(path: string, data: string | Uint8Array): Promise<void> {
  const before = (await exists(path)) ? [await sha256File(path)] : [];
  const digests = new Set([sha256(data), ...before]);
  const lines = [...digests].map((digest) => `${digest}  ${basename(path)}\n`);
  await writeFileAtomic(digestFile(path), lines.join(''));
  await writeFileAtomic(path, data);
}

/**
 * Throws a UserError where the file at `path` is not as {@link writeVouched} wrote it; `nextStep` is what to do other than
 * taking it as it is. A file without a digest, as earlier versions wrote them, is taken as it is.
 */
export async function assertVouched(path: string, nextStep: string): Promise<void> {
  const beside = digestFile(path);
  if (!(await exists(path)) || !(await exists(beside))) return;
  const digests = new TextDecoder().decode(await readBytes(beside)).split('\n');
  const found = await sha256File(path);
  if (digests.some((line) => line.startsWith(found))) return;
  const next = `${nextStep}, or remove ${basename(beside)} to take it as it is`;
  throw expected(path, 'the file as it was written', 'one that was changed or is damaged', next);
}
