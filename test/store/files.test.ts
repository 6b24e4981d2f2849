import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  exists,
  prepareFolder,
  readBytes,
  readJson,
  removeFile,
  sha256,
  sha256File,
  writeFileAtomic,
  writeJson,
} from '../../pipeline/store/files.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const actual = await importOriginal<typeof fs>();
  return { ...actual, writeFile: vi.fn(actual.writeFile) };
});

/** Lets the next write leave half its bytes and fail with the code, as a full disk does. */
function failNextWrite(code: string): void {
  vi.mocked(fs.writeFile).mockImplementationOnce(async (path) => {
    const file = await fs.open(path as string, 'w');
    await file.write('half');
    await file.close();
    throw Object.assign(new Error(`${code}: write`), { code });
  });
}

describe('writeFileAtomic', () => {
  test('makes the folders above the file and leaves nothing else there', async () => {
    const folder = await openTemporaryFolder();
    await writeFileAtomic(join(folder, 'a/b/name.txt'), 'text');
    expect(await fs.readFile(join(folder, 'a/b/name.txt'), 'utf8')).toBe('text');
    expect(await fs.readdir(join(folder, 'a/b'))).toEqual(['name.txt']);
  });

  test('writes under a temporary name of this process in the same folder', async () => {
    const folder = await openTemporaryFolder();
    await writeFileAtomic(join(folder, 'name.txt'), 'text');
    const path = String(vi.mocked(fs.writeFile).mock.lastCall?.[0]);
    expect(path).not.toBe(join(folder, 'name.txt'));
    expect(path.startsWith(folder)).toBe(true);
    expect(path).toContain(String(process.pid));
  });

  test('writes a text that comes in parts, short and long, as the whole', async () => {
    const path = join(await openTemporaryFolder(), 'name.txt');
    const parts = ['a', '', 'bc'.repeat(700_000), 'ß', 'd'.repeat(2_000_000), 'e'];
    await writeFileAtomic(path, new Set(parts));
    expect((await fs.readFile(path, 'utf8')) === parts.join('')).toBe(true);
    await writeFileAtomic(path, []);
    expect(await fs.readFile(path, 'utf8')).toBe('');
  });

  test('gives concurrent writes of one file one of their contents, whole', async () => {
    const folder = await openTemporaryFolder();
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomic(join(folder, 'name.txt'), text)));
    expect(texts).toContain(await fs.readFile(join(folder, 'name.txt'), 'utf8'));
    expect(await fs.readdir(folder)).toEqual(['name.txt']);
  });

  test.each([
    ['ENOSPC', 'free some space on the disk'],
    ['EACCES', 'give yourself access'],
    ['EROFS', 'choose a folder on a disk that can be written'],
    ['EMFILE', 'raise the number of files that may be open (ulimit -n)'],
    ['EIO', 'the disk does not answer as it should'],
    ['ESTALE', 'the network folder was lost'],
    ['EBUSY', 'close the program that uses it'],
    ['ETXTBSY', 'close the program that uses it'],
  ])('on %s keeps the old file, removes the half one, and says what to do', async (code, remedy) => {
    const folder = await openTemporaryFolder();
    const path = join(folder, 'name.txt');
    await writeFileAtomic(path, 'old');
    failNextWrite(code);
    const line = await errorLine(() => writeFileAtomic(path, 'new'));
    expect(line).toContain(`${path}: expected a file that can be written, got the error ${code}; ${remedy}`);
    expect(await fs.readFile(path, 'utf8')).toBe('old');
    expect(await fs.readdir(folder)).toEqual(['name.txt']);
  });

  test('says that a file stands where a folder is needed', async () => {
    const folder = await openTemporaryFolder();
    await writeFileAtomic(join(folder, 'file'), '');
    expect(await errorLine(() => writeFileAtomic(join(folder, 'file/name.txt'), ''))).toContain(
      'a file stands where a folder is needed',
    );
    expect(await errorLine(() => writeFileAtomic(join(folder, 'file/deeper/name.txt'), ''))).toContain(
      'a file stands where a folder is needed',
    );
  });

  test('says that a link leads nowhere by its path, and does not try for ever', async () => {
    const folder = await openTemporaryFolder();
    await fs.symlink('gone', join(folder, 'link'));
    const path = join(folder, 'link/deep/name.txt');
    expect(await errorLine(() => writeFileAtomic(path, ''))).toContain('the error ENOENT; check the path');
  });

  test.runIf(process.platform === 'linux')(
    'says of a disk that takes no folder that it is that',
    async () => {
      const path = '/proc/none/deep/name.txt';
      expect(await errorLine(() => writeFileAtomic(path, ''))).toContain(
        `${path}: expected a file that can be written`,
      );
    },
  );

  test('says that a folder stands where a file is needed', async () => {
    const folder = await openTemporaryFolder();
    await fs.mkdir(join(folder, 'name'));
    expect(await errorLine(() => writeFileAtomic(join(folder, 'name'), ''))).toContain(
      'a folder stands where a file is needed',
    );
  });

  test('passes on an error that the user cannot mend', async () => {
    const folder = await openTemporaryFolder();
    failNextWrite('EBADF');
    await expect(writeFileAtomic(join(folder, 'name.txt'), '')).rejects.toMatchObject({ code: 'EBADF' });
  });
});

