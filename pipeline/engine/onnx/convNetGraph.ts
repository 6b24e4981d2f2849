/** A convolutional network as an ONNX graph. */
import { PIXELS, SIDE } from '../../math/images.ts';
import {
  type ConvNet,
  type ConvShape,
  inputSides,
  type LayerShape,
  type LayerValues,
  samePadding,
  splitParameters,
  weightShape,
} from '../convNet.ts';
import { Graph } from './graph.ts';

/** images float32 [n, 784] in [0, 1] -> logits [n, outputs of the last layer]. */
export function buildConvNetGraph(network: ConvNet): Uint8Array {
  const { layers } = network;
  const sides = inputSides(layers);
  const graph = new Graph('conv_net');
  graph.input('images', 'float32', ['n', PIXELS]);
  graph.axes('planes', [-1, 1, SIDE, SIDE]);
  let value = graph.node('Reshape', ['images', 'planes'], 'pixels'); // [n, 1, 28, 28]
  splitParameters(network).forEach((parameters, at) => {
    const layer = layers[at]!;
    const isLast = at === layers.length - 1;
    if (layer.kind === 'dense' && layers[at - 1]?.kind !== 'dense') {
      value = graph.node('Flatten', [value], `flat${at}`, { axis: 1 }); // [n, channels * side * side]
    }
    const result = isLast ? 'logits' : `z${at}`;
    addLayer(graph, layer, parameters, sides[at]!, value, result);
    value = isLast ? result : graph.node('Relu', [result], `h${at}`);
  });
  graph.output('logits', 'float32', ['n', layers.at(-1)!.outputs]);
  return graph.toModel();
}

function addLayer(
  graph: Graph,
  layer: LayerShape,
  { weights, biases }: LayerValues,
  side: number,
  input: string,
  result: string,
): void {
  const inputs = [
    input,
    graph.constant(`${result}_weights`, weights, weightShape(layer)),
    graph.constant(`${result}_biases`, biases, [layer.outputs]),
  ];
  if (layer.kind === 'conv') graph.node('Conv', inputs, result, convAttributes(layer, side));
  else graph.node('Gemm', inputs, result);
}

function convAttributes(layer: ConvShape, side: number) {
  const { before, after } = samePadding(side, layer);
  return {
    kernel_shape: { ints: [layer.kernel, layer.kernel] },
    strides: { ints: [layer.stride, layer.stride] },
    pads: { ints: [before, before, after, after] },
  };
}
