/** Reads the constants of an ONNX graph, whose numbers are stored as bytes or as a list. */
import type onnxProto from 'onnx-proto';
import { fromBfloat16, fromFloat16 } from '../../math/shortFloats.ts';
import { expected } from '../../study/errors.ts';
import { assertFinite, FLOAT_TYPES, type FloatName, readFloats } from './floatTypes.ts';
import { countNumbers } from './layout.ts';

/** A constant as the schema has it. */
export type TensorProto = onnxProto.onnx.ITensorProto;

/** What a user can do about a file that is not understood. */
export const NEXT_STEP = 'export the model again';

/** The type of numbers, and the list that may take the place of their bytes. */
interface NumberType {
  readonly name: FloatName;
  list(tensor: TensorProto): readonly number[];
}

/** By TensorProto.DataType of the schema: FLOAT, FLOAT16, DOUBLE, BFLOAT16. Those of 16 bits are listed as their bits. */
const NUMBER_TYPES: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [1, { name: 'float32', list: ({ floatData }) => floatData ?? [] }],
  [10, { name: 'float16', list: ({ int32Data }) => (int32Data ?? []).map(fromFloat16) }],
  [11, { name: 'float64', list: ({ doubleData }) => doubleData ?? [] }],
  [16, { name: 'bfloat16', list: ({ int32Data }) => (int32Data ?? []).map(fromBfloat16) }],
]);

/** Sizes of a tensor's axes. */
export function shapeOf(tensor: TensorProto): number[] {
  return (tensor.dims ?? []).map(Number);
}

/**
 * The numbers of a tensor as float32, as many as its shape says. Throws a UserError that names `where` for a type that is no
 * float, too few or too many of them, an infinity or a NaN.
 */
export function readNumbers(tensor: TensorProto, where: string): Float32Array {
  const type = NUMBER_TYPES.get(tensor.dataType ?? 0);
  if (type === undefined) {
    throw expected(where, 'numbers that are floats', `data type ${tensor.dataType}`, NEXT_STEP);
  }
  const raw = tensor.rawData ?? new Uint8Array();
  const listed = raw.length > 0 ? [] : type.list(tensor);
  const found = raw.length > 0 ? raw.length / FLOAT_TYPES[type.name].size : listed.length;
  const shape = shapeOf(tensor);
  if (found !== countNumbers(shape)) {
    const wanted = `the numbers of shape ${JSON.stringify(shape)}`;
    throw expected(where, wanted, `${found}`, 'use a whole model file');
  }
  return raw.length > 0 ? readFloats(raw, type.name, where) : assertFinite(Float32Array.from(listed), where);
}
