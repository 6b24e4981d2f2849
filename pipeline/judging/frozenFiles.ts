/**
 * The files of the frozen judges and their panel, byte for byte. `SHA256SUMS` beside them has the SHA-256 of each, a line a
 * file as sha256sum prints it: whatever reads one holds it against that, so that a damaged judge is never asked.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBytes, sha256, writeFileAtomic } from '../store/files.ts';
import { expected, UserError } from '../study/errors.ts';

/** The folder of the repository that holds the frozen judges and their panel. */
export const FROZEN_FOLDER = fileURLToPath(new URL('../judging/frozen', import.meta.url));

/** What to do about a file of a judge or a panel that is missing or damaged. */
export const RESTORE_JUDGE =
  'remove the folder pipeline/judging/frozen and take it from the repository again: git checkout -- pipeline/judging/frozen';

const DIGESTS = 'SHA256SUMS';

/** The bytes of the frozen file `name`. Throws a UserError where they are not those that were frozen. */
export async function readFrozenFile(folder: string, name: string): Promise<Uint8Array> {
  const path = join(folder, name);
  const bytes = await readBytes(path, RESTORE_JUDGE);
  const wanted = (await readDigests(folder)).get(name);
  if (wanted === undefined)
    throw expected(join(folder, DIGESTS), `the digest of ${name}`, 'none', RESTORE_JUDGE);
  const found = sha256(bytes);
  if (found === wanted) return bytes;
  if (sha256(withoutCarriageReturns(bytes)) === wanted) {
    throw expected(path, 'line endings LF, as in the repository', 'CRLF: git changed them', RESTORE_JUDGE);
  }
  throw expected(path, `SHA-256 ${wanted}`, found, RESTORE_JUDGE);
}

/** Writes the frozen file `name`, then its digest. */
export async function writeFrozenFile(
  folder: string,
  name: string,
  data: Uint8Array | string,
): Promise<void> {
  await writeFileAtomic(join(folder, name), data);
  const digests = await readDigests(folder).catch(noneIfMissing);
  digests.set(name, sha256(data));
  const lines = [...digests].sort().map(([file, digest]) => `${digest}  ${file}\n`);
  await writeFileAtomic(join(folder, DIGESTS), lines.join(''));
}

async function readDigests(folder: string): Promise<Map<string, string>> {
  const text = new TextDecoder().decode(await readBytes(join(folder, DIGESTS), RESTORE_JUDGE));
  const lines = text.split(/\r?\n/).map((line) => line.split('  '));
  return new Map(lines.flatMap(([digest, name]) => (name === undefined ? [] : [[name, digest!] as const])));
}

/** Where judges are frozen for the first time there is nothing yet. */
function noneIfMissing(error: unknown): Map<string, string> {
  if (error instanceof UserError) return new Map();
  throw error;
}

function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== 0x0d || bytes[at + 1] !== 0x0a);
}
