/** The floats that model files have their numbers in, little-endian, read as float32. */
import { fromBfloat16, fromFloat16 } from '../../math/shortFloats.ts';
import { expected } from '../../study/errors.ts';

/** One type of float: its bytes, and how one is read. */
interface FloatType {
  readonly size: number;
  read(view: DataView, at: number): number;
}

export type FloatName = 'float16' | 'bfloat16' | 'float32' | 'float64';

export const FLOAT_TYPES: Readonly<Record<FloatName, FloatType>> = {
  float16: { size: 2, read: (view, at) => fromFloat16(view.getUint16(at, true)) },
  bfloat16: { size: 2, read: (view, at) => fromBfloat16(view.getUint16(at, true)) },
  float32: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  float64: { size: 8, read: (view, at) => view.getFloat64(at, true) },
};

/** The numbers in `bytes`, of which float64 is rounded. Throws a UserError that names `where` for an infinity or a NaN. */
export function readFloats(bytes: Uint8Array, name: FloatName, where: string): Float32Array {
  const { size, read } = FLOAT_TYPES[name];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = Math.floor(bytes.length / size);
  return assertFinite(
    Float32Array.from({ length }, (_, at) => read(view, at * size)),
    where,
  );
}

/** The values; throws a UserError that names `where` for an infinity or a NaN. */
export function assertFinite(values: Float32Array, where: string): Float32Array {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  throw expected(where, 'finite numbers', `${values[at]} at position ${at}`, 'make the file again');
}
