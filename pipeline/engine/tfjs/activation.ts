/**
 * Activations in TensorFlow graphs, forward and backward, and their second derivatives.
 *
 * relu: max(0, z); its derivative at 0 counts as 0. tanh. gelu: z Phi(z) with Phi(z) = (1 + erf(z / sqrt 2)) / 2.
 */
import type { ActivationName } from '../../study/axes.ts';
import type { Graph } from './graph.ts';
import type { Element, Value } from './graphMessages.ts';

/** Takes a value of the graph to where it is used: into a loop, or nowhere. */
export type Bring = (value: Value, element?: Element) => Value;

/** Adds the constants of an activation under their names. */
export function addActivationConstants(graph: Graph, activation: ActivationName): void {
  if (activation !== 'gelu') return;
  const constants = {
    one: 1,
    half: 0.5,
    minus_half: -0.5,
    root_of_half: Math.SQRT1_2,
    peak_of_density: 1 / Math.sqrt(2 * Math.PI),
  };
  for (const [name, value] of Object.entries(constants)) graph.number(name, value);
}

/** Adds the constants that {@link addCurvature} needs beside those, under their names. */
export function addCurvatureConstants(graph: Graph, activation: ActivationName): void {
  if (activation === 'tanh') graph.number('minus_two', -2);
  if (activation === 'gelu') graph.number('two', 2);
}

/** What is computed of a hidden layer: names of its pre-activations and of its activations [n, H]. */
export interface Layer {
  readonly before: Value;
  readonly after: Value;
}

interface Activation {
  forward(graph: Graph, layer: Layer, bring: Bring): void;
  /** Adds `result`: what of `open`, the gradient of the activations, passes to the pre-activations. */
  backward(graph: Graph, open: Value, layer: LayerAndResult, bring: Bring): void;
  /** Adds `<result>_curvature`: f''(z); null where that is 0 wherever it is defined. */
  readonly curvature: ((graph: Graph, layer: LayerAndResult, bring: Bring) => void) | null;
}

type LayerAndResult = Layer & { readonly result: Value };

const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  relu: {
    forward: (graph, { before, after }) => graph.float('Relu', [before], after),
    backward: (graph, open, { after, result }) => graph.float('ReluGrad', [open, after], result),
    curvature: null,
  },
  tanh: {
    forward: (graph, { before, after }) => graph.float('Tanh', [before], after),
    backward: (graph, open, { after, result }) => graph.float('TanhGrad', [after, open], result),
    // -2 h (1 - h^2)
    curvature(graph, { after, result }, bring) {
      graph.float('TanhGrad', [after, after], `${result}_bend`);
      graph.float('Mul', [`${result}_bend`, bring('minus_two')], `${result}_curvature`);
    },
  },
  gelu: {
    forward(graph, { before, after }, bring) {
      graph.float('Mul', [before, addShareBelow(graph, before, after, bring)], after);
    },
    // Phi(z) + z phi(z), phi being the normal density.
    backward(graph, open, { before, result }, bring) {
      const share = addShareBelow(graph, before, result, bring);
      addDensity(graph, before, result, bring);
      graph.float('Mul', [`${result}_density`, before], `${result}_lean`);
      graph.float('AddV2', [share, `${result}_lean`], `${result}_slope`);
      graph.float('Mul', [open, `${result}_slope`], result);
    },
    // phi(z) (2 - z^2)
    curvature(graph, { before, result }, bring) {
      addDensity(graph, before, result, bring);
      graph.float('Sub', [bring('two'), `${result}_square`], `${result}_bend`);
      graph.float('Mul', [`${result}_density`, `${result}_bend`], `${result}_curvature`);
    },
  },
};

/** Adds Phi(z), under a name that begins with `prefix`. */
function addShareBelow(graph: Graph, z: Value, prefix: string, bring: Bring): Value {
  graph.float('Mul', [z, bring('root_of_half')], `${prefix}_scaled`);
  graph.float('Erf', [`${prefix}_scaled`], `${prefix}_erf`);
  graph.float('AddV2', [`${prefix}_erf`, bring('one')], `${prefix}_twice_share`);
  return graph.float('Mul', [`${prefix}_twice_share`, bring('half')], `${prefix}_share`);
}

/** Adds phi(z), under the name `<prefix>_density`, and z^2, `<prefix>_square`. */
function addDensity(graph: Graph, z: Value, prefix: string, bring: Bring): void {
  graph.float('Mul', [z, z], `${prefix}_square`);
  graph.float('Mul', [`${prefix}_square`, bring('minus_half')], `${prefix}_exponent`);
  graph.float('Exp', [`${prefix}_exponent`], `${prefix}_bell`);
  graph.float('Mul', [`${prefix}_bell`, bring('peak_of_density')], `${prefix}_density`);
}

/** Adds the activations `after` of the pre-activations `before`. */
export function addActivation(graph: Graph, name: ActivationName, layer: Layer, bring: Bring): void {
  ACTIVATIONS[name].forward(graph, layer, bring);
}

/** Adds `result`: the gradient of the pre-activations from `open`, that of the activations. */
export function addActivationGradient(
  graph: Graph,
  name: ActivationName,
  pass: Layer & { readonly open: Value; readonly result: Value },
  bring: Bring,
): void {
  ACTIVATIONS[name].backward(graph, pass.open, pass, bring);
}

/** Whether f'' is not 0 everywhere. */
export function isCurved(name: ActivationName): boolean {
  return ACTIVATIONS[name].curvature !== null;
}

/** Adds `result`: the product of two `factors` and f''(z); nothing where f'' is 0. */
export function addCurvature(
  graph: Graph,
  name: ActivationName,
  pass: Layer & { readonly factors: readonly [Value, Value]; readonly result: Value },
  bring: Bring,
): void {
  const { curvature } = ACTIVATIONS[name];
  const { factors, result } = pass;
  if (curvature === null) return;
  curvature(graph, pass, bring);
  graph.float('Mul', factors, `${result}_factor`);
  graph.float('Mul', [`${result}_factor`, `${result}_curvature`], result);
}
