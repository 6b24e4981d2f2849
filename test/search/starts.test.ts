import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { drawStart } from '../../pipeline/search/starts.ts';

const bitsOf = (image: Float32Array) => [...new Uint32Array(image.buffer)];
const sha256 = (image: Float32Array) =>
  createHash('sha256').update(new Uint8Array(image.buffer)).digest('hex');

describe("the article's start", () => {
  const draw = (digit: number, restart: number) => drawStart({ start: 'article', seed: 0 }, digit, restart);

  // Oracle: g++ 12.2, one default std::mt19937 and std::uniform_real_distribution<double>(0, 1), 3 * 784 draws cast to
  // float: the first four of each 784, and the SHA-256 of all of them as little-endian bytes.
  test.each([
    [
      0,
      [0x3e0aba7c, 0x3f55c31f, 0x3f7807b8, 0x3e6256c0],
      'a8a29ad6ab0d0773fc1d79b0537e4959dd099248d722eac9c9c6f20868a431df',
    ],
    [
      1,
      [0x3e8e4ddc, 0x3e7858d6, 0x3ac3777d, 0x3eca3bc4],
      '41e6ddc608ccde5a53d83331648c21eeefd1173cdb7fd5f78c2bbbdd6727b53c',
    ],
    [
      2,
      [0x3e41b156, 0x3ddceb85, 0x3ec584a3, 0x3dab3407],
      '71a4ebb953a07f24a82f7723ec966e26d3cc4bbfafe58a997559058f78565e8d',
    ],
  ])('of restart %d is the bits that libstdc++ draws', (restart, head, hash) => {
    const start = draw(3, restart);
    expect(start).toHaveLength(PIXELS);
    expect(bitsOf(start).slice(0, 4)).toEqual(head);
    expect(sha256(start)).toBe(hash);
  });

  test('is the same for every digit and every seed', () => {
    for (const digit of DIGITS) expect(draw(digit, 1)).toEqual(draw(0, 1));
    expect(drawStart({ start: 'article', seed: 9 }, 0, 0)).toEqual(draw(0, 0));
  });
});

describe('a seeded start', () => {
  const draw = (seed: number, digit: number, restart: number) =>
    drawStart({ start: 'seeded', seed }, digit, restart);

  test('is the same again, and another for another digit, restart or seed', () => {
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    const starts = [draw(1, 2, 3), draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4), draw(1, 3, 2)];
    expect(new Set(starts.map(sha256)).size).toBe(starts.length);
  });

  test('does not move when the derivation of its stream is left alone', () => {
    // Oracle: xoroshiro128+ (rotations 24, 16, 37) over hashlib's SHA-256 of `0/search/start/0/0`, in Python.
    const bits = [0x3f6280f4, 0x3f2e9dc8, 0x3cf6a10a, 0x3e9099b8];
    expect(bitsOf(draw(0, 0, 0)).slice(0, 4)).toEqual(bits);
  });

  test('is uniform grey in [0, 1]', () => {
    const pixels = DIGITS.flatMap((digit) => [...draw(0, digit, 0)]);
    expect(pixels.every((value) => value >= 0 && value <= 1)).toBe(true);
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    // Four standard errors of a uniform mean.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * pixels.length));
  });
});

test("of the article and seeded, the first is the article's and the others are seeded", () => {
  const draw = (restart: number) => drawStart({ start: 'article-and-seeded', seed: 4 }, 7, restart);
  expect(draw(0)).toEqual(drawStart({ start: 'article', seed: 4 }, 7, 0));
  for (const restart of [1, 5]) {
    expect(draw(restart)).toEqual(drawStart({ start: 'seeded', seed: 4 }, 7, restart));
  }
});

test('a blank start has no ink, whatever the digit, the restart and the seed', () => {
  expect(drawStart({ start: 'blank', seed: 7 }, 3, 2)).toEqual(new Float32Array(PIXELS));
});
