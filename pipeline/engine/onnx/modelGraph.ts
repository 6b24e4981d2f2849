/** Inference graphs: a model from images or from single-pixel changes to logits, its input gradients, and distances. */
import { CLASSES, PIXELS } from '../../math/images.ts';
import type { MlpParameters } from '../engine.ts';
import { PARAMETER_NAMES, type ParameterName, parameterShapes } from '../parameters.ts';
import { addBackward } from './backward.ts';
import { Graph } from './graph.ts';

/** images float32 [n, 784] in [0, 1] -> logits [n, 10]. */
export function buildModelGraph(parameters: MlpParameters): Uint8Array {
  const graph = new Graph('model');
  graph.input('images', 'float32', ['n', PIXELS]);
  addParameters(graph, parameters, PARAMETER_NAMES);
  graph.node('Gemm', ['images', 'w1', 'b1'], 'z1');
  graph.node('Relu', ['z1'], 'activations');
  addUpperLayers(graph, 'n');
  return graph.toModel();
}

/**
 * bases float32 [r, H], base int32 [m], pixel int32 [m], change float32 [m, 1] -> logits [m, 10] of
 * relu(bases[base] + change * W1[pixel]) through the upper layers.
 */
export function buildChangesGraph(parameters: MlpParameters): Uint8Array {
  const graph = new Graph('changes');
  graph.input('bases', 'float32', ['r', parameters.hidden]);
  graph.input('base', 'int32', ['m']);
  graph.input('pixel', 'int32', ['m']);
  graph.input('change', 'float32', ['m', 1]);
  addParameters(graph, parameters, ['w1', 'w2', 'b2', 'w3', 'b3']);
  graph.node('Gather', ['bases', 'base'], 'held', { axis: 0 }); // [m, H]
  graph.node('Gather', ['w1', 'pixel'], 'rows', { axis: 0 }); // [m, H]
  graph.node('Mul', ['rows', 'change'], 'moves');
  graph.node('Add', ['held', 'moves'], 'z1');
  graph.node('Relu', ['z1'], 'activations');
  addUpperLayers(graph, 'm');
  return graph.toModel();
}

/**
 * images float32 [n, 784], cotangents float32 [n, 10] -> gradients [n, 784]: row i is the gradient of
 * cotangents[i] . logits(images[i]) in the image.
 */
export function buildInputGradientGraph(parameters: MlpParameters): Uint8Array {
  const graph = new Graph('input_gradients');
  graph.input('images', 'float32', ['n', PIXELS]);
  graph.input('cotangents', 'float32', ['n', CLASSES]);
  addParameters(graph, parameters, ['w1', 'b1', 'w2', 'b2', 'w3']);
  graph.constant('zero', 0);
  graph.node('Gemm', ['images', 'w1', 'b1'], 'z1');
  graph.node('Relu', ['z1'], 'h1');
  graph.node('Gemm', ['h1', 'w2', 'b2'], 'z2');
  graph.node('Relu', ['z2'], 'h2');
  addBackward(graph, 'cotangents', 'w3', 'h2', 'g2'); // [n, H]
  addBackward(graph, 'g2', 'w2', 'h1', 'g1'); // [n, H]
  graph.node('Gemm', ['g1', 'w1'], 'gradients', { transB: 1 });
  graph.output('gradients', 'float32', ['n', PIXELS]);
  return graph.toModel();
}

function addParameters(graph: Graph, parameters: MlpParameters, names: readonly ParameterName[]): void {
  const shapes = parameterShapes(parameters.hidden);
  for (const name of names) graph.constant(name, parameters[name], shapes[name]);
}

function addUpperLayers(graph: Graph, rows: string): void {
  graph.node('Gemm', ['activations', 'w2', 'b2'], 'z2');
  graph.node('Relu', ['z2'], 'h2');
  graph.node('Gemm', ['h2', 'w3', 'b3'], 'logits');
  graph.output('logits', 'float32', [rows, CLASSES]);
}

/**
 * queries [q, 784] -> ||query - reference||^2 [q, r] = |query|^2 + |reference|^2 - 2 query . reference.
 * `references` [r, 784] and `squares` [r] = |reference|^2 are constants of the graph. Small negative results of
 * rounding are raised to 0.
 */
export function buildDistancesGraph(references: Float32Array, squares: Float32Array): Uint8Array {
  const count = squares.length;
  const graph = new Graph('distances');
  graph.input('queries', 'float32', ['q', PIXELS]);
  graph.constant('references', references, [count, PIXELS]);
  graph.constant('squares', squares, [count]);
  graph.axes('pixel_axis', [1]);
  graph.node('Gemm', ['queries', 'references', 'squares'], 'partial', { transB: 1, alpha: { float: -2 } });
  graph.node('Mul', ['queries', 'queries'], 'squared');
  graph.node('ReduceSum', ['squared', 'pixel_axis'], 'query_squares', { keepdims: 1 });
  graph.node('Add', ['partial', 'query_squares'], 'raw');
  graph.node('Relu', ['raw'], 'distances');
  graph.output('distances', 'float32', ['q', count]);
  return graph.toModel();
}
