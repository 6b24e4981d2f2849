/** Tensors that are given to a graph and come out of it, and are freed. */
import type { Tensor } from '@tensorflow/tfjs-node';

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
