import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAddress } from '../../pipeline/queue/address.ts';
import { openPlaces } from '../../pipeline/queue/queueComputer.ts';
import { call, smallStudy } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const secrets = { DIGIT_IDEAS_QUEUE_USERNAME: 'study', DIGIT_IDEAS_QUEUE_PASSWORD: 'secret' };

test('an address is a host, a port and a database; user and password come from the environment', async () => {
  expect(await readAddress('rediss://queue.example/3', secrets)).toEqual({
    ...{ name: 'rediss://queue.example:6379/3', host: 'queue.example', port: 6379, db: 3, tls: {} },
    ...{ username: 'study', password: 'secret' },
  });
  const plain = await readAddress('redis://[::1]:7000', {});
  expect(plain).toMatchObject({ host: '::1', port: 7000, db: 0, tls: undefined, password: undefined });
});

test('a password may be the first line of a file', async () => {
  const file = join(await openTemporaryFolder(), 'password');
  await writeFile(file, 'from a file\n');
  const read = (more: object) => readAddress('redis://h', { DIGIT_IDEAS_QUEUE_PASSWORD_FILE: file, ...more });
  expect((await read({})).password).toBe('from a file');
  await expect(read({ DIGIT_IDEAS_QUEUE_PASSWORD: 'x' })).rejects.toThrow('leave one out');
});

test.each([
  'redis://user:hush@host',
  'redis://:hush@host:1',
  'http://host/hush',
  'redis://host/hush',
  'hush',
  'redis://host?password=hush',
  'hush:word@host',
  'redis://hush#word@host:6379',
  'redis://user:hu/sh@host',
])('%s is refused in a line that repeats none of it', async (url) => {
  const refusal = await readAddress(url, {}).catch((error: Error) => error.message);
  expect(refusal).toMatch(/^QUEUE: expected /);
  expect(refusal).not.toContain('hush');
});

test('a queue needs a store, and a store a queue', async () => {
  await expect(openPlaces('redis://h', undefined)).rejects.toThrow('STORE: expected');
  await expect(openPlaces(undefined, 'x')).rejects.toThrow('QUEUE: expected');
  const study = smallStudy(await openTemporaryFolder());
  const { code, stderr } = await call('sweep', [...study, '--store', 'x']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--queue beside it') });
});

test('a Redis that does not answer is one line', async () => {
  const study = smallStudy(await openTemporaryFolder());
  const store = await openTemporaryFolder();
  const { code, stderr } = await call('sweep', [
    ...study,
    '--queue',
    'redis://127.0.0.1:1',
    '--store',
    store,
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^QUEUE: expected a Redis that answers at redis:\/\/127\.0\.0\.1:1\/0, got ECONNREFUSED; [^\n]+\n$/,
  );
});
