import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyCsv, ratingsCsv, readKey, readRatings } from '../../pipeline/rating/ratingFiles.ts';
import type { KeyRow } from '../../pipeline/rating/ratingRecords.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const HEADER = 'rater,image,answer,sureness,milliseconds,timestamp';
const TAIL = '1200,2020-01-31T12:00:00.000Z';

async function write(text: string): Promise<string> {
  const path = join(await openTemporaryFolder(), 'ratings.csv');
  await writeFile(path, text);
  return path;
}

async function read(...lines: readonly string[]) {
  const path = await write(lines.join('\n'));
  const { rows, problems } = await readRatings(path);
  return { rows, problems: problems.map(({ line, what }) => `${line}: ${what}`) };
}

const rating = {
  rater: 'Ann',
  image: 'a1',
  answer: 3,
  sureness: 75,
  milliseconds: 1200,
  timestamp: '2020-01-31T12:00:00.000Z',
};

describe('readRatings', () => {
  test('reads what the page exports', async () => {
    const { rows, problems } = await read(
      HEADER,
      `Ann,a1,3,75,${TAIL}`,
      `"Ann ""A."", B",a2,none,0,${TAIL}`,
      '',
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      { line: 2, row: rating },
      { line: 3, row: { ...rating, rater: 'Ann "A.", B', image: 'a2', answer: null, sureness: 0 } },
    ]);
  });

  test('reads what a spreadsheet makes of it: a mark, semicolons, other cases, other columns, blank lines', async () => {
    const header = '\ufeffImage;RATER;Note;Answer;Sure_ness;milli seconds;time-stamp\r';
    const { rows } = await read(header, '\r', 'a1;Ann;;3;75;1200;2020-01-31T12:00:00.000Z\r');
    expect(rows).toEqual([{ line: 3, row: rating }]);
  });

  test.each([
    ['Ann,a1,10,75', "answer: expected a digit or none, got '10'"],
    ['Ann,a1,,75', "answer: expected a digit or none, got ''"],
    ['Ann,a1,3,60', "sureness: expected one of 0, 25, 50, 75, 100, got '60'"],
    ['Ann,a1,3,', "sureness: expected one of 0, 25, 50, 75, 100, got ''"],
    [',a1,3,75', "rater: expected a name, got ''"],
    ['Ann,,3,75', "image: expected the name of an image, got ''"],
  ])('names the row %s and keeps the others', async (row, fault) => {
    const { rows, problems } = await read(
      HEADER,
      `Ann,a1,3,75,${TAIL}`,
      `${row},${TAIL}`,
      `Bob,a1,3,75,${TAIL}`,
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(problems).toEqual([`3: ${fault}`]);
  });

  test('takes any time as it is written, and names milliseconds that are none', async () => {
    const { rows, problems } = await read(
      HEADER,
      'Ann,a1,3,75,-1,2020-01-31',
      'Ann,a1,3,75,,2020-01-31',
      'Ann,a1,3,75,1200,31.01.2020 12:00',
      'Ann,a1,3,75,1200,',
    );
    expect(problems).toEqual([
      "2: milliseconds: expected a number of milliseconds, got '-1'",
      "3: milliseconds: expected a number of milliseconds, got ''",
    ]);
    expect(rows.map(({ row }) => row)).toEqual([
      { ...rating, timestamp: '31.01.2020 12:00' },
      { ...rating, timestamp: '' },
    ]);
  });

  test.each([
    [',', '3.0,75.0,1200.0'],
    [',', ' 3 ,75%,1.2E+03'],
    [',', '"3,0","75 %","1,200"'],
    [';', '3,0;75,0;1200,0'],
    [';', '3,00E+00;7,50E+01;1.200'],
    [';', '3.0;75.0;1200.0'],
    ['\t', '3,0\t75\t1,200'],
    ['\t', '3\t75\t1\u202f200'],
  ])('reads numbers in any dress, parted by %j: %s', async (delimiter, numbers) => {
    const fields = ['Ann', 'a1', numbers, '2020-01-31T12:00:00.000Z'];
    const { rows, problems } = await read(HEADER.replaceAll(',', delimiter), fields.join(delimiter));
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ line: 2, row: rating }]);
  });

  test.each(['1.5', '80', '-3', '10', 'keine', '-', 'no', 'nan'])(
    'takes the answer %j for neither a digit nor none',
    async (answer) => {
      const { rows, problems } = await read(HEADER, `Ann,a1,"${answer}",75,${TAIL}`);
      expect(rows).toEqual([]);
      expect(problems).toEqual([`2: answer: expected a digit or none, got '${answer}'`]);
    },
  );

  test('takes None and NONE for none', async () => {
    const { rows } = await read(HEADER, `Ann,a1,None,75,${TAIL}`, `Ann,a2, NONE ,75,${TAIL}`);
    expect(rows.map(({ row }) => row.answer)).toEqual([null, null]);
  });

  test('loses no more than the line to a stray quote or a missing field', async () => {
    const { rows, problems } = await read(HEADER, `"Ann,a1,3,75,${TAIL}`, 'Ann,a1', `Ann,a1,3,75,${TAIL}`);
    expect(rows.map(({ line }) => line)).toEqual([4]);
    expect(problems).toEqual([
      '2: expected 6 fields, got quotes that do not match on this line',
      '3: expected 6 fields, got 2',
    ]);
  });

  test('names the lines between which a field spans, and keeps the good rows inside', async () => {
    const { rows, problems } = await read(
      HEADER,
      `"Ann,a1,3,75,${TAIL}`,
      `Bob,a1,3,75,${TAIL}`,
      `Cy,a1,3,75,${TAIL}`,
      `Dan",a2,3,75,${TAIL}`,
    );
    expect(rows.map(({ line, row }) => [line, row.rater])).toEqual([
      [3, 'Bob'],
      [4, 'Cy'],
    ]);
    expect(problems).toEqual([
      '2: expected 6 fields, got quotes that do not match on this line',
      '5: expected 6 fields, got quotes that do not match on this line',
    ]);
  });

  test('refuses a file of another kind, an empty one, and none', async () => {
    const path = await write('cell,hidden\nh16,16\n');
    await expect(readRatings(path)).rejects.toThrow(
      `${path}: expected a header with the columns rater, image, answer, sureness, milliseconds, timestamp, got 'cell,hidden'`,
    );
    await expect(readRatings(await write(''))).rejects.toThrow('got an empty file');
    await expect(readRatings(await write('\n'))).rejects.toThrow('got none');
    await expect(readRatings(`${path}.none`)).rejects.toThrow('expected a file, got none');
  });
});

