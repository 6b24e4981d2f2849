import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { type AttackTarget, attack } from '../../pipeline/search/attack.ts';

/** Likes ink in the pixels that are multiples of its digit plus one, and nowhere else: 784 - the mistakes. */
const target: AttackTarget = {
  score: async (images, digits) =>
    Float64Array.from(digits, (digit, row) =>
      images
        .subarray(row * PIXELS, (row + 1) * PIXELS)
        .reduce((sum, value, pixel) => sum + Number(value === Number(pixel % (digit + 1) === 0)), 0),
    ),
  predictFlipGains: async (images, digits) =>
    Float64Array.from(images, (value, at) => {
      const pixel = at % PIXELS;
      return value === Number(pixel % (digits[Math.floor(at / PIXELS)]! + 1) === 0) ? -1 : 1;
    }),
};
const blank = new Float32Array(2 * PIXELS);

describe('an attack', () => {
  test('finds the image that the reader likes most, each for its own digit', async () => {
    const images = await attack(target, blank, [2, 4], { enough: Infinity, rounds: 200 });
    expect([...(await target.score(images, [2, 4]))]).toEqual([PIXELS, PIXELS]);
    expect(blank.every((value) => value === 0)).toBe(true);
  });

  test('goes no further than is enough', async () => {
    // Blank: 784 - 262 pixels are right for a 2; eight more each round.
    const images = await attack(target, blank, [2, 2], { enough: 540, rounds: 200 });
    expect([...(await target.score(images, [2, 2]))]).toEqual([546, 546]);
  });

  test('keeps within its distance of the start, and may go back on a flip', async () => {
    const images = await attack(target, blank, [2, 4], { enough: Infinity, rounds: 200, distance: 10 });
    const ink = (row: number) =>
      images.subarray(row * PIXELS, (row + 1) * PIXELS).reduce((sum, value) => sum + value, 0);
    expect([ink(0), ink(1)]).toEqual([10, 10]);
    // Pixel 0 is flipped first, has to go back once pixel 1 is ink, and only then leaves room for pixel 2.
    const steps = { '000': [0, 0], '100': [1, 1], '110': [0, 2], '010': [2, 3], '011': [-1, 4] } as const;
    const stateOf = (batch: Float32Array) => [...batch.subarray(0, 3)].join('') as keyof typeof steps;
    const together: AttackTarget = {
      score: async (batch) => Float64Array.of(steps[stateOf(batch)][1]),
      predictFlipGains: async (batch) =>
        Float64Array.from(batch, (_, at) => Number(at === steps[stateOf(batch)][0])),
    };
    const limits = { enough: Infinity, rounds: 50, distance: 2 };
    const found = await attack(together, blank.subarray(0, PIXELS), [0], limits);
    expect([...found.subarray(0, 3)]).toEqual([0, 1, 1]);
  });

  test('flips fewer pixels where many do harm, and never makes an image worse', async () => {
    // Promises all of the image, of which one pixel alone is of use.
    const misled: AttackTarget = {
      score: async (images, digits) =>
        Float64Array.from(digits, (_, row) => {
          const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
          return image[0]! - image.subarray(1).reduce((a, b) => a + b, 0);
        }),
      predictFlipGains: async (images) => Float64Array.from(images, (_, at) => PIXELS - (at % PIXELS)),
    };
    const images = await attack(misled, blank, [0, 0], { enough: Infinity, rounds: 20 });
    expect([...(await misled.score(images, [0, 0]))]).toEqual([1, 1]);
  });
});
