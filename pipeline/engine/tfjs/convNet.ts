/** A convolutional network in tfjs operations, which differentiates them: for training a judge. */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node';
import { SIDE } from '../../math/images.ts';
import { type ConvNet, type LayerShape, splitParameters } from '../convNet.ts';
import type { TensorFlow } from './library.ts';

/** Logits [n, answers] of images [n, 784]. `tensors`: see {@link toLayerTensors}. */
export function applyConvNet(
  tf: Pick<TensorFlow, 'conv2d' | 'matMul'>,
  layers: readonly LayerShape[],
  tensors: readonly Tensor[],
  images: Tensor2D,
): Tensor2D {
  let value: Tensor = images.reshape([-1, SIDE, SIDE, 1]);
  layers.forEach((layer, at) => {
    const [weights, biases] = [tensors[2 * at]!, tensors[2 * at + 1]!];
    if (layer.kind === 'conv') {
      value = tf.conv2d(value as Tensor4D, weights as Tensor4D, layer.stride, 'same').add(biases);
    } else {
      // From [n, y, x, channel] to the documented order of inputs: channel, y, x.
      if (value.rank === 4) value = value.transpose([0, 3, 1, 2]).reshape([-1, layer.inputs]);
      value = tf.matMul(value as Tensor2D, weights as Tensor2D).add(biases);
    }
    if (at < layers.length - 1) value = value.relu();
  });
  return value as Tensor2D;
}

/** The parameters as tensors in tfjs's layout: of every layer its weights (of a convolution [y, x, in, out]), then its biases. */
export function toLayerTensors(
  tf: Pick<TensorFlow, 'tensor1d' | 'tensor2d' | 'tensor4d' | 'tidy'>,
  network: ConvNet,
): Tensor[] {
  return splitParameters(network).flatMap(({ weights, biases }, at) => {
    const layer = network.layers[at]!;
    const { inputs, outputs } = layer;
    const tensor =
      layer.kind === 'conv'
        ? tf.tidy(() =>
            tf.tensor4d(weights, [outputs, inputs, layer.kernel, layer.kernel]).transpose([2, 3, 1, 0]),
          )
        : tf.tensor2d(weights, [inputs, outputs]);
    return [tensor, tf.tensor1d(biases)];
  });
}
