import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../pipeline/store/files.ts';
import {
  decodeRecord,
  openRecord,
  readRecord,
  readRecordOfAnyVersion,
  writeRecord,
} from '../../pipeline/store/recordFile.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

const FIELDS = { name: 'é', shares: [0.1, 1e-7, 0.30000000000000004], more: null };
const schema = z.strictObject({ name: z.string(), shares: z.array(z.number()), more: z.null() });

async function write(fields: object = FIELDS): Promise<string> {
  const path = join(await openTemporaryFolder(), 'record.json');
  await writeRecord(path, fields);
  return path;
}

test('a record is its fields and, behind them, the SHA-256 of their JSON without any space', async () => {
  const text = await readFile(await write(), 'utf8');
  const digest = sha256('{"name":"é","shares":[0.1,1e-7,0.30000000000000004],"more":null}');
  expect(text).toBe(`${JSON.stringify({ ...FIELDS, recordSha256: digest }, null, 2)}\n`);
});

test('a record is read back as it was written', async () => {
  const path = await write();
  expect(await openRecord(path)).toEqual({ fields: FIELDS, fault: null });
  expect(await readRecord(path, schema, 'make it again')).toEqual(FIELDS);
});

test('whatever JSON its fields hold, the digest can be had from the record as it was read', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
      // What JSON itself does not keep: the sign of 0, and a key that is no key.
      const kept = JSON.parse(JSON.stringify(fields)) as object;
      fc.pre(!('recordSha256' in kept) && !('__proto__' in fields));
      const text = JSON.stringify({ ...fields, recordSha256: sha256(JSON.stringify(fields)) });
      expect(decodeRecord(Buffer.from(text))).toEqual({ fields: kept, fault: null });
    }),
  );
});

test('no bit of a record can change its value unseen', async () => {
  const path = await write();
  const bytes = await readFile(path);
  for (let at = 0; at < 8 * bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at >> 3]! ^= 1 << (at & 7);
    const { fields, fault } = decodeRecord(changed);
    if (fault === null) expect(fields).toEqual(FIELDS);
  }
});

test.each([
  ['is not JSON', '{"name":', 'is damaged'],
  ['is a list', '[]', 'is damaged'],
  ['has no digest', '{"name": "é", "shares": [], "more": null}', 'was written by another version'],
])('a file that %s is refused in one line', async (_, text, fault) => {
  const path = await write();
  await writeFile(path, text);
  expect(await errorLine(() => readRecord(path, schema, 'make it again'))).toBe(
    `${path}: expected a record as it was written, got one that ${fault}; make it again`,
  );
});

test('a record of another shape is refused in one line', async () => {
  const path = await write({ ...FIELDS, name: 3 });
  expect(await errorLine(() => readRecord(path, schema, 'make it again'))).toBe(
    `${path}: name: expected text, got 3; make it again`,
  );
});

test('a missing record is refused in one line', async () => {
  const path = join(await openTemporaryFolder(), 'none.json');
  expect(await errorLine(() => readRecord(path, schema, 'make it'))).toBe(
    `${path}: expected a file, got none; make it`,
  );
});

test('a record may be of an earlier version, without a digest, where that is said; a damaged one never', async () => {
  const path = await write();
  expect(await readRecordOfAnyVersion(path, schema, 'make it')).toEqual(FIELDS);
  await writeFile(path, (await readFile(path, 'utf8')).replace('0.1', '0.2'));
  expect(await errorLine(() => readRecordOfAnyVersion(path, schema, 'make it'))).toBe(
    `${path}: expected a record as it was written, got one that is damaged; make it`,
  );
  await writeFile(path, JSON.stringify(FIELDS));
  expect(await readRecordOfAnyVersion(path, schema, 'make it')).toEqual(FIELDS);
});
