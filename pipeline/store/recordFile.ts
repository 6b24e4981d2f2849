/**
 * Records: JSON files that vouch for themselves. Beside its own fields a record has `recordSha256`, the SHA-256 of the
 * JSON text of all other fields, in their order and without any space: of `JSON.stringify(fields)`. JSON reads back the
 * numbers that it wrote, so whoever parses a record, takes that field out and hashes the rest has the digest again.
 */
import type { z } from 'zod';
import { expected, type UserError } from '../study/errors.ts';
import { checkShape, decodeJson, readBytes, sha256, writeFileAtomic } from './files.ts';

/** A record as it was read. */
export interface OpenedRecord {
  /** Its fields without the digest, as far as they can be read; where there is a fault, nobody vouches for them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Null where it is as it was written. */
  readonly fault: 'is damaged' | 'was written by another version' | null;
}

/** Writes `fields` to `path`, with their digest behind them. */
export async function writeRecord(path: string, fields: object): Promise<void> {
  await writeFileAtomic(path, encodeRecord(fields));
}

/** The text of the record with `fields`. */
export function encodeRecord(fields: object): string {
  return `${JSON.stringify({ ...fields, recordSha256: digestRecord(fields) }, null, 2)}\n`;
}

/** Reads the record at `path` and holds it against its digest. Throws as {@link readBytes} does. */
export async function openRecord(path: string): Promise<OpenedRecord> {
  return decodeRecord(await readBytes(path));
}

/** The record that `bytes` hold. */
export function decodeRecord(bytes: Uint8Array): OpenedRecord {
  const record = parseObject(new TextDecoder().decode(bytes));
  if (record === null) return { fields: {}, fault: 'is damaged' };
  const { recordSha256, ...fields } = record;
  // Versions before the digest wrote none.
  if (recordSha256 === undefined) return { fields, fault: 'was written by another version' };
  return { fields, fault: recordSha256 === digestRecord(fields) ? null : 'is damaged' };
}

/** The fields of the record at `path`. Throws a UserError where it is missing, not as it was written, or no such record. */
export async function readRecord<Fields>(
  path: string,
  schema: z.ZodType<Fields>,
  nextStep: string,
): Promise<Fields> {
  const { fields, fault } = decodeRecord(await readBytes(path, nextStep));
  if (fault !== null) throw refuse(path, fault, nextStep);
  return checkShape(fields, path, schema, nextStep);
}

/** The same of a file that earlier versions wrote without a digest: such a one is taken as it is. */
export async function readRecordOfAnyVersion<Fields>(
  path: string,
  schema: z.ZodType<Fields>,
  nextStep: string,
): Promise<Fields> {
  const bytes = await readBytes(path, nextStep);
  const { fields, fault } = decodeRecord(bytes);
  if (fault === 'was written by another version') return decodeJson(bytes, path, schema, nextStep);
  if (fault !== null) throw refuse(path, fault, nextStep);
  return checkShape(fields, path, schema, nextStep);
}

function refuse(path: string, fault: string, nextStep: string): UserError {
  return expected(path, 'a record as it was written', `one that ${fault}`, nextStep);
}

/** The digest of a record's fields. */
export function digestRecord(fields: object): string {
  return sha256(JSON.stringify(fields));
}

/** How the text of a record ends. */
const ENDING = /"recordSha256": "([0-9a-f]{64})"\n\}\n$/;

/** The digest of the record at `path`, which is as it was written: as it stands at its end, without reading what comes before. */
export async function readRecordDigest(path: string): Promise<string> {
  const bytes = await readBytes(path);
  const ending = ENDING.exec(new TextDecoder().decode(bytes.subarray(-100)));
  return ending?.[1] ?? digestRecord(decodeRecord(bytes).fields);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
