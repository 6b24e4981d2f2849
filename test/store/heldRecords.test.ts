import { expect, test } from 'vitest';
import { holdRecords } from '../../pipeline/store/heldRecords.ts';

const record = (x: number, none: number | null = null) => ({
  masked: { score: { little: x, much: x / 3 }, judges: { cnn: { top: 7, typicality: none } }, without: {} },
  top: 3,
});

test('records come back number for number, with what is missing and in the order of their fields', () => {
  const records = [record(0.1), record(1e-300, 0.5), record(-2)];
  const held = holdRecords(records);
  expect(records.map((_, at) => held(at))).toEqual(records);
  expect(JSON.stringify(held(1))).toBe(JSON.stringify(records[1]));
  expect(held(1)).not.toBe(records[1]);
});

test('records of different shapes are held as they are, and none is none', () => {
  const records: object[] = [record(1), { top: 3 }];
  const held = holdRecords(records);
  expect(held(1)).toBe(records[1]);
  expect(holdRecords([])(0)).toBeUndefined();
});
