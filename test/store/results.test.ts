import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exists } from '../../pipeline/store/files.ts';
import { findResult, NOT_COMPUTED, writeResult } from '../../pipeline/store/results.ts';
import { longName } from './longName.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

const schema = z.strictObject({ answer: z.number() });
const INPUTS = { question: 'six by nine', base: 13 };
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/** A written result with one file, whose digest is that of the example in FIPS 180-2. */
async function write() {
  const folder = await openTemporaryFolder();
  const path = join(folder, 'result.json');
  const written = await writeResult(path, INPUTS, { answer: 42 }, { 'letters.txt': 'abc' });
  return { folder, path, written, find: (inputs = INPUTS) => findResult(path, schema, inputs) };
}

test('a result is found again, with the digests of its files', async () => {
  const { written, find } = await write();
  expect(written).toEqual({ inputs: INPUTS, sha256: { 'letters.txt': ABC }, content: { answer: 42 } });
  expect(await find()).toEqual({ result: written, stale: null });
});

test('where nothing was written, the reason is that it was not computed yet', async () => {
  const folder = await openTemporaryFolder();
  const found = await findResult(join(folder, 'result.json'), schema, INPUTS);
  expect(found).toEqual({ result: null, stale: NOT_COMPUTED, changes: [] });
});

test('other inputs are the reason, even where a file is damaged, too', async () => {
  const { folder, find } = await write();
  await appendFile(join(folder, 'letters.txt'), 'd');
  expect((await find({ ...INPUTS, base: 10 })).stale).toBe('base changed from 13 to 10');
});

test('a missing file and a damaged one are told apart', async () => {
  const { folder, find } = await write();
  await writeFile(join(folder, 'letters.txt'), 'abd');
  expect((await find()).stale).toBe('letters.txt is damaged');
  await rm(join(folder, 'letters.txt'));
  expect((await find()).stale).toBe('letters.txt is missing');
});

test('a record that is half there is damaged', async () => {
  const { path, find } = await write();
  await writeFile(path, '{"inputs":{"ques');
  expect((await find()).stale).toBe(`${path} is damaged`);
});

test.each([
  ['its content', '"answer": 42', '"answer": 43'],
  ['its inputs', '"base": 13', '"base": 12'],
  ['the digest of a file', '"ba7816bf', '"ba7816be'],
  ['its own digest', /"recordSha256": ".{7}/, '"recordSha256": "1234567'],
  ['the name of its own digest', 'recordSha256', 'recordSha257'],
  ['the name of a field', '"content"', '"contenu"'],
])('a record of which %s was changed is not used', async (_, had, has) => {
  const { path, find } = await write();
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(had, has));
  expect(await readFile(path, 'utf8')).not.toBe(text);
  expect((await find()).stale).toMatch(/ (is damaged|was written by another version)$/);
});

test('a record without a digest of itself is of another version, and so is one of another shape', async () => {
  const { path, find } = await write();
  await writeFile(path, JSON.stringify({ inputs: INPUTS, sha256: {}, content: { answer: 42 } }));
  expect((await find()).stale).toBe(`${path} was written by another version`);
  await writeResult(path, INPUTS, { reply: 42 });
  expect((await find()).stale).toBe(`${path} was written by another version`);
});

test('a record that cannot be read for another reason is not taken for a damaged one', async () => {
  const { path } = await write();
  const strange = z.custom<{ answer: number }>(() => {
    throw new RangeError('a fault of ours');
  });
  await expect(findResult(path, strange, INPUTS)).rejects.toThrow('a fault of ours');
});

test('the next result takes the place of the former, whose files it removes', async () => {
  const { folder, path } = await write();
  await writeFile(join(folder, 'bystander.txt'), 'stays');
  await writeResult(path, INPUTS, { answer: 43 }, { 'numbers.txt': '123' });
  expect((await readdir(folder)).sort()).toEqual(['bystander.txt', 'numbers.txt', 'result.json']);
  expect((await findResult(path, schema, INPUTS)).result?.content).toEqual({ answer: 43 });
});

test('a result whose key cannot be written is not written either', async () => {
  const path = join(await openTemporaryFolder(), longName('.json'));
  await expect(writeResult(path, INPUTS, { answer: 1 }, {}, { code: 'a' })).rejects.toThrow('.key.json');
  expect(await exists(path)).toBe(false);
  await writeResult(path, INPUTS, { answer: 1 });
  expect((await findResult(path, schema, INPUTS)).result?.content).toEqual({ answer: 1 });
});

test('a damaged record cannot name files elsewhere to be removed', async () => {
  const { folder } = await write();
  const path = join(folder, 'inner', 'result.json');
  await writeResult(path, INPUTS, { answer: 1 });
  await writeFile(path, JSON.stringify({ inputs: {}, sha256: { '../letters.txt': ABC }, content: 0 }));
  await writeResult(path, INPUTS, { answer: 2 });
  expect(await readdir(folder)).toContain('letters.txt');
});

test('what a result of another version has is removed, too', async () => {
  const { folder, path } = await write();
  await writeFile(path, JSON.stringify({ inputs: {}, sha256: { 'letters.txt': ABC }, content: 0 }));
  await writeResult(path, INPUTS, { answer: 2 });
  expect(await readdir(folder)).toEqual(['result.json']);
});
