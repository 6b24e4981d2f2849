/**
 * Activations in TensorFlow graphs, forward and backward.
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

/** What is computed of a hidden layer: names of its pre-activations and of its activations [n, H]. */
export interface Layer {
  readonly before: Value;
  readonly after: Value;
}

interface Activation {
  forward(graph: Graph, layer: Layer, bring: Bring): void;
  /** Adds `result`: what of `open`, the gradient of the activations, passes to the pre-activations. */
  backward(graph: Graph, open: Value, layer: Layer & { readonly result: Value }, bring: Bring): void;
}

const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  relu: {
    forward: (graph, { before, after }) => graph.float('Relu', [before], after),
    backward: (graph, open, { after, result }) => graph.float('ReluGrad', [open, after], result),
  },
  tanh: {
    forward: (graph, { before, after }) => graph.float('Tanh', [before], after),
    backward: (graph, open, { after, result }) => graph.float('TanhGrad', [after, open], result),
  },
  gelu: {
    forward(graph, { before, after }, bring) {
      graph.float('Mul', [before, addShareBelow(graph, before, after, bring)], after);
    },
    // Phi(z) + z phi(z), phi being the normal density.
    backward(graph, open, { before, result }, bring) {
      const share = addShareBelow(graph, before, result, bring);
      graph.float('Mul', [before, before], `${result}_square`);
      graph.float('Mul', [`${result}_square`, bring('minus_half')], `${result}_exponent`);
      graph.float('Exp', [`${result}_exponent`], `${result}_bell`);
      graph.float('Mul', [`${result}_bell`, bring('peak_of_density')], `${result}_density`);
      graph.float('Mul', [`${result}_density`, before], `${result}_lean`);
      graph.float('AddV2', [share, `${result}_lean`], `${result}_slope`);
      graph.float('Mul', [open, `${result}_slope`], result);
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
