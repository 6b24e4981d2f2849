/** Tensors that are given to a graph and come out of it, and are freed. */
import { setImmediate } from 'node:timers/promises';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import type { TensorFlow } from './library.ts';
import type { LoadedGraph } from './loadedGraph.ts';

/**
 * What bytes are divided by, to be given to a graph: of a constant TensorFlow would make a multiplication by 1/255, whose
 * last bit is another.
 */
export const LARGEST_BYTE = 255;

/** What `use` makes of the tensors, which are freed afterwards. */
export function withTensors<Value>(
  tensors: Readonly<Record<string, Tensor>>,
  use: (tensors: Readonly<Record<string, Tensor>>) => Value,
): Value {
  try {
    return use(tensors);
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

/** The values of a tensor, which is freed. */
export function takeValues(tensor: Tensor): Float32Array {
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}

/** The values as rows of `width`. */
export function toRows(tf: Pick<TensorFlow, 'tensor2d'>, values: Float32Array, width: number): Tensor2D {
  return tf.tensor2d(values, [values.length / width, width]);
}

/**
 * The values `result` of a function of a graph, whose inputs are freed. TensorFlow keeps the process from hearing anything
 * meanwhile; it hears a signal before this goes on.
 */
export async function compute(
  graph: LoadedGraph,
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  result: string,
): Promise<Float32Array> {
  const values = withTensors(inputs, (given) => takeValues(graph.call(name, given)[result]!));
  await setImmediate();
  return values;
}
