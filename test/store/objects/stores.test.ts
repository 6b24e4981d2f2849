import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../../pipeline/store/files.ts';
import { objectKeyOf } from '../../../pipeline/store/objects/objectStore.ts';
import { openStore } from '../../../pipeline/store/objects/openStore.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';

const KEY = objectKeyOf('models', sha256('a model'));
const bytesOf = (text: string) => new TextEncoder().encode(text);

test('of many that put an object at once one does, and it is never changed; nothing else is left', async () => {
  const folder = await openTemporaryFolder();
  const store = await openStore(folder);
  const texts = Array.from({ length: 20 }, (_, k) => `text ${k}`);
  const states = await Promise.all(texts.map((text) => store.put(KEY, bytesOf(text))));
  expect(states.filter((state) => state === 'written')).toHaveLength(1);
  const found = new TextDecoder().decode((await store.get(KEY))!);
  expect(found).toBe(texts[states.indexOf('written')]);
  expect(await store.put(KEY, bytesOf('later'))).toBe('there');
  expect(new TextDecoder().decode((await store.get(KEY))!)).toBe(found);
  expect(await store.list('models/')).toEqual([KEY]);
  expect(await readdir(join(folder, 'models', KEY.split('/')[1]!))).toHaveLength(1);
  await store.remove(KEY);
  await store.remove(KEY);
  expect([await store.get(KEY), await store.has(KEY), await store.list('models/')]).toEqual([
    null,
    false,
    [],
  ]);
  expect(await store.list('studies/')).toEqual([]);
});

test('what a killed worker has left half-written is no object, and goes after an hour', async () => {
  const folder = await openTemporaryFolder();
  const store = await openStore(folder);
  await store.put(KEY, bytesOf('x'));
  const place = join(folder, 'models', KEY.split('/')[1]!);
  const [young, old] = ['.a.tar.1.part', '.b.tar.2.part'].map((name) => join(place, name));
  await writeFile(young!, 'half');
  await writeFile(old!, 'half');
  const before = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(old!, before, before);
  expect(await store.list('models/')).toEqual([KEY]);
  expect((await readdir(place)).sort()).toEqual(['.a.tar.1.part', KEY.split('/')[2]!]);
});

test.each([
  '../x',
  '/etc/passwd',
  'models/../../x',
  'models/ab/short.tar',
  `models/ab/${'a'.repeat(64)}.tar/..`,
])('no key %s leads anywhere', async (key) => {
  const store = await openStore(await openTemporaryFolder());
  for (const use of ['get', 'has', 'remove'] as const) {
    await expect((async () => store[use](key))()).rejects.toThrow('STORE: expected a key');
  }
  await expect((async () => store.put(key, bytesOf('x')))()).rejects.toThrow('STORE: expected a key');
});

test.each(['http://host/x', 's3://', 's3://UPPER'])('%s names no store', async (place) => {
  await expect(openStore(place)).rejects.toThrow(/^STORE: expected /);
});

test.each([
  's3://AKIAHUSH:hushRfi/K7MDENG/hushPxRfiCY@bucket/prefix',
  's3://AKIAHUSH:hush@in//it@bucket/prefix',
  's3://AKIAHUSH:hush\n/two@bucket/prefix',
  's3:/AKIAHUSH:hush@bucket/prefix',
])('a secret in %j is not repeated: nothing before the last @ is', async (place) => {
  const refusal = await openStore(place).catch((error: Error) => error.message);
  expect(refusal).toMatch(
    /^STORE: expected s3:\/\/BUCKET [^\n]* got '\.\.\.@bucket\/prefix'; name a bucket$/,
  );
});
