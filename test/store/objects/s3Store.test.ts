/** A bucket over HTTP: the real client of AWS against a server of its own, s3rver, and a proxy that fails as networks do. */
import { createServer, request } from 'node:http';
import S3rver from 's3rver';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sha256 } from '../../../pipeline/store/files.ts';
import { type ObjectStore, objectKeyOf } from '../../../pipeline/store/objects/objectStore.ts';
import { openStore } from '../../../pipeline/store/objects/openStore.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';

const KEY = objectKeyOf('models', sha256('a model'));
const bytesOf = (text: string) => new TextEncoder().encode(text);

/**
 * What a proxy does with a request before it is handed on: nothing, or answer with a status, or break the connection; `damage` changes
 * what is sent, `cut` ends the connection in the middle of what comes back, and `encrypted` calls what was written by another name than
 * its MD5.
 */
type Fault = (
  method: string,
  headers: Readonly<Record<string, unknown>>,
) => number | 'break' | 'break after' | 'cut' | 'damage' | 'encrypted' | null;

/** A server with the bucket `bucket`, behind a proxy with faults. */
async function openBucket(fault: Fault = () => null): Promise<ObjectStore> {
  const server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory: await openTemporaryFolder() },
    configureBuckets: [{ name: 'bucket', configs: [] }],
  });
  const { port } = (await server.run()) as { port: number };
  const proxy = createServer((asked, answer) => {
    const what = fault(asked.method!, asked.headers);
    if (what === 'break') asked.socket.destroy();
    if (typeof what === 'number') answer.writeHead(what).end();
    if (what === 'break' || typeof what === 'number') return;
    const { method, url: path, headers } = asked;
    const handed = request({ host: '127.0.0.1', port, method, path, headers }, (got) => {
      if (what === 'break after') got.resume().once('end', () => asked.socket.destroy());
      else if (what === 'cut') {
        answer.writeHead(got.statusCode!, got.headers);
        got.once('data', (part: Buffer) =>
          answer.write(part.subarray(0, part.length / 2), () => asked.socket.destroy()),
        );
      } else {
        const renamed = what === 'encrypted' ? { etag: '"another"' } : {};
        got.pipe(answer.writeHead(got.statusCode!, { ...got.headers, ...renamed }));
      }
    });
    handed.once('error', () => asked.socket.destroy());
    if (what === 'damage') asked.once('data', (part: Buffer) => part.fill('x'));
    asked.pipe(handed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(proxy.address() as { port: number }).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S3RVER');
  const store = await openStore('s3://bucket/some/prefix/');
  onTestFinished(async () => {
    store.close();
    vi.unstubAllEnvs();
    proxy.closeAllConnections();
    proxy.close();
    await server.close();
  });
  return store;
}

const read = async (store: ObjectStore) =>
  new TextDecoder().decode((await store.get(KEY)) ?? bytesOf('none'));

test('an object is put once, read back as it is, listed and removed', async () => {
  const store = await openBucket();
  expect([store.name, await store.get(KEY), await store.has(KEY)]).toEqual([
    's3://bucket/some/prefix/',
    null,
    false,
  ]);
  expect([await store.put(KEY, bytesOf('first')), await store.put(KEY, bytesOf('second'))]).toEqual([
    'written',
    'there',
  ]);
  expect([await read(store), await store.list('models/'), await store.list('studies/')]).toEqual([
    'first',
    [KEY],
    [],
  ]);
  await store.remove(KEY);
  await store.remove(KEY);
  expect(await store.has(KEY)).toBe(false);
});

test('a list has all objects below a prefix, and no others', async () => {
  const store = await openBucket();
  const keys = ['1', '2', '3', '4', '5'].map((text) => objectKeyOf('models', sha256(text)));
  for (const key of [...keys, objectKeyOf('studies', sha256('1'))]) await store.put(key, bytesOf('x'));
  expect((await store.list('models/')).sort()).toEqual([...keys].sort());
});

test('connections that break and services that are busy are asked again, and what was put meanwhile is there once', async () => {
  let asked = 0;
  const kinds = ['break', 503, 'break after', null] as const;
  const store = await openBucket((method) => (method === 'PUT' ? kinds[asked++ % kinds.length]! : null));
  expect(await store.put(KEY, bytesOf('text'))).toMatch(/^(written|there)$/);
  expect(asked).toBeGreaterThan(2);
  expect(await read(store)).toBe('text');
});

test('an object whose bytes break off is asked for again, a few times, and read back after it was put as well', async () => {
  let cuts = 0;
  let asked = 0;
  const store = await openBucket((method) => {
    if (method === 'PUT') return 'encrypted';
    if (method !== 'GET') return null;
    asked++;
    return cuts-- > 0 ? 'cut' : null;
  });
  cuts = 1;
  expect(await store.put(KEY, bytesOf('a longer text'))).toBe('written');
  expect(asked).toBe(2);
  cuts = 2;
  expect(await read(store)).toBe('a longer text');
  expect(asked).toBe(5);
  cuts = 1;
  expect(await store.list('models/')).toEqual([KEY]);
  cuts = Number.POSITIVE_INFINITY;
  await expect(store.get(KEY)).rejects.toThrow(
    /^s3:\/\/bucket\/some\/prefix\/: expected a bucket that answers, got Error ECONNRESET; check AWS_ENDPOINT_URL_S3/,
  );
});

test('where the service says that another was first, nothing is written; writing asks it to say so', async () => {
  const asked: unknown[] = [];
  const store = await openBucket((method, headers) => {
    if (method !== 'PUT') return null;
    asked.push(headers['if-none-match']);
    return 412;
  });
  expect(await store.put(KEY, bytesOf('x'))).toBe('there');
  expect(asked).toEqual(['*']);
});

test('what was written is held against its MD5 by the answer, and read back where the answer does not tell it', async () => {
  const asked: string[] = [];
  let fault: 'damage' | 'encrypted' | null = null;
  const store = await openBucket((method, headers) => {
    asked.push(method === 'PUT' ? `PUT ${headers['content-md5']}` : method);
    return method === 'PUT' ? fault : null;
  });
  const put = async () => {
    asked.length = 0;
    const state = await store.put(KEY, bytesOf('text'));
    await store.remove(KEY);
    return { state, asked: asked.slice(0, -1) };
  };
  const sent = ['HEAD', 'PUT HLJR7A1WjeapKbUgxK7Y0Q=='];
  expect(await put()).toEqual({ state: 'written', asked: sent });
  fault = 'encrypted';
  expect(await put()).toEqual({ state: 'written', asked: [...sent, 'GET'] });
  fault = 'damage';
  await expect(put()).rejects.toThrow(/after it was written, got [0-9a-f]{64}; check the service of STORE/);
});

test.each([
  [403, /got \w+ \(HTTP 403\); check AWS_ACCESS_KEY_ID/],
  [404, /make the bucket/],
])('a bucket that answers %s is one line', async (status, message) => {
  await expect(openBucket(() => status)).rejects.toThrow(message);
});