test('a folder is made and looked at before long work for it', async () => {
  const folder = await openTemporaryFolder();
  await prepareFolder(join(folder, 'a/b'));
  expect(await exists(join(folder, 'a/b'))).toBe(true);
  await writeFileAtomic(join(folder, 'file'), '');
  expect(await errorLine(() => prepareFolder(join(folder, 'file')))).toBe(
    `${folder}/file: expected a folder that can be written, got a file; move it away, or give another`,
  );
  expect(await errorLine(() => prepareFolder(join(folder, 'file/b')))).toBe(
    `${folder}/file/b: expected a folder that can be written, got the error ENOTDIR; a file stands where a folder is needed: move it away`,
  );
});

describe('JSON files', () => {
  const schema = z.strictObject({ count: z.int(), inner: z.strictObject({ name: z.string() }).optional() });

  test('are indented by two spaces and end with a newline', async () => {
    const path = join(await openTemporaryFolder(), 'value.json');
    await writeJson(path, { count: 1 });
    expect(await fs.readFile(path, 'utf8')).toBe('{\n  "count": 1\n}\n');
  });

  test('are read back as they were written', async () => {
    const path = join(await openTemporaryFolder(), 'value.json');
    await writeJson(path, { count: 1, inner: { name: 'é' } });
    expect(await readJson(path, schema)).toEqual({ count: 1, inner: { name: 'é' } });
  });

  test.each([
    ['{"count": 1.5}', 'count: expected an integer, got 1.5; run it'],
    ['{"count": 1, "inner": {"name": 3}}', 'inner.name: expected text, got 3; run it'],
    ['{"count": 1, "more": 2}', "expected only the keys of such a file, got 'more'; run it"],
    ['[]', 'expected a mapping of keys, got []; run it'],
    ['{"count":\n 1', 'expected JSON, got 12 characters that are not; run it'],
    ['', 'expected JSON, got 0 characters that are not; run it'],
  ])('that hold %j are refused in one line', async (text, line) => {
    const path = join(await openTemporaryFolder(), 'value.json');
    await writeFileAtomic(path, text);
    expect(await errorLine(() => readJson(path, schema, 'run it'))).toBe(`${path}: ${line}`);
  });

  test('that are missing are refused with the next step', async () => {
    const path = join(await openTemporaryFolder(), 'value.json');
    expect(await errorLine(() => readJson(path, schema))).toBe(
      `${path}: expected a file, got none; write it again with the stage that makes it`,
    );
  });
});

describe('readBytes', () => {
  test('gives a plain Uint8Array, whose slice is a copy', async () => {
    const path = join(await openTemporaryFolder(), 'bytes');
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    const bytes = await readBytes(path);
    bytes.slice(0, 1)[0] = 9;
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('names a missing file and the next step', async () => {
    const path = join(await openTemporaryFolder(), 'none');
    expect(await errorLine(() => readBytes(path))).toBe(`${path}: expected a file, got none; check the path`);
    expect(await errorLine(() => readBytes(path, 'train first'))).toMatch(/; train first$/);
  });

  test('refuses a folder', async () => {
    const folder = await openTemporaryFolder();
    expect(await errorLine(() => readBytes(folder))).toContain('expected a file that can be read');
  });
});

describe('sha256', () => {
  // FIPS 180-2, appendix B.1: the digest of the message "abc".
  const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

  test('is that of the standard for bytes, text and files', async () => {
    const path = join(await openTemporaryFolder(), 'abc');
    await writeFileAtomic(path, 'abc');
    expect(sha256('abc')).toBe(ABC);
    expect(sha256(Uint8Array.of(97, 98, 99))).toBe(ABC);
    expect(await sha256File(path)).toBe(ABC);
  });

  test.each([0, 1, 262_143, 262_144, 262_145, 1_000_000])(
    'of a file of %i bytes is that of its bytes',
    async (length) => {
      const path = join(await openTemporaryFolder(), 'bytes');
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255);
      await writeFileAtomic(path, bytes);
      expect(await sha256File(path)).toBe(sha256(bytes));
    },
  );
});

test('exists and removeFile agree on what is there', async () => {
  const path = join(await openTemporaryFolder(), 'name');
  expect(await exists(path)).toBe(false);
  await writeFileAtomic(path, '');
  expect(await exists(path)).toBe(true);
  await removeFile(path);
  await removeFile(path);
  expect(await exists(path)).toBe(false);
});

test('a path that is too long, and links that lead to each other, are said to be so', async () => {
  const folder = await openTemporaryFolder();
  const long = join(folder, 'x'.repeat(300));
  const line = `${long}: expected a file or a folder that can be seen, got the error ENAMETOOLONG; choose a shorter path`;
  expect(await errorLine(() => exists(long))).toBe(line);
  expect(await errorLine(() => writeFileAtomic(long, ''))).toContain('ENAMETOOLONG; choose a shorter path');
  await fs.symlink('b', join(folder, 'a'));
  await fs.symlink('a', join(folder, 'b'));
  for (const look of [exists, readBytes]) {
    expect(await errorLine(() => look(join(folder, 'a')))).toContain('ELOOP; links there lead to each other');
  }
});

test('removeFile refuses a folder', async () => {
  const folder = await openTemporaryFolder();
  await expect(removeFile(folder)).rejects.toThrow();
  expect(await exists(folder)).toBe(true);
});
