/** One fully connected layer forwards and backwards, for one row at a time. */
import type { LayerParameters } from '../engine.ts';

/** x W + b [outputs] of inputs x; inputs of 0, of which images and hidden layers have many, cost nothing. */
export function applyLayer({ weights, biases }: LayerParameters, inputs: ArrayLike<number>): Float64Array {
  const outputs = biases.length;
  const sums = Float64Array.from(biases);
  const active: number[] = [];
  for (let i = 0; i < inputs.length; i++) if (inputs[i] !== 0) active.push(i);
  // Four inputs at a time, so that each sum is loaded and stored a quarter as often.
  const rest = active.length % 4;
  for (const i of active.slice(0, rest)) {
    const [x, row] = [inputs[i]!, i * outputs];
    for (let j = 0; j < outputs; j++) sums[j]! += x * weights[row + j]!;
  }
  for (let k = rest; k < active.length; k += 4) {
    const [i0, i1, i2, i3] = [active[k]!, active[k + 1]!, active[k + 2]!, active[k + 3]!];
    const [x0, x1, x2, x3] = [inputs[i0]!, inputs[i1]!, inputs[i2]!, inputs[i3]!];
    const [r0, r1, r2, r3] = [i0 * outputs, i1 * outputs, i2 * outputs, i3 * outputs];
    for (let j = 0; j < outputs; j++) {
      sums[j]! +=
        x0 * weights[r0 + j]! + x1 * weights[r1 + j]! + x2 * weights[r2 + j]! + x3 * weights[r3 + j]!;
    }
  }
  return sums;
}

/** W g [inputs]: the gradient in a layer's inputs from that in its outputs, g. */
export function applyTransposed({ weights }: LayerParameters, gradient: Float64Array): Float64Array {
  const inputs = new Float64Array(weights.length / gradient.length);
  for (let i = 0; i < inputs.length; i++) inputs[i] = dotRow(weights, i, gradient);
  return inputs;
}

/** sum_j m[row, j] v_j of a matrix m whose rows are as long as v; four sums, which do not wait for each other. */
export function dotRow(matrix: Float32Array, row: number, vector: Float64Array): number {
  const { length } = vector;
  const start = row * length;
  const rest = length % 4;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let j = 0; j < rest; j++) a += matrix[start + j]! * vector[j]!;
  for (let j = rest; j < length; j += 4) {
    a += matrix[start + j]! * vector[j]!;
    b += matrix[start + j + 1]! * vector[j + 1]!;
    c += matrix[start + j + 2]! * vector[j + 2]!;
    d += matrix[start + j + 3]! * vector[j + 3]!;
  }
  return a + b + c + d;
}
