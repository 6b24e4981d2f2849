import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { holdRecords } from '../../pipeline/store/heldRecords.ts';
import { holdImages } from '../../pipeline/store/packedImages.ts';

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

test('of what is asked for in turn each is its own: by place, and by which records are held', () => {
  const some = [record(1), record(2)];
  const others = [record(3), record(4)];
  const [heldSome, heldOthers] = [holdRecords(some), holdRecords(others)];
  for (const at of [0, 1, 1, 0]) {
    expect(heldSome(at)).toEqual(some[at]);
    expect(heldOthers(at)).toEqual(others[at]);
  }
});

test('records of different shapes are held as they are, and none is none', () => {
  const records: object[] = [record(1), { top: 3 }];
  const held = holdRecords(records);
  expect(held(1)).toBe(records[1]);
  expect(holdRecords([])(0)).toBeUndefined();
});

test('what they, and images, were made from is free', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const hold = <Row extends object>(row: Row, holder: (rows: readonly Row[]) => (at: number) => Row) => ({
    seen: new WeakRef(row),
    at: holder([row]),
  });
  const held = [hold(record(1), holdRecords), hold(new Float32Array(PIXELS), holdImages)];
  // What was made while an earlier collection was still marking outlives it, so one may not be enough.
  const areFree = () => held.map(({ seen }) => seen.deref() === undefined);
  for (let left = 10; left > 0 && areFree().includes(false); left--) {
    await setImmediate();
    collect();
  }
  expect(areFree()).toEqual([true, true]);
  for (const { at } of held) expect(at(0)).toBeDefined();
});
