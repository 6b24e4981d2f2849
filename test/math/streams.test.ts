import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  drawBelow,
  drawLibstdcxxUniform,
  drawPermutation,
  drawUniform,
  fillNormal,
  openMersenneTwister,
  openStream,
  type Stream,
  shuffleInPlace,
} from '../../pipeline/math/streams.ts';

const take = (stream: Stream, n: number) => Array.from({ length: n }, () => stream.nextUint32());

/** A stream that gives the listed integers, then fails. */
function scriptedStream(...draws: number[]): Stream {
  const rest = [...draws];
  return {
    nextUint32() {
      const next = rest.shift();
      if (next === undefined) throw new Error('the script has no more draws');
      return next;
    },
  };
}

/** Pearson's statistic of counts against equal expectations. */
function chiSquare(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

test('the 10000th output of the Mersenne twister is the one the C++ standard gives for its default seed', () => {
  // Oracle: ISO C++, [rand.predef].
  expect(take(openMersenneTwister(), 10000).at(-1)).toBe(4123659995);
});

test('uniform draws, stored as float32, are the bits that libstdc++ computes', () => {
  // Oracle: g++ 12.2, default std::mt19937 and std::uniform_real_distribution<double>(0, 1), cast to float.
  const bits = [
    0x3e0aba7c, 0x3f55c31f, 0x3f7807b8, 0x3e6256c0, 0x3e9dc812, 0x3f0c16a6, 0x3e40e734, 0x3f7e2d78,
  ];
  const stream = openMersenneTwister();
  const drawn = Float32Array.from(bits, () => drawLibstdcxxUniform(stream));
  expect([...new Uint32Array(drawn.buffer)]).toEqual(bits);
});

test('a uniform draw of libstdc++ stays below 1 where rounding would reach it', () => {
  expect(drawLibstdcxxUniform(scriptedStream(0xffffffff, 0xffffffff))).toBe(1 - 2 ** -53);
  expect(drawLibstdcxxUniform(scriptedStream(0, 0x80000000))).toBe(0.5);
});

test('a named stream gives the pinned draws, so that a changed derivation is noticed', () => {
  // Oracle: xoroshiro128+ (rotations 24, 16, 37; low words) over hashlib's SHA-256, in Python.
  expect(take(openStream(0, 'init'), 4)).toEqual([3916896839, 2470533960, 2054652023, 1875750717]);
  // Snapshots.
  expect(take(openStream(1, 'init'), 2)).toEqual([3842753460, 2314273096]);
  expect(take(openStream(0, 'shuffle'), 2)).toEqual([2985010563, 3330422746]);
  expect([...drawPermutation(openStream(0, 'shuffle'), 8)]).toEqual([4, 7, 1, 5, 6, 2, 0, 3]);
});

test('the same seed and name give the same draws, whatever other streams have drawn', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), fc.nat(20), (seed, name, others) => {
      const first = take(openStream(seed, name), 5);
      take(openStream(seed, `${name}!`), others);
      expect(take(openStream(seed, name), 5)).toEqual(first);
    }),
    { seed: 1 },
  );
});

test('another seed or another name gives other draws', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), fc.string({ minLength: 1 }), (seed, name, more) => {
      const draws = take(openStream(seed, name), 4);
      expect(take(openStream(seed, name + more), 4)).not.toEqual(draws);
      expect(take(openStream(seed + 1, name), 4)).not.toEqual(draws);
    }),
    { seed: 2 },
  );
});

test('a uniform draw has 53 bits, from 0 to just below 1', () => {
  expect(drawUniform(scriptedStream(0, 0))).toBe(0);
  expect(drawUniform(scriptedStream(0xffffffff, 0xffffffff))).toBe(1 - 2 ** -53);
  expect(drawUniform(scriptedStream(0, 64))).toBe(2 ** -53);
  expect(drawUniform(scriptedStream(0x80000000, 0))).toBe(0.5);
});

test('a bounded draw is an integer in range', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
      const draw = drawBelow(openStream(seed, 'below'), bound);
      expect(Number.isInteger(draw) && draw >= 0 && draw < bound).toBe(true);
    }),
    { seed: 3 },
  );
});

