/**
 * Results on disk: a record that carries its inputs, the SHA-256 of the files beside it, and that of itself
 * (recordFile.ts). The record is written last, so that where it is, all of it is.
 */
import { dirname, join, posix, relative } from 'node:path';
import { z } from 'zod';
import { describeField, type FieldChange, type Inputs, listChanges } from '../study/inputs.ts';
import { exists, findSha256, removeFile, sha256, writeFileAtomic } from './files.ts';
import { digestRecord, openRecord, readRecordDigest, writeRecord } from './recordFile.ts';

/** A stored result. */
export interface Result<Content> {
  readonly inputs: Inputs;
  /** SHA-256 by file name. */
  readonly sha256: Readonly<Record<string, string>>;
  readonly content: Content;
}

/** A result that holds, or why there is none. */
export type Lookup<Content> =
  | { readonly result: Result<Content>; readonly stale: null }
  | {
      readonly result: null;
      readonly stale: string;
      /** The inputs that differ; none where there has been no result or it is not as it was written. */
      readonly changes: readonly FieldChange[];
    };

/** Why a result is to be computed where there has been none. */
export const NOT_COMPUTED = 'not computed yet';

/** The file with what the result at `path` was computed by, beside its inputs; hashed nowhere. */
export const keyPathOf = (path: string) => path.replace(/\.json$/, '.key.json');

/** Writes `files` (by name) beside the record at `path`, then `key`, if any, and then the record itself. */
export async function writeResult<Content>(
  path: string,
  inputs: Inputs,
  content: Content,
  files: Readonly<Record<string, Uint8Array | string>> = {},
  key: object | null = null,
): Promise<Result<Content>> {
  await removeFormerFiles(path, Object.keys(files));
  const digests: Record<string, string> = {};
  for (const [name, data] of Object.entries(files)) {
    await writeFileAtomic(join(dirname(path), name), data);
    digests[name] = sha256(data);
  }
  const result = { inputs, sha256: digests, content };
  if (key === null) await removeFile(keyPathOf(path));
  else await writeRecord(keyPathOf(path), { record: digestRecord(result), ...key });
  await writeRecord(path, result);
  return result;
}

/** What there is of the key of a result. */
export type FoundKey =
  | { readonly fields: Readonly<Record<string, unknown>>; readonly fault: null }
  | { readonly fields: null; readonly fault: string }
  /** None: earlier versions wrote results without. */
  | null;

/** Looks for the key of the result at `path`, which is as it was written. */
export async function findKey(path: string): Promise<FoundKey> {
  const file = keyPathOf(path);
  // A key is written first, and may have been left alone.
  if (!(await exists(file)) || !(await exists(path))) return null;
  const { fields, fault } = await openRecord(file);
  if (fault !== null) return { fields: null, fault: `${file} ${fault}` };
  const { record, ...key } = fields;
  const isOwn = record === (await readRecordDigest(path));
  return isOwn ? { fields: key, fault: null } : { fields: null, fault: `${file} is of another result` };
}

/**
 * Looks for a result at `path` that was computed from `wanted`, and that is as it was written: its record by its own
 * digest, its files by those in the record.
 */
export async function findResult<Content>(
  path: string,
  schema: z.ZodType<Content>,
  wanted: Inputs,
): Promise<Lookup<Content>> {
  if (!(await exists(path))) return stale(NOT_COMPUTED);
  const { fields, fault } = await openRecord(path);
  if (fault !== null) return stale(`${path} ${fault}`);
  const parsed = resultOf(schema).safeParse(fields);
  // Its digest vouches for it, so it was written like that.
  if (!parsed.success) return stale(`${path} was written by another version`);
  const result = parsed.data;
  const changes = listChanges(result.inputs, wanted);
  if (changes.length > 0) return stale(describeField(changes[0]!), changes);
  for (const [name, digest] of Object.entries(result.sha256)) {
    const file = join(dirname(path), name);
    const now = await findSha256(file);
    if (now === null) return stale(`${name} is missing`);
    if (now !== digest) return stale(`${name} is damaged`);
  }
  return { result: result as Result<Content>, stale: null };
}

/** What was found of records of results and of the files beside them. */
export interface CheckedRecords {
  /** Those that are as they were written, by path, without their content. */
  readonly intact: ReadonlyMap<string, Pick<Result<never>, 'inputs' | 'sha256'>>;
  /** Records that are not, and files beside intact ones that have another SHA-256 than theirs. */
  readonly damaged: readonly string[];
  /** Files that an intact record tells of and that are not among those that were looked at. */
  readonly missing: readonly string[];
}

/**
 * Holds `records` of results against their own digests, and the files beside them, below `root` by path with their SHA-256,
 * against those in the records.
 */
export async function checkRecords(
  root: string,
  files: Readonly<Record<string, string>>,
  records: readonly string[],
): Promise<CheckedRecords> {
  const intact = new Map<string, Pick<Result<never>, 'inputs' | 'sha256'>>();
  const [damaged, missing]: [string[], string[]] = [[], []];
  for (const record of records) {
    const { fields, fault } = await openRecord(join(root, record));
    const result = resultOf(z.unknown()).safeParse(fields);
    if (fault !== null || !result.success) damaged.push(record);
    else {
      const { inputs, sha256: digests } = result.data;
      intact.set(record, { inputs, sha256: digests });
      for (const [name, digest] of Object.entries(digests)) {
        const path = posix.join(posix.dirname(record), name);
        if (files[path] === undefined) missing.push(path);
        else if (files[path] !== digest) damaged.push(path);
      }
    }
  }
  return { intact, damaged, missing };
}

function resultOf<Content>(content: z.ZodType<Content>) {
  return z.strictObject({
    inputs: z.record(z.string(), z.union([z.string(), z.number()])),
    sha256: z.record(z.string(), z.string()),
    content,
  });
}

/** Removes the result at `path`: the files beside it and then the record, which tells of them until they are gone. */
export async function removeResult(path: string): Promise<void> {
  await removeFormerFiles(path, []);
  await removeFile(keyPathOf(path));
  await removeFile(path);
}

/** Removes what the former result at `path` has and the next one will not, or it would seem to belong to that. */
async function removeFormerFiles(path: string, kept: readonly string[]): Promise<void> {
  if (!(await exists(path))) return;
  const { fields } = await openRecord(path);
  const former = resultOf(z.unknown()).safeParse(fields);
  for (const name of Object.keys(former.data?.sha256 ?? {})) {
    // A damaged record may name anything; only what lies beside it or below is its own.
    const file = join(dirname(path), name);
    const isOwn = !relative(dirname(path), file).startsWith('..');
    if (isOwn && !kept.includes(name)) await removeFile(file);
  }
}

function stale(
  reason: string,
  changes: readonly FieldChange[] = [],
): { readonly result: null; readonly stale: string; readonly changes: readonly FieldChange[] } {
  return { result: null, stale: reason, changes };
}
