/**
 * Fully connected layers one after another, of any sizes, as other programs' files have them: with factors and offsets between
 * (normalised images, batch norm), which are folded into the layers.
 */
import type { LayerParameters, MlpParameters } from '../../engine/engine.ts';
import { Graph } from '../../engine/onnx/graph.ts';
import type { OnnxNetwork } from '../../engine/opaqueNetwork.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { ACTIVATION_NAMES, type ActivationName } from '../../study/axes.ts';

/** Activations and the ONNX operators that compute them; ours come first. */
export const CHAIN_ACTIVATIONS = {
  relu: 'Relu',
  tanh: 'Tanh',
  gelu: 'Gelu',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
  selu: 'Selu',
} as const;
export type ChainActivation = keyof typeof CHAIN_ACTIVATIONS;

/** A layer; `activation` is null for the last alone. */
export interface ChainLayer extends LayerParameters {
  readonly activation: ChainActivation | null;
}

export type DenseChain = readonly ChainLayer[];

/** Why layers are no chain, in words for a user. */
export class NoChain extends Error {
  override readonly name = 'NoChain';
}

/** A factor and an offset: one for all units, or one a unit. */
export type Affine = readonly [slope: Float64Array | number, offset: Float64Array | number];

/** Builds a chain from what a file does to the images, in its order. Every method throws {@link NoChain} for what no chain does. */
export class DenseChainBuilder {
  readonly #layers: ChainLayer[] = [];
  /** The layer whose activation has not come yet. */
  #open: LayerParameters | null = null;
  /** What is done to the inputs of the next layer. */
  #before: Affine = [1, 0];
  #width = PIXELS;

  /** Units that the next operation takes. */
  get width(): number {
    return this.#width;
  }

  /** x W, with W [width, outputs]. */
  product(weights: Float32Array, outputs: number): void {
    if (this.#open !== null) throw new NoChain('two fully connected layers without an activation between');
    const biases = new Float32Array(outputs);
    this.#open = scaleInputs({ weights, biases }, this.#before);
    this.#before = [1, 0];
    this.#width = outputs;
  }

  /** slope x + offset. */
  affine([slope, offset]: Affine): void {
    for (const values of [slope, offset]) {
      if (typeof values !== 'number' && values.length !== this.#width)
        throw new NoChain(`${values.length} factors or offsets of ${this.#width} units`);
    }
    if (this.#open !== null) this.#open = scaleOutputs(this.#open, [slope, offset]);
    else {
      const [before, by] = [this.#before, [slope, offset] as const];
      this.#before = [combine(before[0], by[0], (a, s) => a * s), combineOffsets(before[1], by)];
    }
  }

  activate(activation: ChainActivation): void {
    if (this.#open === null) throw new NoChain(`a ${activation} that follows no layer`);
    this.#layers.push({ ...this.#open, activation });
    this.#open = null;
  }

  /** The chain; its last layer gives the logits. */
  finish(): DenseChain {
    if (this.#open === null) throw new NoChain('an activation at the end');
    return [...this.#layers, { ...this.#open, activation: null }];
  }
}

function at(values: Float64Array | number, unit: number): number {
  return typeof values === 'number' ? values : values[unit]!;
}

function combine(
  a: Float64Array | number,
  b: Float64Array | number,
  join: (a: number, b: number) => number,
): Float64Array | number {
  if (typeof a === 'number' && typeof b === 'number') return join(a, b);
  const { length } = typeof a === 'number' ? (b as Float64Array) : a;
  return Float64Array.from({ length }, (_, unit) => join(at(a, unit), at(b, unit)));
}

function combineOffsets(offset: Float64Array | number, [slope, added]: Affine): Float64Array | number {
  return combine(
    combine(offset, slope, (o, s) => o * s),
    added,
    (o, b) => o + b,
  );
}

/** The layer of slope x + offset: W'_ij = slope_i W_ij, b'_j = b_j + sum_i offset_i W_ij; as it is where nothing is done. */
function scaleInputs(layer: LayerParameters, [slope, offset]: Affine): LayerParameters {
  if (slope === 1 && offset === 0) return layer;
  const { weights, biases } = layer;
  const outputs = biases.length;
  const inputs = weights.length / outputs;
  return {
    weights: weights.map((weight, place) => at(slope, Math.floor(place / outputs)) * weight),
    biases: biases.map((bias, unit) => {
      let sum = bias;
      for (let i = 0; i < inputs; i++) sum += at(offset, i) * weights[i * outputs + unit]!;
      return sum;
    }),
  };
}

/** slope (x W + b) + offset as a layer. */
function scaleOutputs({ weights, biases }: LayerParameters, [slope, offset]: Affine): LayerParameters {
  const outputs = biases.length;
  return {
    weights: slope === 1 ? weights : weights.map((weight, place) => at(slope, place % outputs) * weight),
    // Not 0 + -0, so that a bias is kept to the bit.
    biases: biases.map((bias, unit) =>
      bias === 0 ? at(offset, unit) : at(slope, unit) * bias + at(offset, unit),
    ),
  };
}

/** The chain as an MLP of ours; null where its hidden layers or their activations differ, or ours are of other forms. */
export function toMlp(chain: DenseChain): MlpParameters | null {
  const [first] = chain;
  const hidden = first!.biases.length;
  const last = chain.at(-1)!;
  const inner = chain.slice(0, -1);
  const { activation } = first!;
  const isOurs = ACTIVATION_NAMES.some((name) => name === activation) && last.biases.length === CLASSES;
  const areAlike = inner.every((layer) => layer.activation === activation && layer.biases.length === hidden);
  if (!isOurs || !areAlike) return null;
  const layers = chain.map(({ weights, biases }) => ({ weights, biases }));
  return { hidden, depth: inner.length, activation: activation as ActivationName, layers };
}

/** Such as `fully connected layers 784-128-64-10 with relu`. */
export function describeChain(chain: DenseChain): string {
  const widths = [PIXELS, ...chain.map(({ biases }) => biases.length)].join('-');
  const activations = [...new Set(chain.map(({ activation }) => activation))].filter((name) => name !== null);
  const suffix = activations.length === 0 ? '' : ` with ${activations.join(' and ')}`;
  return `fully connected layers ${widths}${suffix}`;
}

/** Gelu is an operator of its own since then. */
const OPSET = 20;

/** The chain as a graph that gives logits. */
export function toNetwork(chain: DenseChain, where: string): OnnxNetwork {
  const graph = new Graph('chain');
  let value = graph.input('images', 'float32', ['n', PIXELS]);
  let width = PIXELS;
  for (const [k, { weights, biases, activation }] of chain.entries()) {
    const outputs = biases.length;
    const inputs = [
      value,
      graph.constant(`w${k}`, weights, [width, outputs]),
      graph.constant(`b${k}`, biases, [outputs]),
    ];
    value = graph.node('Gemm', inputs, `z${k}`);
    if (activation !== null) value = graph.node(CHAIN_ACTIVATIONS[activation], [value], `h${k}`);
    width = outputs;
  }
  graph.output(value, 'float32', ['n', width]);
  return {
    form: 'onnx',
    where,
    bytes: graph.toModel(OPSET),
    input: { name: 'images', element: 'float32' },
    inputShape: [null, PIXELS],
    output: value,
    outputs: 'logits',
  };
}
