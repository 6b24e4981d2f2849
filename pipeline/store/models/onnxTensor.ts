/** Reads the constants of an ONNX graph, whose numbers are stored as bytes or as a list. */
import type onnxProto from 'onnx-proto';
import { expected } from '../../study/errors.ts';
import { decodeFloat32, FLOAT32_BYTES } from '../float32.ts';
import { countNumbers } from './layout.ts';

/** A constant as the schema has it. */
export type TensorProto = onnxProto.onnx.ITensorProto;

/** What a user can do about a graph that is not understood. */
export const NEXT_STEP = 'export two to five fully connected layers with Relu, Tanh or Gelu between them';

/** Values of TensorProto.DataType and TensorProto.DataLocation in the schema. */
const FLOAT = 1;
const EXTERNAL = 1;

/** Bytes of an int64. */
const INT64_BYTES = 8;

/** Sizes of a tensor's axes. */
export function shapeOf(tensor: TensorProto): number[] {
  return (tensor.dims ?? []).map(Number);
}

/**
 * The float32 numbers of a tensor, as many as its shape says. Throws a UserError that names `where` for another type,
 * numbers that are in another file, too few or too many of them, an infinity or a NaN.
 */
export function readNumbers(tensor: TensorProto, where: string): Float32Array {
  if (tensor.dataLocation === EXTERNAL) {
    throw expected(where, 'numbers inside the file', 'external data', 'save the model as one file');
  }
  if (tensor.dataType !== FLOAT) {
    throw expected(where, `float32 (data type ${FLOAT})`, `data type ${tensor.dataType}`, NEXT_STEP);
  }
  const raw = tensor.rawData ?? new Uint8Array();
  const listed = tensor.floatData ?? [];
  const found = raw.length > 0 ? raw.length / FLOAT32_BYTES : listed.length;
  const shape = shapeOf(tensor);
  if (found !== countNumbers(shape)) {
    throw expected(
      where,
      `the numbers of shape ${JSON.stringify(shape)}`,
      `${found}`,
      'use a whole model file',
    );
  }
  if (raw.length > 0) return decodeFloat32(raw, where);
  return assertFinite(Float32Array.from(listed), where);
}

function assertFinite(values: Float32Array, where: string): Float32Array {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  throw expected(where, 'finite numbers', `${values[at]} at position ${at}`, 'make the file again');
}

/** The int64 numbers of a tensor, such as a shape. */
export function readIntegers(tensor: TensorProto): number[] {
  const raw = tensor.rawData ?? new Uint8Array();
  if (raw.length === 0) return (tensor.int64Data ?? []).map(Number);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  return Array.from({ length: Math.floor(raw.length / INT64_BYTES) }, (_, i) =>
    Number(view.getBigInt64(INT64_BYTES * i, true)),
  );
}
