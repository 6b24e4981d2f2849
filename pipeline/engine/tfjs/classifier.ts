/** A convolutional network in a TensorFlow graph. */
import { PIXELS, SIDE } from '../../math/images.ts';
import { type ConvNet, type ConvShape, splitParameters } from '../convNet.ts';
import type { Classifier } from '../engine.ts';
import { Graph } from './graph.ts';
import type { Value } from './graphMessages.ts';
import type { TensorFlow } from './library.ts';
import { loadGraph } from './loadedGraph.ts';
import { compute, toRows } from './tensors.ts';

/** Opens a {@link Classifier}. */
export async function openTfjsClassifier(tf: TensorFlow, network: ConvNet): Promise<Classifier> {
  const graph = await loadGraph(tf, buildConvNetGraph(network));
  return {
    logits: (images) => compute(graph, 'read', { images: toRows(tf, images, PIXELS) }, 'logits'),
    dispose: async () => graph.dispose(),
  };
}

/** `read`: images float32 [n, 784] in [0, 1]; gives logits [n, answers]. */
function buildConvNetGraph(network: ConvNet): Graph {
  const graph = new Graph();
  const images = graph.input('images', 'float32');
  let value = reshape(graph, images, [-1, SIDE, SIDE, 1], 'pixels');
  let isFlat = false;
  splitParameters(network).forEach(({ weights, biases }, at) => {
    const layer = network.layers[at]!;
    const result = `z${at}`;
    if (layer.kind === 'conv') {
      const kernel = graph.constant(`kernel${at}`, toKernel(layer, weights), [
        ...[layer.kernel, layer.kernel, layer.inputs, layer.outputs],
      ]);
      graph.float('Conv2D', [value, kernel], `p${at}`, {
        strides: { ints: [1, layer.stride, layer.stride, 1] },
        padding: { text: 'SAME' },
      });
    } else {
      if (!isFlat) value = flatten(graph, value, layer.inputs, at);
      isFlat = true;
      graph.product(value, graph.constant(`weights${at}`, weights, [layer.inputs, layer.outputs]), `p${at}`);
    }
    graph.float('BiasAdd', [`p${at}`, graph.constant(`biases${at}`, biases, [layer.outputs])], result);
    value = at < network.layers.length - 1 ? graph.float('Relu', [result], `h${at}`) : result;
  });
  graph.function(
    'read',
    { images: { value: images, element: 'float32' } },
    { logits: { value, element: 'float32' } },
  );
  return graph;
}

/** From [n, y, x, channel] to rows in the documented order of inputs: channel, y, x. */
function flatten(graph: Graph, value: Value, inputs: number, at: number): Value {
  const order = graph.list(`order${at}`, [0, 3, 1, 2]);
  const planes = graph.float('Transpose', [value, order], `planes${at}`, { Tperm: { type: 'int32' } });
  return reshape(graph, planes, [-1, inputs], `flat${at}`);
}

function reshape(graph: Graph, value: Value, shape: readonly number[], name: string): Value {
  return graph.float('Reshape', [value, graph.list(`shape_of_${name}`, shape)], name, {
    Tshape: { type: 'int32' },
  });
}

/** Weights [outputs, inputs, y, x] in TensorFlow's order [y, x, inputs, outputs]. */
function toKernel({ kernel, inputs, outputs }: ConvShape, weights: Float32Array): Float32Array {
  const ordered = new Float32Array(weights.length);
  const area = kernel * kernel;
  weights.forEach((weight, from) => {
    const [output, input, place] = [
      Math.floor(from / (inputs * area)),
      Math.floor(from / area) % inputs,
      from % area,
    ];
    ordered[(place * inputs + input) * outputs + output] = weight;
  });
  return ordered;
}
