import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, ONE_PROCESS, runProcess, smallStudy } from './commandLine.ts';

test('a page is written, rated, and imported; what is wrong is named and ends with 2', async () => {
  const artifacts = await openTemporaryFolder();
  const study = smallStudy(artifacts, 'grid.hidden=[8]', 'grid.batch=[200]', 'search.passes=1');
  expect(await call('rate', study)).toMatchObject({ code: 2 });
  expect((await runProcess('sweep', [...study, ...ONE_PROCESS])).code).toBe(0);

  const made = await call('rate', [...study, '--images', '6']);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain('6 ideas, 10 checks and 50 real digits in noise');
  const bad = await call('rate', [...study, '--images', '0.5']);
  expect(bad).toMatchObject({
    code: 2,
    stderr: '--images: expected a whole number of at least 1, got 0.5; give another\n',
  });

  const key = await readFile(join(artifacts, 'smoke/rating/key.csv'), 'utf8');
  const rows = key
    .split('\n')
    .slice(1, -1)
    .map((row) => row.split(','));
  const csv = join(artifacts, 'rated.csv');
  const answers = rows.map(
    ([image, , , digit]) => `Ann,${image},${digit || 'none'},75,800,2020-01-31T12:00:00Z`,
  );
  const lines = [
    'rater,image,answer,sureness,milliseconds,timestamp',
    ...answers,
    'Ann,x,1,75,800,2020-01-31',
    '',
  ];
  await writeFile(csv, lines.join('\n'));
  const imported = await call('rate-import', [...study, '--csv', csv]);
  expect(imported.code).toBe(0);
  expect(imported.stderr).toMatch(
    /^\S+rated\.csv:68: expected an image of \S+key\.csv, got 'x'; left out\nrate-import: 'Ann': 1 of 67 rows left out\n$/,
  );
  expect(imported.stdout).toContain('rate-import: 66 ratings by 1 rater, of 6 ideas');

  await writeFile(csv, `${lines[0]}\n`);
  expect((await call('rate-import', [...study, '--csv', csv])).code).toBe(2);
  const half = await call('rate-import', [...study, '--golan-csv', csv]);
  expect(half).toMatchObject({ code: 2 });
  expect(half.stderr).toContain('both --golan-csv FILE and --golan-images DIR, got one of the two');
});
