/**
 * A convolutional network as data: the shapes of its layers and one array of parameters.
 *
 * Plain enough to be trained by one library, stored as bytes, and run as an ONNX graph by another. Convolutions with
 * stride take the place of pooling (Springenberg et al., "Striving for simplicity", arXiv 1412.6806).
 */
import { SIDE } from '../math/images.ts';
import { expected } from '../study/errors.ts';

/**
 * A square convolution with as much zero padding as gives ceil(side / stride) outputs a side, the odd one at the end
 * ("same" padding). Weights [outputs, inputs, kernel, kernel], then biases [outputs].
 */
export interface ConvShape {
  readonly kind: 'conv';
  readonly kernel: number;
  readonly stride: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** A fully connected layer. Weights [inputs, outputs], then biases [outputs]; an input is channel, then y, then x. */
export interface DenseShape {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
}

export type LayerShape = ConvShape | DenseShape;

/** A network from images [n, 784], one channel of 28 x 28, to logits. ReLU follows every layer but the last. */
export interface ConvNet {
  readonly layers: readonly LayerShape[];
  /** Weights and biases of every layer in turn, each row-major. */
  readonly parameters: Float32Array;
}

/** One layer's share of the parameters, as views. */
export interface LayerValues {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Shape of a layer's weights. */
export function weightShape(layer: LayerShape): readonly number[] {
  return layer.kind === 'conv'
    ? [layer.outputs, layer.inputs, layer.kernel, layer.kernel]
    : [layer.inputs, layer.outputs];
}

/** Values that one output is a weighted sum of: inputs * kernel^2, or inputs. */
export function fanIn(layer: LayerShape): number {
  return layer.kind === 'conv' ? layer.inputs * layer.kernel * layer.kernel : layer.inputs;
}

/** Number of parameters: fan-in * outputs + outputs, summed over layers. */
export function countConvNetParameters(layers: readonly LayerShape[]): number {
  return layers.reduce((sum, layer) => sum + (fanIn(layer) + 1) * layer.outputs, 0);
}

/** Logits of one image: the outputs of the last layer. */
export function countAnswers({ layers }: ConvNet): number {
  return layers.at(-1)!.outputs;
}

/** Views of the parameters, layer by layer. Throws a RangeError where their number is not that of the layers. */
export function splitParameters({ layers, parameters }: ConvNet): LayerValues[] {
  const count = countConvNetParameters(layers);
  if (parameters.length !== count) {
    throw new RangeError(`network: expected ${count} parameters, got ${parameters.length}`);
  }
  let at = 0;
  const take = (length: number) => {
    at += length;
    return parameters.subarray(at - length, at);
  };
  return layers.map((layer) => ({
    weights: take(fanIn(layer) * layer.outputs),
    biases: take(layer.outputs),
  }));
}

/** Zero padding before and after one axis of `side` pixels: max(0, (ceil(side / stride) - 1) stride + kernel - side). */
export function samePadding(side: number, { kernel, stride }: ConvShape): { before: number; after: number } {
  const total = Math.max(0, (Math.ceil(side / stride) - 1) * stride + kernel - side);
  return { before: Math.floor(total / 2), after: Math.ceil(total / 2) };
}

/** Side of every layer's input, as if a dense layer had side 1. Throws a RangeError where layers do not fit together. */
export function inputSides(layers: readonly LayerShape[]): number[] {
  let [side, channels] = [SIDE, 1];
  return layers.map((layer, at) => {
    const given = layer.kind === 'conv' ? channels : channels * side * side;
    if (layer.inputs !== given || (layer.kind === 'conv' && at > 0 && layers[at - 1]!.kind === 'dense')) {
      throw new RangeError(`network: expected a layer of ${given} inputs, got ${layer.kind} ${layer.inputs}`);
    }
    const own = layer.kind === 'conv' ? side : 1;
    side = layer.kind === 'conv' ? Math.ceil(side / layer.stride) : 1;
    channels = layer.outputs;
    return own;
  });
}

/** The parameters as little-endian float32 bytes, in their order. */
export function serialiseConvNet({ parameters }: ConvNet): Uint8Array {
  const bytes = new Uint8Array(parameters.length * 4);
  const view = new DataView(bytes.buffer);
  parameters.forEach((value, at) => {
    view.setFloat32(at * 4, value, true);
  });
  return bytes;
}

/** The network with `layers` that {@link serialiseConvNet} gave as `bytes`. Throws a UserError for another length. */
export function parseConvNet(layers: readonly LayerShape[], bytes: Uint8Array, where: string): ConvNet {
  const count = countConvNetParameters(layers);
  if (bytes.length !== count * 4) {
    throw expected(where, `${count * 4} bytes`, `${bytes.length}`, 'restore the file, or run make judges');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parameters = Float32Array.from({ length: count }, (_, at) => view.getFloat32(at * 4, true));
  return { layers, parameters };
}
