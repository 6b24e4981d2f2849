/**
 * The network in a TensorFlow graph, forward and backward: z1 = x W1 + b1, h1 = f(z1), z2 = h1 W2 + b2, ..., and the logits,
 * which are z(D+1). Values of a pass have the prefix of the function or loop that they belong to.
 */
import type { Architecture } from '../../study/axes.ts';
import { addActivation, addActivationGradient, type Bring } from './activation.ts';
import type { Graph } from './graph.ts';
import type { Value } from './graphMessages.ts';

/** A network's values in one function or loop. */
export interface Pass {
  readonly graph: Graph;
  readonly architecture: Architecture;
  /** Begins the names of all values of the pass: `train/`. */
  readonly prefix: string;
  readonly bring: Bring;
}

/** Name of the value `name` of a pass. */
export const nameOf = ({ prefix }: Pick<Pass, 'prefix'>, name: string): Value => `${prefix}${name}`;

/**
 * Adds the layers `from` (1 is next to the image) to the last, on `input`: images, or activations of the layer below. The
 * weights and biases are `w<k>` and `b<k>` of the pass. Gives the logits.
 */
export function addForward(pass: Pass, input: Value, from = 1): Value {
  const { depth } = pass.architecture;
  let value = input;
  for (let k = from; k <= depth + 1; k++) {
    const before = addLayer(pass, value, k);
    value = k <= depth ? addHidden(pass, k) : before;
  }
  return value;
}

/** Adds h<k>, the activations of z<k>. */
export function addHidden(pass: Pass, k: number): Value {
  const layer = nameLayer(pass, k);
  addActivation(pass.graph, pass.architecture.activation, layer, pass.bring);
  return layer.after;
}

function addLayer(pass: Pass, input: Value, k: number): Value {
  const { graph } = pass;
  graph.product(input, nameOf(pass, `w${k}`), nameOf(pass, `p${k}`)); // (n, inputs) x (inputs, outputs)
  return graph.float('BiasAdd', [nameOf(pass, `p${k}`), nameOf(pass, `b${k}`)], nameOf(pass, `z${k}`));
}

/**
 * Adds g<k>, the gradient of layer k's pre-activations, from g<k+1>: (g<k+1> W<k+1>^T) * f'(z<k>). `letter` stands for g in
 * the names where the gradients are another function's.
 */
export function addBackward(pass: Pass, k: number, letter = 'g'): Value {
  return addSlope(pass, k, addOpen(pass, k, letter), nameOf(pass, `${letter}${k}`));
}

/** Adds g<k>_open, the gradient of layer k's activations: g<k+1> W<k+1>^T. `letter` as for {@link addBackward}. */
export function addOpen(pass: Pass, k: number, letter = 'g'): Value {
  const gradient = nameOf(pass, `${letter}${k + 1}`);
  return pass.graph.product(gradient, nameOf(pass, `w${k + 1}`), nameOf(pass, `${letter}${k}_open`), {
    b: true,
  });
}

/** Adds `result`: `values` times f'(z<k>). */
export function addSlope(pass: Pass, k: number, values: Value, result: Value): Value {
  const layer = { ...nameLayer(pass, k), open: values, result };
  addActivationGradient(pass.graph, pass.architecture.activation, layer, pass.bring);
  return result;
}

/** Names of layer k's pre-activations and activations. */
export function nameLayer(pass: Pass, k: number) {
  return { before: nameOf(pass, `z${k}`), after: nameOf(pass, `h${k}`) };
}
