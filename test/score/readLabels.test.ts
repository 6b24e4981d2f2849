import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLabels } from '../../pipeline/score/readLabels.ts';
import { errorLine } from '../store/errorLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const NAMES = ['a.png', 'b.png', 'below/c.vf', 'd.png', 'd.vf'];

async function read(text: string, names: readonly string[] = NAMES) {
  const path = join(await openTemporaryFolder(), 'labels.csv');
  await writeFile(path, text);
  return { path, labels: () => readLabels(path, names) };
}

test('images are named with or without their ending, in any order, and a digit may be empty', async () => {
  const { labels } = await read('digit,image\n3,below/c\n0,a.png\n,b\n7,d.vf\n8,d.png\n');
  const { digits, remarks } = await labels();
  expect(digits).toEqual([0, null, 3, 8, 7]);
  expect(remarks).toEqual([expect.stringMatching(/says nothing of 1 of 5 images/)]);
});

test('names of files are found whatever form of letters and spaces they have', async () => {
  const names = ['zoë.png'.normalize('NFD'), 'three  spaces.png', 'plain.png'];
  const { labels } = await read('image,digit\nzoë.png,1\nthree spaces,2\nplain.png,3\n', names);
  expect((await labels()).digits).toEqual([1, 2, 3]);
  const twice = await read('image,digit\nzoë,1\nplain,3\n', [
    'zoë.png',
    'zoë.png'.normalize('NFD'),
    'plain.png',
  ]);
  expect((await twice.labels()).digits).toEqual([null, null, 3]);
});

test('a name without ending that two files have is of neither', async () => {
  const { labels } = await read('image,digit\na,1\nd,2\n');
  const { digits, remarks } = await labels();
  expect(digits).toEqual([1, null, null, null, null]);
  expect(remarks[0]).toMatch(/names no image here in 1 of its lines, such as 'd'/);
});

test.each([
  ['image,digit\na,ten\n', /labels\.csv:2: expected a digit, 0 to 9, or nothing, got 'ten'/],
  ['image,digit\na,1.5\n', /:2: expected a digit/],
  ['image,digit\na,1\na.png,2\n', /:3: expected one digit for 'a\.png', got 1 and 2/],
  ['image,digit\nx,1\n', /expected names of the images, such as 'a\.png', got 'x'/],
  ['image,digit\n', /expected names of the images, such as 'a\.png', got none/],
  ['name,digit\na,1\n', /expected a header with the columns image, digit/],
])('%j is refused in one line', async (text, message) => {
  const { labels } = await read(text);
  expect(await errorLine(labels)).toMatch(message);
});
