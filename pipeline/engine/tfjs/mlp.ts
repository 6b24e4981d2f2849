/** The model in tfjs operations. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node';
import { CLASSES, PIXELS } from '../../math/images.ts';
import type { MlpParameters } from '../engine.ts';
import type { TensorFlow } from './library.ts';

/** The six parameter arrays as tensors. */
export interface MlpTensors {
  readonly w1: Tensor2D;
  readonly b1: Tensor1D;
  readonly w2: Tensor2D;
  readonly b2: Tensor1D;
  readonly w3: Tensor2D;
  readonly b3: Tensor1D;
}

/** Copies parameters into tensors. Call {@link disposeTensors} when done. */
export function toTensors(tf: TensorFlow, parameters: MlpParameters): MlpTensors {
  const { hidden, w1, b1, w2, b2, w3, b3 } = parameters;
  return {
    w1: tf.tensor2d(w1, [PIXELS, hidden]),
    b1: tf.tensor1d(b1),
    w2: tf.tensor2d(w2, [hidden, hidden]),
    b2: tf.tensor1d(b2),
    w3: tf.tensor2d(w3, [hidden, CLASSES]),
    b3: tf.tensor1d(b3),
  };
}

/** Frees all six. */
export function disposeTensors(tensors: MlpTensors): void {
  for (const tensor of Object.values<Tensor>({ ...tensors })) tensor.dispose();
}

/** Logits [n, 10] of images [n, 784]. */
export function applyMlp(tf: TensorFlow, { w1, b1, ...upper }: MlpTensorsLike, images: Tensor2D): Tensor2D {
  return applyUpperLayers(tf, upper, tf.matMul(images, w1).add(b1));
}

/** Logits [n, 10] of first-layer pre-activations [n, H]. */
export function applyUpperLayers(
  tf: TensorFlow,
  { w2, b2, w3, b3 }: Omit<MlpTensorsLike, 'w1' | 'b1'>,
  z1: Tensor,
): Tensor2D {
  const h1 = z1.relu() as Tensor2D; // [n, H]
  const h2 = tf.matMul(h1, w2).add(b2).relu() as Tensor2D; // (n, H) x (H, H) -> (n, H)
  return tf.matMul(h2, w3).add(b3); // (n, H) x (H, 10) -> (n, 10)
}

/** Tensors, or the variables of a training run. */
export type MlpTensorsLike = Readonly<Record<keyof MlpTensors, Tensor>>;
