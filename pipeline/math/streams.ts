/**
 * Named, seeded random streams.
 *
 * Every consumer of chance (initial weights, shuffling, search starts, ...) draws from a stream of its own, derived
 * from a seed and the consumer's name, so that adding one consumer never moves another's draws.
 */
import { createHash } from 'node:crypto';
import { mersenne } from 'pure-rand/generator/mersenne';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of uniformly distributed 32-bit unsigned integers. */
export interface Stream {
  /** Next integer, uniform on {0, ..., 2^32 - 1}. */
  nextUint32(): number;
}

/**
 * The stream called `name` under `seed`: xoroshiro128+ started from the first 128 bits of SHA-256("seed/name").
 * The same pair always gives the same draws; different pairs give unrelated ones.
 */
export function openStream(seed: number, name: string): Stream {
  const digest = createHash('sha256').update(`${seed}/${name}`).digest();
  const state = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [number, number, number, number];
  const generator = xoroshiro128plusFromState(state);
  return { nextUint32: () => generator.next() >>> 0 };
}

/** std::mt19937 (Matsumoto and Nishimura, 1998) with the seed that C++ gives it by default. */
export function openMersenneTwister(seed = 5489): Stream {
  const generator = mersenne(seed);
  return { nextUint32: () => generator.next() >>> 0 };
}

const TWO_26 = 0x4000000;
const TWO_32 = 0x100000000;
const TWO_53 = 0x20000000000000;

/** Uniform on [0, 1) with 53 random bits, from two draws. */
export function drawUniform(stream: Stream): number {
  const high = stream.nextUint32() >>> 5;
  const low = stream.nextUint32() >>> 6;
  return (high * TWO_26 + low) / TWO_53;
}

/**
 * std::uniform_real_distribution<double>(0, 1) as libstdc++ computes it: draws a, then b; (a + b 2^32) / 2^64,
 * in double precision, below 1.
 */
export function drawLibstdcxxUniform(stream: Stream): number {
  const low = stream.nextUint32();
  const high = stream.nextUint32();
  const value = (low + high * TWO_32) / (TWO_32 * TWO_32);
  return value < 1 ? value : 1 - 1 / TWO_53;
}

/** Uniform on {0, ..., bound - 1} without modulo bias, by rejection. `bound`: an integer in 1 ... 2^32, else a RangeError. */
export function drawBelow(stream: Stream, bound: number): number {
  // Without this a bound of 0 or NaN would make the loop below endless.
  if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32) {
    throw new RangeError(`drawBelow: expected an integer bound in 1 ... 2^32, got ${bound}`);
  }
  const limit = TWO_32 - (TWO_32 % bound);
  for (;;) {
    const draw = stream.nextUint32();
    if (draw < limit) return draw % bound;
  }
}

/**
 * Fills `out` with independent normal draws of mean 0 and the given standard deviation, rounded to float32.
 *
 * Marsaglia's polar method: it needs only sqrt and log, whose results agree between JavaScript engines, where those
 * of sin and cos do not always.
 */
export function fillNormal(stream: Stream, standardDeviation: number, out: Float32Array): Float32Array {
  for (let i = 0; i < out.length; i += 2) {
    let u = 0;
    let v = 0;
    let s = 0;
    do {
      u = 2 * drawUniform(stream) - 1;
      v = 2 * drawUniform(stream) - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = standardDeviation * Math.sqrt((-2 * Math.log(s)) / s);
    out[i] = u * scale;
    if (i + 1 < out.length) out[i + 1] = v * scale;
  }
  return out;
}

/** Shuffles `values` in place; every order is equally likely (Fisher and Yates; Durstenfeld). */
export function shuffleInPlace<T extends { length: number; [index: number]: number }>(
  stream: Stream,
  values: T,
): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = drawBelow(stream, i + 1);
    const held = values[i] as number;
    values[i] = values[j] as number;
    values[j] = held;
  }
  return values;
}

/** The integers 0 ... n - 1 in a random order. */
export function drawPermutation(stream: Stream, n: number): Int32Array {
  return shuffleInPlace(
    stream,
    Int32Array.from({ length: n }, (_, i) => i),
  );
}
