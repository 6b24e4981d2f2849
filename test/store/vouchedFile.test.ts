import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exists } from '../../pipeline/store/files.ts';
import { assertVouched, writeVouched } from '../../pipeline/store/vouchedFile.ts';
import { errorLine } from './errorLine.ts';
import { longName } from './longName.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

// FIPS 180-2, appendix B.1.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a file as it was written is good, and one that was changed is refused until its digest is gone', async () => {
  const path = join(await openTemporaryFolder(), 'key.csv');
  await writeVouched(path, 'abc');
  expect(await readFile(`${path}.sha256`, 'utf8')).toBe(`${ABC}  key.csv\n`);
  await assertVouched(path, 'make it again');
  await writeFile(path, 'abd');
  expect(await errorLine(() => assertVouched(path, 'make it again'))).toBe(
    `${path}: expected the file as it was written, got one that was changed or is damaged; ` +
      'make it again, or remove key.csv.sha256 to take it as it is',
  );
  await rm(`${path}.sha256`);
  await assertVouched(path, 'make it again');
});

test('a file that was to be replaced and was not is good, for its digest is written first', async () => {
  const path = join(await openTemporaryFolder(), 'key.csv');
  await writeVouched(path, 'abc');
  await writeVouched(path, 'abcd');
  await assertVouched(path, 'make it again');
  await writeFile(path, 'abc');
  await assertVouched(path, 'make it again');
  await writeVouched(path, 'abcde');
  await writeFile(path, 'abcd');
  expect(await errorLine(() => assertVouched(path, 'make it again'))).toContain('changed or is damaged');
});

test('a file whose digest cannot be written is not written either', async () => {
  const path = join(await openTemporaryFolder(), longName('.csv'));
  await expect(writeVouched(path, 'abc')).rejects.toThrow('.csv.sha256');
  expect(await exists(path)).toBe(false);
});

test('where there is no file, there is nothing to refuse', async () => {
  await assertVouched(join(await openTemporaryFolder(), 'key.csv'), 'make it again');
});