test('a bounded draw rejects the incomplete last block, which would favour small values', () => {
  // 2^32 = 3 * 1431655765 + 1: the largest draw is one too many.
  expect(drawBelow(scriptedStream(0xffffffff, 5), 3)).toBe(2);
  expect(drawBelow(scriptedStream(0xfffffffe), 3)).toBe(2);
  expect(drawBelow(scriptedStream(0xffffffff), 2 ** 32)).toBe(0xffffffff);
});

test('bounded draws are uniform', () => {
  const stream = openStream(0, 'uniformity');
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70000; i++) counts[drawBelow(stream, 7)]! += 1;
  // 0.999 quantile of chi-square with 6 degrees of freedom: 22.46.
  expect(chiSquare(counts)).toBeLessThan(22.46);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('a bound of %d is refused', (bound) => {
  expect(() => drawBelow(openStream(0, 'below'), bound)).toThrow(RangeError);
});

test('a permutation holds every integer once', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(300), (seed, n) => {
      const drawn = drawPermutation(openStream(seed, 'order'), n);
      expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
    { seed: 4 },
  );
});

test('each of the six orders of three values is equally likely', () => {
  const stream = openStream(0, 'orders');
  const counts = new Map<string, number>();
  for (let i = 0; i < 60000; i++) {
    const order = shuffleInPlace(stream, [1, 2, 3]).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // 0.999 quantile of chi-square with 5 degrees of freedom: 20.52.
  expect(chiSquare([...counts.values()])).toBeLessThan(20.52);
});

test('a shuffle works in place and returns the same array', () => {
  const values = new Float32Array([0.5, 1, 1, 2]);
  expect(shuffleInPlace(openStream(0, 'place'), values)).toBe(values);
  expect([...values].sort((a, b) => a - b)).toEqual([0.5, 1, 1, 2]);
});

test('normal draws have the moments of a normal distribution', () => {
  const n = 100000;
  const drawn = fillNormal(openStream(0, 'moments'), 3, new Float32Array(n));
  const mean = drawn.reduce((sum, x) => sum + x, 0) / n;
  const central = (power: number) => drawn.reduce((sum, x) => sum + (x - mean) ** power, 0) / n;
  // Each bound is four standard errors: s / sqrt(n), s / sqrt(2 n), sqrt(6 / n), sqrt(24 / n).
  expect(Math.abs(mean)).toBeLessThan(12 / Math.sqrt(n));
  expect(Math.abs(Math.sqrt(central(2)) - 3)).toBeLessThan(12 / Math.sqrt(2 * n));
  expect(Math.abs(central(3) / central(2) ** 1.5)).toBeLessThan(4 * Math.sqrt(6 / n));
  expect(Math.abs(central(4) / central(2) ** 2 - 3)).toBeLessThan(4 * Math.sqrt(24 / n));
});

test('both halves of a normal pair are uncorrelated', () => {
  const n = 50000;
  const drawn = fillNormal(openStream(0, 'pairs'), 1, new Float32Array(2 * n));
  let sum = 0;
  for (let i = 0; i < n; i++) sum += drawn[2 * i]! * drawn[2 * i + 1]!;
  expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
});

test('an odd number of normal draws is the beginning of the next even number', () => {
  for (const length of [0, 1, 3, 7]) {
    const odd = fillNormal(openStream(0, 'odd'), 1, new Float32Array(length));
    const even = fillNormal(openStream(0, 'odd'), 1, new Float32Array(length + 1));
    expect([...odd]).toEqual([...even.subarray(0, length)]);
    expect(even.every((x) => x !== 0 && Number.isFinite(x))).toBe(true);
  }
});

test('the standard deviation only scales normal draws', () => {
  const one = fillNormal(openStream(0, 'scale'), 1, new Float32Array(9));
  const four = fillNormal(openStream(0, 'scale'), 4, new Float32Array(9));
  expect([...four]).toEqual([...one].map((x) => 4 * x));
});
