import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../pipeline/store/csvFile.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

/** The columns `name` and `value` of a file of these bytes, with the file called `FILE` in what is said of it. */
async function read(bytes: Uint8Array | string) {
  const path = join(await openTemporaryFolder(), 'table.csv');
  await writeFile(path, bytes);
  const { rows, problems, remarks, decimalMark } = await readTable(path, ['name', 'value']);
  return {
    rows: rows.map(({ line, fields }) => `${line}: ${fields.name} ${fields.value}`),
    problems: problems.map(({ line, what, whose }) => `${line}: ${what} (${whose})`),
    remarks: remarks.map((remark) => remark.replaceAll(path, 'FILE')),
    decimalMark,
  };
}

const refuse = (bytes: Uint8Array | string) => errorLine(() => read(bytes));

/** A table of two lines. */
const TABLE = 'name,value\nZoé,1\nZoë,2\n';
const ROWS = ['2: Zoé 1', '3: Zoë 2'];

/** Text of letters up to U+00FF in Windows-1252, where they have the same numbers. */
const inWindows1252 = (text: string) => Uint8Array.from(text, (letter) => letter.codePointAt(0)!);

describe('a table is read in every encoding that a spreadsheet saves', () => {
  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(TABLE)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TABLE}`)],
    ['UTF-16, little-endian', Buffer.from(`\ufeff${TABLE}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${TABLE}`, 'utf16le').swap16()],
    ['UTF-16, little-endian, without a mark', Buffer.from(TABLE, 'utf16le')],
    ['UTF-16, big-endian, without a mark', Buffer.from(TABLE, 'utf16le').swap16()],
    ['UTF-8 whose letters are of parts', Buffer.from(TABLE.normalize('NFD'))],
    ['UTF-8 of UTF-8', Buffer.from(Buffer.from(TABLE).toString('latin1'))],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({ rows: ROWS, problems: [], remarks: [] });
  });

  test('Windows-1252, with a line that names the words whose letters it gives', async () => {
    expect(await read(inWindows1252(TABLE))).toMatchObject({
      rows: ROWS,
      remarks: [
        "FILE: not UTF-8; read as Windows-1252, which gives 'Zoé', 'Zoë'; where that is wrong, save the table as \"CSV UTF-8\"",
      ],
    });
    // 0x80 is the euro there, and in Latin-1 nothing.
    const euro = await read(Uint8Array.from([...Buffer.from('name,value\n5 '), 0x80, ...Buffer.from(',1')]));
    expect(euro.rows).toEqual(['2: 5 € 1']);
  });

  test('Windows-1252 with UTF-8 among it, as of files that were put together', async () => {
    const bytes = Buffer.concat([Buffer.from(TABLE), inWindows1252(TABLE)]);
    expect((await read(bytes)).rows).toEqual([...ROWS, '5: Zoé 1', '6: Zoë 2']);
  });

  test('a byte that Windows-1252 does not have is refused', async () => {
    const bytes = Uint8Array.from([...Buffer.from('name,value\nZo'), 0x8d, ...Buffer.from(',1')]);
    expect(await refuse(bytes)).toMatch(/: expected UTF-8 or Windows-1252, got neither; save the table as /);
  });

  test('a letter that was lost before is named', async () => {
    const { remarks } = await read('name,value\nZo\ufffd,1\n');
    expect(remarks).toEqual([
      "FILE: letters of 'Zo\ufffd' were lost before, so that two names may have become one; take the first file again",
    ]);
  });
});

describe('a table is read in every form that a spreadsheet gives it', () => {
  test.each([
    ['commas', 'name,value\nA b,1\n', '.'],
    ['semicolons', 'name;value\nA b;1\n', ','],
    ['tabs', 'name\tvalue\nA b\t1\n', '.'],
    ['tabs, with a comma in another column', 'name\tvalue\tlast, first\nA b\t1\tB, A\n', '.'],
    ['a named delimiter', 'sep=|\r\nname|value\r\nA b|1\r\n', '.'],
    ['a named tab', 'sep=\t\nname\tvalue\nA b\t1\n', '.'],
    ['a named delimiter in quotes', '\ufeff"sep=;"\nname;value\nA b;1\n', ','],
    ['another order and other columns', 'note;VALUE;first name;Name\nx;1;y;A b', ','],
    ['an empty last column', 'name,value,\nA b,1,\n', '.'],
    ['empty fields at the end of a row', 'name,value\nA b,1,,,\n', '.'],
    ['no last fields that nobody wants', 'name,value,kind,model\nA b,1\n', '.'],
    ['empty lines of empty fields', 'name,value\n,\n  \nA b,1\n,,,\n', '.'],
    ['quotes', '"name","value"\n"A b","1"\n', '.'],
    ['spaces', ' name , value\n  A   b\u00a0, 1 \n', '.'],
    ['its header twice', 'name,value\nname,value\nA b,1\n', '.'],
    ['lines of an old Mac', 'name,value\rA b,1\r', '.'],
  ])('%s', async (_, text, decimalMark) => {
    const { rows, ...others } = await read(text);
    expect(rows.map((row) => row.replace(/^\d+: /, ''))).toEqual(['A b 1']);
    expect(others).toEqual({ problems: [], remarks: [], decimalMark });
  });

  test('lines of too few fields, and of too many that are not empty, are named with whose they are', async () => {
    expect(await read('name,value\nA\nB,1,2\nC,3\n')).toMatchObject({
      rows: ['4: C 3'],
      problems: ['2: expected 2 fields, got 1 (A)', '3: expected 2 fields, got 3 (B)'],
    });
  });
});

describe('what is no table is named for what it is', () => {
  test.each<[string, Uint8Array | string, RegExp]>([
    [
      'a workbook',
      'PK\x03\x04rest',
      /expected a table as CSV, got an Excel workbook or another zip archive; /,
    ],
    ['a page', '\n<!DOCTYPE html><html>', /expected a table as CSV, got an HTML page; /],
    ['nothing', '', /expected a table as CSV, got an empty file; /],
    ['a column twice', 'name,value,Name\na,1,b', /columns name, value once each, got 'name,value,Name'; /],
    ['no header', 'A,1\nB,2\n', /expected a header with the columns name, value, got 'A,1'; /],
  ])('%s', async (_, bytes, line) => {
    expect(await refuse(bytes)).toMatch(line);
  });

  test('a folder', async () => {
    const folder = await openTemporaryFolder();
    expect(await errorLine(() => readTable(folder, ['name']))).toBe(
      `${folder}: expected a file that can be read, got a folder; name a file in it`,
    );
  });
});
