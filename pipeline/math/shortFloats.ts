/** Numbers of 16 bits: float16 of IEEE 754, and bfloat16, the upper half of a float32. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** What a float16 below its least normal number, 2^-14, counts: multiples of 2^-24. */
const SUBNORMAL_STEP = 1 / 16_777_216;
const LEAST_NORMAL = 1 / 16_384;
/** Numbers from here on are nearer to infinity than to the largest float16, 65504. */
const ENDLESS = 65520;

/** The value of a float16 of these bits; exact. */
export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * SUBNORMAL_STEP;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  bits[0] = ((exponent + 112) << 23) | (fraction << 13);
  return sign * float[0]!;
}

/** The bits of the float16 nearest to a float32, the even one of two as near. */
export function toFloat16(value: number): number {
  float[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const size = Math.abs(float[0]!);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= ENDLESS) return sign | 0x7c00;
  if (size < LEAST_NORMAL) return sign | roundToEven(size / SUBNORMAL_STEP);
  const magnitude = bits[0]! & 0x7fffffff;
  const rounded = (magnitude + 0xfff + ((magnitude >>> 13) & 1)) >>> 13;
  return sign | (rounded - (112 << 10));
}

/** The value of a bfloat16 of these bits; exact. */
export function fromBfloat16(half: number): number {
  bits[0] = half << 16;
  return float[0]!;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
