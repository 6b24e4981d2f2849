/** The network in tfjs operations. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node';
import type { ActivationName } from '../../study/axes.ts';
import type { MlpParameters } from '../engine.ts';
import { listLayerSizes } from '../parameters.ts';
import type { TensorFlow } from './library.ts';

/** One layer's weights [inputs, outputs] and biases [outputs]: tensors, or the variables of a training run. */
export interface LayerTensors {
  readonly weights: Tensor;
  readonly biases: Tensor;
}

/** A network whose parameters are tensors. */
export interface MlpTensors {
  readonly activation: ActivationName;
  readonly layers: readonly LayerTensors[];
}

/** max(0, z), tanh(z), or z Phi(z) with Phi(z) = (1 + erf(z / sqrt 2)) / 2. */
const ACTIVATIONS: Readonly<Record<ActivationName, (tf: TensorFlow, z: Tensor) => Tensor>> = {
  relu: (_, z) => z.relu(),
  tanh: (_, z) => z.tanh(),
  gelu: (tf, z) => z.mul(tf.erf(z.mul(Math.SQRT1_2)).add(1).mul(0.5)),
};

/** Copies parameters into tensors. Call {@link disposeTensors} when done. */
export function toTensors(tf: TensorFlow, parameters: MlpParameters): MlpTensors {
  const sizes = listLayerSizes(parameters);
  const layers = parameters.layers.map(({ weights, biases }, at) => ({
    weights: tf.tensor2d(weights, [sizes[at]!.inputs, sizes[at]!.outputs]),
    biases: tf.tensor1d(biases),
  }));
  return { activation: parameters.activation, layers };
}

/** Frees all of them. */
export function disposeTensors({ layers }: MlpTensors): void {
  for (const { weights, biases } of layers) {
    weights.dispose();
    biases.dispose();
  }
}

/** Logits [n, 10] of images [n, 784]. */
export function applyMlp(tf: TensorFlow, network: MlpTensors, images: Tensor2D): Tensor2D {
  return applyUpperLayers(tf, network, applyLayer(tf, network.layers[0]!, images));
}

/** Logits [n, 10] of first-layer pre-activations [n, H]. */
export function applyUpperLayers(tf: TensorFlow, { activation, layers }: MlpTensors, z1: Tensor): Tensor2D {
  return layers
    .slice(1)
    .reduce<Tensor>((z, layer) => applyLayer(tf, layer, ACTIVATIONS[activation](tf, z)), z1) as Tensor2D;
}

/** (n, inputs) x (inputs, outputs) + (outputs) -> (n, outputs) */
function applyLayer(tf: TensorFlow, { weights, biases }: LayerTensors, inputs: Tensor): Tensor {
  return tf.matMul(inputs as Tensor2D, weights as Tensor2D).add(biases as Tensor1D);
}
