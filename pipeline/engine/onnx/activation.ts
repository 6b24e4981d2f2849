/**
 * Activations in ONNX graphs, forward and backward, for training and for input gradients, and their second derivatives.
 *
 * relu: max(0, z); its derivative at 0 counts as 0. tanh. gelu: z Phi(z), Phi the normal distribution's (Hendrycks and
 * Gimpel, "Gaussian error linear units", arXiv 1606.08415), not one of its approximations.
 */
import type { ActivationName } from '../../study/axes.ts';
import { type Graph, OPSET } from './graph.ts';

/** The operator of each activation. */
export const OPERATORS: Readonly<Record<ActivationName, string>> = {
  relu: 'Relu',
  tanh: 'Tanh',
  gelu: 'Gelu',
};

/** Gelu is an operator of its own since then. */
const OPSET_OF_GELU = 20;

/** The operator set that a graph with this activation needs. */
export function opsetOf(activation: ActivationName): number {
  return activation === 'gelu' ? OPSET_OF_GELU : OPSET;
}

/** Adds `result`: the activation of the pre-activations `input`. */
export function addActivation(graph: Graph, activation: ActivationName, input: string, result: string): void {
  graph.node(OPERATORS[activation], [input], result);
}

/** Adds hidden layer `k` (from 1) behind `input` [n, inputs]: its pre-activations `z<k>` [n, H], and `result`. */
export function addHiddenLayer(
  graph: Graph,
  activation: ActivationName,
  k: number,
  input: string,
  result = `h${k}`,
): void {
  graph.node('Gemm', [input, `w${k}`, `b${k}`], `z${k}`); // (n, inputs) x (inputs, H) -> (n, H)
  addActivation(graph, activation, `z${k}`, result);
}

/** Adds the constants that {@link addBackward} needs, once a graph. */
export function addSlopeConstants(graph: Graph, activation: ActivationName): void {
  const constants = {
    relu: { zero: 0 },
    tanh: { one: 1 },
    gelu: {
      one: 1,
      half: 0.5,
      minus_half: -0.5,
      root_of_half: Math.SQRT1_2,
      peak_of_density: 1 / Math.sqrt(2 * Math.PI),
    },
  }[activation];
  for (const [name, value] of Object.entries(constants)) graph.constant(name, value);
}

/** A hidden layer in a graph: names of its pre-activations and activations [n, H]. */
export interface HiddenLayer {
  readonly activation: ActivationName;
  readonly before: string;
  readonly after: string;
}

/**
 * Adds `result` [n, H]: the gradient of a hidden layer's pre-activations from `upper`: the gradient [n, outputs] of the
 * outputs of the layer above and that layer's weight [H, outputs].
 */
export function addBackward(
  graph: Graph,
  upper: { readonly gradient: string; readonly weight: string },
  layer: HiddenLayer,
  result: string,
): void {
  const open = graph.node('Gemm', [upper.gradient, upper.weight], `${result}_open`, { transB: 1 });
  addSlope(graph, open, layer, result);
}

/**
 * Adds `result` [n, H]: `values` [n, H] times f'(z). Of the gradient of the activations that is the gradient of the
 * pre-activations; of a change of the pre-activations, the change of the activations.
 */
export function addSlope(graph: Graph, values: string, layer: HiddenLayer, result: string): void {
  SLOPES[layer.activation](graph, values, layer, result);
}

const SLOPES: Readonly<
  Record<ActivationName, (graph: Graph, values: string, layer: HiddenLayer, result: string) => void>
> = {
  relu(graph, values, { after }, result) {
    graph.node('Greater', [after, 'zero'], `${result}_on`);
    graph.node('Where', [`${result}_on`, values, 'zero'], result);
  },
  tanh(graph, values, { after }, result) {
    graph.node('Mul', [values, addTanhSlope(graph, after, result)], result);
  },
  gelu(graph, values, { before }, result) {
    graph.node('Mul', [values, addGeluSlope(graph, before, result)], result);
  },
};

/** 1 - h^2 of h = tanh(z). */
function addTanhSlope(graph: Graph, after: string, prefix: string): string {
  graph.node('Mul', [after, after], `${prefix}_square`);
  return graph.node('Sub', ['one', `${prefix}_square`], `${prefix}_slope`);
}

/** Phi(z) + z phi(z), with Phi(z) = (1 + erf(z / sqrt 2)) / 2 and phi its derivative. */
function addGeluSlope(graph: Graph, before: string, prefix: string): string {
  graph.node('Mul', [before, 'root_of_half'], `${prefix}_scaled`);
  graph.node('Erf', [`${prefix}_scaled`], `${prefix}_erf`);
  graph.node('Add', [`${prefix}_erf`, 'one'], `${prefix}_twice_phi`);
  graph.node('Mul', [`${prefix}_twice_phi`, 'half'], `${prefix}_share`);
  addDensity(graph, before, prefix);
  graph.node('Mul', [`${prefix}_density`, before], `${prefix}_lean`);
  return graph.node('Add', [`${prefix}_share`, `${prefix}_lean`], `${prefix}_slope`);
}

/** phi(z), under the name `<prefix>_density`, and z^2, `<prefix>_square`. */
function addDensity(graph: Graph, before: string, prefix: string): void {
  graph.node('Mul', [before, before], `${prefix}_square`);
  graph.node('Mul', [`${prefix}_square`, 'minus_half'], `${prefix}_exponent`);
  graph.node('Exp', [`${prefix}_exponent`], `${prefix}_bell`);
  graph.node('Mul', [`${prefix}_bell`, 'peak_of_density'], `${prefix}_density`);
}

/** Adds `<result>_curvature`: f''(z) [n, H]; null where that is 0 wherever it is defined. */
const CURVATURES: Readonly<
  Record<ActivationName, ((graph: Graph, layer: HiddenLayer, result: string) => void) | null>
> = {
  relu: null,
  // -2 h (1 - h^2)
  tanh(graph, { after }, result) {
    graph.node('Mul', [after, addTanhSlope(graph, after, result)], `${result}_bend`);
    graph.node('Mul', [`${result}_bend`, 'minus_two'], `${result}_curvature`);
  },
  // phi(z) (2 - z^2)
  gelu(graph, { before }, result) {
    addDensity(graph, before, result);
    graph.node('Sub', ['two', `${result}_square`], `${result}_bend`);
    graph.node('Mul', [`${result}_density`, `${result}_bend`], `${result}_curvature`);
  },
};

/** Whether f'' is not 0 everywhere. */
export function isCurved(activation: ActivationName): boolean {
  return CURVATURES[activation] !== null;
}

/** Adds the constants that {@link addCurvature} needs beside those of slopes, once a graph. */
export function addCurvatureConstants(graph: Graph, activation: ActivationName): void {
  if (activation === 'tanh') graph.constant('minus_two', -2);
  if (activation === 'gelu') graph.constant('two', 2);
}

/** Adds `result` [n, H]: the product of two `factors` [n, H] and f''(z); nothing where f'' is 0. */
export function addCurvature(
  graph: Graph,
  factors: readonly [string, string],
  layer: HiddenLayer,
  result: string,
): void {
  const add = CURVATURES[layer.activation];
  if (add === null) return;
  add(graph, layer, result);
  graph.node('Mul', factors, `${result}_factor`);
  graph.node('Mul', [`${result}_factor`, `${result}_curvature`], result);
}
