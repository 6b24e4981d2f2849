/** Half precision (IEEE 754 binary16): numbers of 11 significant bits in two bytes, for weights that travel in a page. */
import { raise } from './powers.ts';

/** The least number above 0, 2^-24, of which every number below 2^-14 is a multiple. */
const LEAST = 1 / raise(2, 24);

/** From here on, the bits of float32 hold 65,520 or more, which rounds to beyond the largest half, or no finite number. */
const TOO_LARGE = 0x477ff000;
/** The bits of 2^-14 as float32: from here on half precision has 11 significant bits. */
const LEAST_NORMAL = 0x38800000;
/** 112, by which the exponents of float32 and of half precision differ, where float32 has its exponent. */
const EXPONENT_SHIFT = 0x38000000;

/** Whether half precision reaches far enough for all values: each is finite and below 65,520 in size. */
export function fitsHalf(values: Float32Array): boolean {
  return values.every((value) => Math.abs(value) < 65_520);
}

/** The nearest half of every value, the even one of two, as its 16 bits. Throws a RangeError where one does not fit. */
export function toHalf(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let at = 0; at < words.length; at++) {
    const magnitude = words[at]! & 0x7fffffff;
    if (magnitude >= TOO_LARGE) throw new RangeError(`toHalf: expected less than 65,520, got ${values[at]}`);
    halves[at] = ((words[at]! >>> 16) & 0x8000) | roundMagnitude(magnitude, Math.abs(values[at]!));
  }
  return halves;
}

function roundMagnitude(bits: number, size: number): number {
  if (bits < LEAST_NORMAL) return roundToEven(size / LEAST);
  return (bits - EXPONENT_SHIFT + 0xfff + ((bits >>> 13) & 1)) >>> 13;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** What one step is worth at each of the 31 finite exponents; the first is that of numbers below 2^-14. */
const STEPS = Float64Array.from({ length: 31 }, (_, exponent) => LEAST * raise(2, Math.max(0, exponent - 1)));

/** The values of the bits of finite halves; exact. */
export function fromHalf(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let at = 0; at < halves.length; at++) {
    const half = halves[at]!;
    const exponent = (half >>> 10) & 0x1f;
    const steps = (half & 0x3ff) + (exponent > 0 ? 0x400 : 0);
    const size = steps * STEPS[exponent]!;
    values[at] = half & 0x8000 ? -size : size;
  }
  return values;
}
