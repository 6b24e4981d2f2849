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

/** Adds g<k>, the gradient of layer k's pre-activations, from g<k+1>: (g<k+1> W<k+1>^T) * f'(z<k>). */
export function addBackward(pass: Pass, k: number): Value {
  const { graph } = pass;
  const open = nameOf(pass, `g${k}_open`);
  graph.product(nameOf(pass, `g${k + 1}`), nameOf(pass, `w${k + 1}`), open, { b: true });
  const result = nameOf(pass, `g${k}`);
  addActivationGradient(
    graph,
    pass.architecture.activation,
    { ...nameLayer(pass, k), open, result },
    pass.bring,
  );
  return result;
}

function nameLayer(pass: Pass, k: number) {
  return { before: nameOf(pass, `z${k}`), after: nameOf(pass, `h${k}`) };
}
