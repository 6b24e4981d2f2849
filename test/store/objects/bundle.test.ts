import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { DamagedBundle, packBundle, unpackBundle } from '../../../pipeline/store/objects/bundle.ts';

const TREE = new Map([
  ['training.json', Buffer.from('{}')],
  ['ideas/0.vf', Buffer.from([1, 2, 3])],
  ['empty', Buffer.alloc(0)],
]);

test('what was packed comes out again, and the same files give the same bytes', async () => {
  const bytes = await packBundle('id', TREE);
  const back = await unpackBundle('id', bytes);
  expect(new Map([...back].map(([path, file]) => [path, Buffer.from(file)]))).toEqual(
    new Map([...TREE].sort()),
  );
  expect(Buffer.compare(await packBundle('id', new Map([...TREE].reverse())), bytes)).toBe(0);
});

describe('damage is told from a whole archive', () => {
  test('every flipped bit of a name, a record or a file', async () => {
    const bytes = await packBundle('id', TREE);
    const text = Buffer.from(bytes).toString('latin1');
    for (const what of ['"format"', 'ideas/0.vf', '\u0001\u0002\u0003', 'training.json']) {
      for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
        const damaged = Buffer.from(bytes);
        damaged[at] = damaged[at]! ^ 1;
        await expect(unpackBundle('id', damaged), `${what} at ${at}`).rejects.toThrow(DamagedBundle);
      }
    }
  });

  test.each([0, 1, 511, 512, 1500, 2048])('one that was cut to %s bytes', async (length) => {
    const bytes = await packBundle('id', TREE);
    await expect(unpackBundle('id', bytes.slice(0, length))).rejects.toThrow(DamagedBundle);
  });

  test('one of another model', async () => {
    await expect(unpackBundle('other', await packBundle('id', TREE))).rejects.toThrow('it is that of id');
  });
});

test.each(['../up', '/etc/passwd', 'a/../../b', '.hidden', 'a//b', 'a\\b'])(
  'no archive has a file %s: neither packed here nor made by somebody else',
  async (path) => {
    await expect(packBundle('id', new Map([[path, Buffer.from('x')]]))).rejects.toThrow();
    const honest = await packBundle('id', new Map([['a', Buffer.from('x')]]));
    const archive = pack();
    archive.entry({ name: path }, 'x');
    archive.finalize();
    const parts: Uint8Array[] = [];
    for await (const part of archive) parts.push(part as Uint8Array);
    // Before the end of the archive, which are two empty blocks.
    const both = Buffer.concat([honest.slice(0, -1024), ...parts]);
    await expect(unpackBundle('id', both)).rejects.toThrow(DamagedBundle);
  },
);
