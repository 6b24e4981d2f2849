/**
 * A network with ReLU in double precision, seen as a function of its first inputs to one logit: what a search for the
 * provably best image needs of it.
 */
import type { LayerParameters, MlpParameters } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import { expected } from '../study/errors.ts';

/** z = x W + b, with W row-major [inputs, outputs]. */
export interface AffineLayer {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly inputs: number;
  readonly outputs: number;
}

/** Hidden layers, each followed by max(0, z), and a last layer with one output: the logit of one digit. */
export interface ReluNetwork {
  readonly hidden: readonly AffineLayer[];
  readonly last: AffineLayer;
}

/** The least and the largest pre-activation of every unit, by hidden layer. */
export interface UnitBounds {
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
}

/** The network from images to the logit of `digit`. Throws a UserError for an activation other than ReLU. */
export function toReluNetwork(
  { layers, activation }: Pick<MlpParameters, 'layers' | 'activation'>,
  digit: number,
): ReluNetwork {
  if (activation !== 'relu') {
    throw expected('optimum', 'a model with relu', activation, 'its pieces are linear, others are not');
  }
  const { weights, biases } = layers.at(-1)!;
  const column = Float64Array.from(
    { length: weights.length / CLASSES },
    (_, i) => weights[i * CLASSES + digit]!,
  );
  return {
    hidden: layers.slice(0, -1).map(toAffineLayer),
    last: toAffineLayer({ weights: column, biases: Float64Array.of(biases[digit]!) }),
  };
}

function toAffineLayer({
  weights,
  biases,
}: { [Name in keyof LayerParameters]: Float32Array | Float64Array }): AffineLayer {
  return {
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
    inputs: weights.length / biases.length,
    outputs: biases.length,
  };
}

/** The logit of inputs x: last(max(0, ... max(0, x W1 + b1) ...)). */
export function evaluate({ hidden, last }: ReluNetwork, x: ArrayLike<number>): number {
  return evaluateAbove(hidden.slice(1), last, applyAffine(hidden[0]!, x));
}

/** The logit from the pre-activations z of the layer below `hidden`, of which z is overwritten. */
export function evaluateAbove(hidden: readonly AffineLayer[], last: AffineLayer, z: Float64Array): number {
  let values = rectify(z);
  for (const layer of hidden) values = rectify(applyAffine(layer, values));
  return applyAffine(last, values)[0]!;
}

/** x W + b [outputs]. */
export function applyAffine({ weights, biases, outputs }: AffineLayer, x: ArrayLike<number>): Float64Array {
  const z = Float64Array.from(biases);
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value === 0) continue;
    for (let j = 0; j < outputs; j++) z[j] = z[j]! + value * weights[i * outputs + j]!;
  }
  return z;
}

function rectify(z: Float64Array): Float64Array {
  for (let j = 0; j < z.length; j++) z[j] = Math.max(0, z[j]!);
  return z;
}

/** Bounds of every pre-activation over all inputs in [0, 1], by interval arithmetic from layer to layer. */
export function boundUnits({ hidden }: ReluNetwork): UnitBounds {
  const lower: Float64Array[] = [];
  const upper: Float64Array[] = [];
  let below = new Float64Array(hidden[0]!.inputs);
  let above = new Float64Array(hidden[0]!.inputs).fill(1);
  for (const layer of hidden) {
    const [low, high] = boundAffine(layer, below, above);
    lower.push(low);
    upper.push(high);
    below = low.map((z) => Math.max(0, z));
    above = high.map((z) => Math.max(0, z));
  }
  return { lower, upper };
}

function boundAffine(
  { weights, biases, inputs, outputs }: AffineLayer,
  below: Float64Array,
  above: Float64Array,
): [Float64Array, Float64Array] {
  const low = Float64Array.from(biases);
  const high = Float64Array.from(biases);
  for (let i = 0; i < inputs; i++) {
    for (let j = 0; j < outputs; j++) {
      const weight = weights[i * outputs + j]!;
      low[j] = low[j]! + weight * (weight > 0 ? below[i]! : above[i]!);
      high[j] = high[j]! + weight * (weight > 0 ? above[i]! : below[i]!);
    }
  }
  return [low, high];
}
