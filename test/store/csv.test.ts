import { expect, test } from 'vitest';
import { type Column, encodeCsv, encodeCsvParts } from '../../pipeline/store/csv.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  ['name', ({ name }) => name],
  ['a "value", or none', ({ value }) => value],
];

test.each([0, 1, 999, 1000, 1001, 2500])('a table of %i rows in parts is the table in one', (count) => {
  const rows = Array.from({ length: count }, (_, at) => ({
    name: at % 3 === 0 ? `row ${at}` : `"${at}",\n`,
    value: at % 5 === 0 ? null : at / 7,
  }));
  const parts = [...encodeCsvParts(rows, COLUMNS)];
  expect(parts.join('')).toBe(encodeCsv(rows, COLUMNS));
  expect(parts).toHaveLength(1 + Math.ceil(count / 1000));
});
