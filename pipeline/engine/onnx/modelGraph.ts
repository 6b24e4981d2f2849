/** Inference graphs: a model from images or from single-pixel changes to logits, and its input gradients. */
import { CLASSES, PIXELS } from '../../math/images.ts';
import type { Architecture } from '../../study/axes.ts';
import type { MlpParameters } from '../engine.ts';
import { listArrays, listParameters, type ParameterName } from '../parameters.ts';
import { addActivation, addBackward, addHiddenLayer, addSlopeConstants, opsetOf } from './activation.ts';
import { Graph } from './graph.ts';

/** images float32 [n, 784] in [0, 1] -> logits [n, 10]. */
export function buildModelGraph(parameters: MlpParameters): Uint8Array {
  const graph = new Graph('model');
  graph.input('images', 'float32', ['n', PIXELS]);
  addParameters(graph, parameters);
  addHiddenLayer(graph, parameters.activation, 1, 'images', 'activations');
  addUpperLayers(graph, parameters, 'n');
  return graph.toModel(opsetOf(parameters.activation));
}

/**
 * bases float32 [r, H], base int32 [m], pixel int32 [m], change float32 [m, 1] -> logits [m, 10] of
 * activation(bases[base] + change * W1[pixel]) through the upper layers.
 */
export function buildChangesGraph(parameters: MlpParameters): Uint8Array {
  const graph = new Graph('changes');
  graph.input('bases', 'float32', ['r', parameters.hidden]);
  graph.input('base', 'int32', ['m']);
  graph.input('pixel', 'int32', ['m']);
  graph.input('change', 'float32', ['m', 1]);
  addParameters(graph, parameters, 'b1');
  graph.node('Gather', ['bases', 'base'], 'held', { axis: 0 }); // [m, H]
  graph.node('Gather', ['w1', 'pixel'], 'rows', { axis: 0 }); // [m, H]
  graph.node('Mul', ['rows', 'change'], 'moves');
  graph.node('Add', ['held', 'moves'], 'z1');
  addActivation(graph, parameters.activation, 'z1', 'activations');
  addUpperLayers(graph, parameters, 'm');
  return graph.toModel(opsetOf(parameters.activation));
}

/**
 * images float32 [n, 784], cotangents float32 [n, 10] -> gradients [n, 784]: row i is the gradient of
 * cotangents[i] . logits(images[i]) in the image.
 */
export function buildInputGradientGraph(parameters: MlpParameters): Uint8Array {
  const { depth, activation } = parameters;
  const graph = new Graph('input_gradients');
  graph.input('images', 'float32', ['n', PIXELS]);
  graph.input('cotangents', 'float32', ['n', CLASSES]);
  addParameters(graph, parameters, `b${depth + 1}`);
  addSlopeConstants(graph, activation);
  for (let k = 1; k <= depth; k++) {
    addHiddenLayer(graph, activation, k, k === 1 ? 'images' : `h${k - 1}`);
  }
  for (let k = depth; k >= 1; k--) {
    const gradient = k === depth ? 'cotangents' : `g${k + 1}`;
    const layer = { activation, before: `z${k}`, after: `h${k}` };
    addBackward(graph, { gradient, weight: `w${k + 1}` }, layer, `g${k}`); // [n, H]
  }
  graph.node('Gemm', ['g1', 'w1'], 'gradients', { transB: 1 });
  graph.output('gradients', 'float32', ['n', PIXELS]);
  return graph.toModel(opsetOf(activation));
}

/** Adds the parameters as constants, all but `omitted`. */
function addParameters(graph: Graph, parameters: MlpParameters, omitted?: ParameterName): void {
  const arrays = listArrays(parameters);
  listParameters(parameters).forEach(({ name, shape }, at) => {
    if (name !== omitted) graph.constant(name, arrays[at]!, shape);
  });
}

/** Adds what follows the first hidden layer's `activations` [rows, H]: the output logits [rows, 10]. */
function addUpperLayers(graph: Graph, { depth, activation }: Architecture, rows: string): void {
  for (let k = 2; k <= depth; k++) {
    addHiddenLayer(graph, activation, k, k === 2 ? 'activations' : `h${k - 1}`);
  }
  const last = depth === 1 ? 'activations' : `h${depth}`;
  graph.node('Gemm', [last, `w${depth + 1}`, `b${depth + 1}`], 'logits');
  graph.output('logits', 'float32', [rows, CLASSES]);
}
