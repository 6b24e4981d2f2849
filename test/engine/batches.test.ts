import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawBatches } from '../../pipeline/engine/batches.ts';
import { drawPermutation, openStream } from '../../pipeline/math/streams.ts';
import { updatesAfter } from '../../pipeline/study/schedule.ts';

/** The order of pass k, as the doc of drawBatches states it. */
const passOrder = (seed: number, images: number, pass: number) => [
  ...drawPermutation(openStream(seed, `shuffle/${pass}`), images),
];

/**
 * The oracle: batches by epoch from an iterator that works as Chainer's SerialIterator with repeat and shuffle
 * (chainer/iterators/serial_iterator.py, v7): a position in the current order, and a new order at its end.
 */
function iterateSerially(seed: number, images: number, batch: number, epochs: number): number[][] {
  let [pass, position, order] = [0, 0, passOrder(seed, images, 0)];
  const result: number[][] = [];
  let seen: number[] = [];
  while (result.length < epochs) {
    const end = position + batch;
    const chosen = order.slice(position, end);
    position = end;
    const isNewEpoch = end >= images;
    if (isNewEpoch) {
      order = passOrder(seed, images, ++pass);
      position = end - images;
      chosen.push(...order.slice(0, position));
    }
    seen.push(...chosen);
    if (isNewEpoch) {
      result.push(seen);
      seen = [];
    }
  }
  return result;
}

/** seed, images, batch (at most the images) and epochs. */
const runs = fc
  .tuple(fc.nat(99), fc.integer({ min: 1, max: 40 }), fc.nat(39), fc.integer({ min: 1, max: 7 }))
  .map(([seed, images, more, epochs]) => [seed, images, 1 + (more % images), epochs] as const);

test('five images in batches of two make three updates in the first epoch and two in the second', () => {
  const [first, second, ...rest] = [...drawBatches(4, 5, 2, 2)].map((batches) => [...batches]);
  const [a, b] = [passOrder(4, 5, 0), passOrder(4, 5, 1)];
  expect(first).toEqual([a[0], a[1], a[2], a[3], a[4], b[0]]);
  expect(second).toEqual([b[1], b[2], b[3], b[4]]);
  expect(rest).toEqual([]);
});

test('batches are those of the serial iterator', () => {
  fc.assert(
    fc.property(runs, ([seed, images, batch, epochs]) => {
      const drawn = [...drawBatches(seed, images, batch, epochs)].map((batches) => [...batches]);
      expect(drawn).toEqual(iterateSerially(seed, images, batch, epochs));
    }),
    { seed: 1 },
  );
});

test('every complete pass is a permutation, and what is left over belongs to one more', () => {
  fc.assert(
    fc.property(runs, ([seed, images, batch, epochs]) => {
      const sequence = [...drawBatches(seed, images, batch, epochs)].flatMap((batches) => [...batches]);
      const everyImage = Array.from({ length: images }, (_, i) => i);
      for (let from = 0; from < epochs * images; from += images) {
        expect(sequence.slice(from, from + images).sort((x, y) => x - y)).toEqual(everyImage);
      }
      const rest = sequence.slice(epochs * images);
      expect(rest.length).toBeLessThan(batch);
      expect(new Set(rest).size).toBe(rest.length);
    }),
    { seed: 2 },
  );
});

test('every epoch makes at least one update, and as many as updatesAfter counts', () => {
  fc.assert(
    fc.property(runs, ([seed, images, batch, epochs]) => {
      let updates = 0;
      for (const [epoch, batches] of [...drawBatches(seed, images, batch, epochs)].entries()) {
        expect(batches.length).toBeGreaterThan(0);
        updates += batches.length / batch;
        expect(updates).toBe(updatesAfter(epoch + 1, images, batch));
      }
    }),
    { seed: 3 },
  );
});

test('another seed and another pass have another order, another batch size has not', () => {
  const sequence = (seed: number, batch: number) =>
    [...drawBatches(seed, 60, batch, 2)].flatMap((batches) => [...batches]);
  expect(sequence(0, 10)).not.toEqual(sequence(1, 10));
  expect(sequence(0, 10).slice(0, 60)).not.toEqual(sequence(0, 10).slice(60));
  expect(sequence(0, 10)).toEqual(sequence(0, 60));
});

describe('updatesAfter', () => {
  test.each([
    [0, 5, 2, 0],
    [1, 5, 2, 3],
    [2, 5, 2, 5],
    [20, 60000, 100, 12000],
    [20, 60000, 1000, 1200],
    [20, 60000, 10000, 120],
    [1, 60000, 7, 8572], // 60,000 / 7 = 8571.4
    [7, 60000, 7, 60000],
    [1, 3, 3, 1],
  ])('after %d epochs of %d images in batches of %d is %d', (epochs, images, batch, updates) => {
    expect(updatesAfter(epochs, images, batch)).toBe(updates);
  });
});
