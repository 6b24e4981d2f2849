/**
 * How other programs lay out the arrays of parameters. The article's file and PyTorch keep the rows of a weight for
 * its outputs, [outputs, inputs]; ours in memory are for its inputs, as are those of TF.js.
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { buildParameters, listArrays, listLayerSizes, listParameters } from '../../engine/parameters.ts';
import type { Architecture } from '../../study/axes.ts';

/** Throws a RangeError where an array does not fit the network's shape: that is a fault of ours. */
export function assertSizes(parameters: MlpParameters): void {
  const arrays = listArrays(parameters);
  const wanted = listParameters(parameters);
  if (arrays.length !== wanted.length) {
    throw new RangeError(`a model: expected ${wanted.length} arrays, got ${arrays.length}`);
  }
  wanted.forEach(({ name, length }, at) => {
    const found = arrays[at]!.length;
    if (found !== length)
      throw new RangeError(`a model: expected ${length} numbers in ${name}, got ${found}`);
  });
}

/** Numbers in an array of `shape`: the product of its sizes. */
export function countNumbers(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The arrays in their order with weights as [outputs, inputs]. Throws as {@link assertSizes} does. */
export function toOutputRows(parameters: MlpParameters): Float32Array[] {
  assertSizes(parameters);
  const sizes = listLayerSizes(parameters);
  return parameters.layers.flatMap(({ weights, biases }, at) => [
    transpose(weights, [sizes[at]!.inputs, sizes[at]!.outputs]),
    biases,
  ]);
}

/** The model of arrays in their order with weights as [outputs, inputs], whose lengths the caller has checked. */
export function fromOutputRows(architecture: Architecture, arrays: readonly Float32Array[]): MlpParameters {
  const shapes = listParameters(architecture).map(({ shape }) => shape);
  let at = 0;
  return buildParameters(architecture, () => {
    const [array, shape] = [arrays[at]!, shapes[at]!];
    at++;
    return shape.length === 2 ? transpose(array, shape.toReversed()) : array;
  });
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
