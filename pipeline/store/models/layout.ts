/**
 * How other programs lay out the six parameter arrays. The article's file and PyTorch keep the rows of a weight for
 * its outputs, [outputs, inputs]; ours in memory are for its inputs, as are those of TF.js.
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { PARAMETER_NAMES, type ParameterName, parameterShapes } from '../../engine/parameters.ts';

/** The six arrays by name. */
export type ParameterArrays = Readonly<Record<ParameterName, Float32Array>>;

/** Throws a RangeError where an array does not fit the hidden size: that is a fault of ours. */
export function assertSizes(parameters: MlpParameters): void {
  const shapes = parameterShapes(parameters.hidden);
  for (const name of PARAMETER_NAMES) {
    const size = countNumbers(shapes[name]);
    const { length } = parameters[name];
    if (length !== size) throw new RangeError(`a model: expected ${size} numbers in ${name}, got ${length}`);
  }
}

/** Numbers in an array of `shape`: the product of its sizes. */
export function countNumbers(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Shape of every array at hidden size `hidden` with weights as [outputs, inputs]. */
export function outputRowShapes(hidden: number): Record<ParameterName, readonly number[]> {
  const { w1, w2, w3, ...biases } = parameterShapes(hidden);
  return { ...biases, w1: w1.toReversed(), w2: w2.toReversed(), w3: w3.toReversed() };
}

/** The arrays with weights as [outputs, inputs]. Throws as {@link assertSizes} does. */
export function toOutputRows(parameters: MlpParameters): ParameterArrays {
  assertSizes(parameters);
  return turnWeights(parameters, parameterShapes(parameters.hidden));
}

/** The model of arrays with weights as [outputs, inputs], whose lengths the caller has checked. */
export function fromOutputRows(hidden: number, arrays: ParameterArrays): MlpParameters {
  return { hidden, ...turnWeights(arrays, outputRowShapes(hidden)) };
}

/** Transposes the weights, which have `shapes`, and keeps the biases. */
function turnWeights(
  { w1, b1, w2, b2, w3, b3 }: ParameterArrays,
  shapes: Readonly<Record<ParameterName, readonly number[]>>,
): ParameterArrays {
  return {
    w1: transpose(w1, shapes.w1),
    b1,
    w2: transpose(w2, shapes.w2),
    b2,
    w3: transpose(w3, shapes.w3),
    b3,
  };
}

/** The matrix [rows, columns], row-major, as [columns, rows]. */
export function transpose(matrix: Float32Array, shape: readonly number[]): Float32Array {
  const [rows, columns] = [shape[0]!, shape[1]!];
  const transposed = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = matrix[row * columns + column]!;
    }
  }
  return transposed;
}

/** All bytes, one part after the other, in memory of their own: that of Buffer.concat may be shared. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