const idea: KeyRow = {
  image: 'a1',
  kind: 'idea',
  model: 'h16-b20-s0',
  digit: 3,
  restart: 0,
  sha256: '0f'.repeat(32),
  flipRate: null,
  reading: 'masked',
  probability: 0.125,
};
const noise: KeyRow = {
  ...{ ...idea, image: 'b2', kind: 'noise', model: '', digit: null, restart: null },
  ...{ reading: null, probability: null },
};
const flipped: KeyRow = { ...noise, image: 'c3', kind: 'flipped', digit: 8, flipRate: 0.25 };

test('a key is read as it was written', async () => {
  const read = await readKey(await write(keyCsv([idea, noise, flipped])));
  expect(read).toEqual({
    problems: [],
    remarks: [],
    rows: [
      { line: 2, row: idea },
      { line: 3, row: noise },
      { line: 4, row: flipped },
    ],
  });
  expect(await readKey('none.csv')).toBeNull();
});

test('a key that went through a spreadsheet is the same key', async () => {
  const fields = [idea.image, idea.kind, idea.model, '3,0', '0,0', idea.sha256, '', 'masked', '0,125'];
  const header = 'image;kind;model;digit;restart;sha256;flipped;reading;probability';
  const read = await readKey(await write(`${header}\n${fields.join(';')}\n`));
  expect(read).toMatchObject({ problems: [], rows: [{ row: idea }] });
});

test('the key of an earlier page has ideas that were shown whole, with no known probability', async () => {
  const row = (key: KeyRow) =>
    [key.image, key.kind, key.model, key.digit ?? '', key.restart ?? '', key.sha256].join(',');
  const text = `image,kind,model,digit,restart,sha256\n${row(idea)}\n${row(noise)}\n`;
  const read = await readKey(await write(text));
  expect(read!.problems).toEqual([]);
  expect(read!.rows.map((one) => one.row)).toEqual([{ ...idea, reading: 'whole', probability: null }, noise]);
});

test.each([
  ['1.5,masked,0.5', "flipped: expected a share, got '1.5'"],
  [',sideways,0.5', "reading: expected 'masked' or 'whole' or 'framed' or '', got 'sideways'"],
  [',masked,x', "probability: expected a probability, got 'x'"],
])('a key’s row that ends in %s is named', async (end, problem) => {
  const header = 'image,kind,model,digit,restart,sha256,flipped,reading,probability';
  const read = await readKey(await write(`${header}\na1,idea,m,3,0,${idea.sha256},${end}\n`));
  expect(read!.problems.map(({ what }) => what)).toEqual([problem]);
});

test('what an import writes can be imported again', async () => {
  const other = { ...rating, rater: 'B, "b"', answer: null, image: 'b2' };
  const path = await write(
    ratingsCsv([
      { ...rating, key: idea },
      { ...other, key: noise },
    ]),
  );
  const { rows, problems } = await readRatings(path);
  expect(problems).toEqual([]);
  expect(rows.map(({ row }) => row)).toEqual([rating, other]);
});
