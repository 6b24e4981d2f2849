/**
 * Files in one object: a tar archive (POSIX.1-2001) whose first entry, `bundle.json`, is a record with the SHA-256 of every other. So
 * an archive that was cut, changed or mixed up is told from a whole one, and people can look into it with tar.
 */
import { extract, pack } from 'tar-stream';
import { z } from 'zod';
import { sha256 } from '../files.ts';
import type { FileTree } from '../fileTree.ts';
import { decodeRecord, encodeRecord } from '../recordFile.ts';

/** Name of the first entry. */
const RECORD = 'bundle.json';
/** A path below a folder: no part of it leads up, and none is hidden. */
const PATH = /^(?!.*(^|\/)\.)[\w.-]+(\/[\w.-]+)*$/;

const bundleRecord = z.strictObject({
  format: z.literal(1),
  /** What the files are of. */
  id: z.string(),
  /** SHA-256 by path. */
  files: z.record(z.string().regex(PATH), z.string()),
});

/** An archive that is not as it was written. */
export class DamagedBundle extends Error {
  override readonly name = 'DamagedBundle';
}

/** The archive of the files; the same files give the same bytes. */
export async function packBundle(id: string, tree: FileTree): Promise<Uint8Array> {
  const paths = [...tree.keys()].sort();
  const files = Object.fromEntries(paths.map((path) => [path, sha256(tree.get(path)!)]));
  const archive = pack();
  const add = (name: string, bytes: Uint8Array) =>
    archive.entry({ name, size: bytes.length, mtime: new Date(0) }, Buffer.from(bytes));
  add(RECORD, Buffer.from(encodeRecord(bundleRecord.parse({ format: 1, id, files }))));
  for (const path of paths) add(path, tree.get(path)!);
  archive.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of archive) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}

/** The files of the archive of `id`. Throws a {@link DamagedBundle} where it is not one as it was written. */
export async function unpackBundle(id: string, bytes: Uint8Array): Promise<FileTree> {
  const entries = await readEntries(bytes);
  const record = entries.get(RECORD);
  if (record === undefined) throw new DamagedBundle(`it has no ${RECORD}`);
  entries.delete(RECORD);
  const { fields, fault } = decodeRecord(record);
  const parsed = bundleRecord.safeParse(fields);
  if (fault !== null || !parsed.success) throw new DamagedBundle(`its ${RECORD} is damaged`);
  const { id: found, files } = parsed.data;
  if (found !== id) throw new DamagedBundle(`it is that of ${found}`);
  for (const [path, digest] of Object.entries(files)) {
    const file = entries.get(path);
    if (file === undefined) throw new DamagedBundle(`${path} is missing`);
    if (sha256(file) !== digest) throw new DamagedBundle(`${path} is damaged`);
  }
  const stray = [...entries.keys()].find((path) => files[path] === undefined);
  if (stray !== undefined) throw new DamagedBundle(`${JSON.stringify(stray)} does not belong to it`);
  return entries;
}

async function readEntries(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const entries = new Map<string, Uint8Array>();
  const archive = extract();
  archive.end(Buffer.from(bytes));
  try {
    for await (const entry of archive) {
      const { name } = entry.header;
      const parts: Uint8Array[] = [];
      for await (const part of entry) parts.push(part as Uint8Array);
      if (entries.has(name)) throw new DamagedBundle(`it has ${JSON.stringify(name)} twice`);
      entries.set(name, new Uint8Array(Buffer.concat(parts)));
    }
  } catch (error) {
    if (error instanceof DamagedBundle) throw error;
    throw new DamagedBundle('it is no whole tar archive');
  }
  return entries;
}
