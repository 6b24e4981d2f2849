import { describe, expect, test } from 'vitest';
import { makeCorruptedDigits } from '../../pipeline/ladder/corruptions.ts';
import { RUNG, rungOf } from '../../pipeline/ladder/kinds.ts';
import type { RungImages } from '../../pipeline/ladder/rungImages.ts';
import * as rungs from '../../pipeline/ladder/rungs.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { readDigits } from '../judging/digits.ts';

const digits = readDigits('t10k', 0, 300);
const task = { digits, count: 40, seed: 0 };
const training = readDigits('train', 0, 300);
const all = (): RungImages[] => [
  ...rungs.makeEmptyImages(task),
  rungs.makeWrongDigits(task),
  ...rungs.makeFlippedDigits(task),
  ...rungs.makeTwoDigits(task),
  ...makeCorruptedDigits(task),
  rungs.makeClassMeans(task, training),
  ...rungs.makeRealDigits(task),
];
const made = all();
const find = (kind: string) => made.find((each) => each.kind === kind)!;
/** The first 40 real digits, black and white: what other rungs change. */
const findReal = (): RungImages => {
  const { images, digits: meant, ...rest } = find('real, black and white');
  return { ...rest, images: images.slice(0, 40 * PIXELS), digits: meant.slice(0, 40) };
};
const inkOf = ({ images }: RungImages, at: number) =>
  images.subarray(at * PIXELS, (at + 1) * PIXELS).reduce((a, b) => a + b, 0);

describe.each(made.map((each) => [each.kind, each] as const))(
  '%s',
  (_, { kind, images, digits: meant, description }) => {
    test('has as many images as asked for, each in [0, 1] and meant to be a digit', () => {
      const count = rungOf(kind) === RUNG.real ? 160 : 40;
      expect(meant).toHaveLength(count);
      expect(images).toHaveLength(count * PIXELS);
      expect(images.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(meant.every((digit) => Number.isInteger(digit) && digit >= 0 && digit <= 9)).toBe(true);
      expect(description).toMatch(/\.$/);
    });
  },
);

test('the ladder is the same again, and another for another seed', () => {
  const bytes = (each: RungImages) => [
    each.kind,
    each.digits.join(),
    Buffer.from(each.images.buffer).toString('base64'),
  ];
  expect(all().map(bytes)).toEqual(made.map(bytes));
  expect(rungs.makeRealDigits({ ...task, seed: 1 })[0]).not.toEqual(find('real, grey'));
});

test('shuffled digits have the ink of the digits, in other places', () => {
  const [shuffled, real] = [find('shuffled digits'), findReal()];
  expect(shuffled.digits).toEqual(real.digits);
  for (let at = 0; at < 40; at++) {
    expect(inkOf(shuffled, at)).toBe(inkOf(real, at));
    // Of ink that is dealt anew over all pixels, most falls on others than before.
    const [before, after] = [rowOf(real.images, at, PIXELS), rowOf(shuffled.images, at, PIXELS)];
    const kept = after.filter((value, pixel) => value === 1 && before[pixel] === 1).length;
    expect(kept).toBeLessThan(inkOf(real, at) / 2);
  }
});

test('wrong digits are real digits, never scored for what they are', () => {
  const [wrong, real] = [find('wrong digit'), findReal()];
  expect(wrong.images).toEqual(real.images);
  wrong.digits.forEach((digit, at) => {
    expect(digit).not.toBe(real.digits[at]);
  });
  expect(new Set(wrong.digits.map((digit, at) => (digit - real.digits[at]! + 10) % 10)).size).toBe(9);
});

test('flips change about their share of the pixels of the same digits', () => {
  const clean = find('0% flipped');
  expect(clean.images).toEqual(findReal().images);
  for (const rate of [0.1, 0.5]) {
    const { images } = find(`${100 * rate}% flipped`);
    const changed = images.filter((value, at) => value !== clean.images[at]).length;
    expect(changed / images.length).toBeCloseTo(rate, 1);
  }
});

test('overlays hold all ink of the digit that is meant', () => {
  const { images, digits: meant } = find('overlaid');
  const { images: grey, digits: real } = find('real, grey');
  // Real digits two by two, where they are of different classes.
  const pairs = Array.from({ length: 80 }, (_, k) => [2 * k, 2 * k + 1] as const)
    .filter(([a, b]) => real[a] !== real[b])
    .slice(0, 40);
  expect(pairs).toHaveLength(40);
  expect(meant).toEqual(pairs.map(([a]) => real[a]));
  pairs.forEach(([a, b], at) => {
    const inked = (row: number, pixel: number) => grey[row * PIXELS + pixel]! >= 0.5;
    const wanted = Float32Array.from({ length: PIXELS }, (_, i) => Number(inked(a, i) || inked(b, i)));
    expect(images.slice(at * PIXELS, (at + 1) * PIXELS)).toEqual(wanted);
  });
  expect(find('blended').digits).toEqual(find('overlaid').digits);
});

test('strokes get thicker and thinner', () => {
  const [thick, thin, real] = [find('thickened'), find('thinned'), findReal()];
  const eroded = find('eroded');
  for (let at = 0; at < 40; at++) {
    expect(inkOf(thick, at)).toBeGreaterThan(inkOf(real, at));
    expect(inkOf(thin, at)).toBeLessThan(inkOf(real, at));
    expect(inkOf(eroded, at)).toBeLessThan(inkOf(real, at));
  }
});
