import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNames } from '../../pipeline/commands/nameList.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, smallStudy } from './commandLine.ts';

test.each<[text: string, names: string[]]>([
  ['', []],
  ['a.csv', ['a.csv']],
  [' a.csv  b.csv\n', ['a.csv', 'b.csv']],
  ["'my ratings.csv' b.csv", ['my ratings.csv', 'b.csv']],
  ['"it\'s.csv" \'say "no".csv\'', ["it's.csv", 'say "no".csv']],
  ["/data/'of Zoé'/a.csv", ['/data/of Zoé/a.csv']],
  ['$a`b`\\.csv', ['$a`b`\\.csv']],
])('%j are the names %j', async (text, names) => {
  expect(await readNames('--csv-list', text)).toEqual(names);
});

test('a value that is itself the name of a file is that file', async () => {
  const path = join(await openTemporaryFolder(), "Ben's two ratings.csv");
  await writeFile(path, '');
  expect(await readNames('--csv-list', path)).toEqual([path]);
});

test('a quote that is not closed is refused', async () => {
  await expect(readNames('--csv-list', "a.csv Ben's.csv")).rejects.toThrow(
    new UserError(
      "--csv-list: expected names whose quotes are closed, got a.csv Ben's.csv; end with ', or put the name in other quotes",
    ),
  );
});

test('an import takes the names of a list for those of files', async () => {
  const folder = await openTemporaryFolder();
  const { code, stderr } = await call('rate-import', [
    ...smallStudy(folder),
    '--csv-list',
    "'no file.csv' b.csv",
  ]);
  expect([code, stderr]).toEqual([2, expect.not.stringContaining('neither')]);
});
