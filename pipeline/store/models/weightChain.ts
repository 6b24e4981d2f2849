/**
 * Finds the layers of an MLP among named tensors that say no more than their shapes: weights of two axes that lead from 784 inputs
 * to the outputs, each with the bias of its name. Of several orders the first by name is taken.
 */
import { PIXELS } from '../../math/images.ts';
import { expected } from '../../study/errors.ts';
import { describeValue } from '../../study/issues.ts';

/** A tensor's name and the sizes of its axes. */
export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** One layer: its tensors' names, and its outputs. */
export interface FoundLayer {
  readonly weight: string;
  readonly bias: string | null;
  readonly outputs: number;
}

/** The layers of a file. */
export interface FoundLayers {
  readonly layers: readonly FoundLayer[];
  /** Whether weights are [outputs, inputs], as PyTorch has them, not [inputs, outputs], as Keras and JAX do. */
  readonly areOutputRows: boolean;
}

const NEXT_STEP = 'save the state_dict of fully connected layers, or export the model to ONNX';

/** Throws a UserError that names `where`, and the tensor, where the tensors are not those of one MLP. */
export function findLayers(tensors: readonly NamedShape[], where: string): FoundLayers {
  const ordered = tensors.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const stray = ordered.find(({ shape }) => shape.length === 0 || shape.length > 2);
  if (stray !== undefined) {
    throw expected(where, 'weights and biases of fully connected layers', wordShape(stray), NEXT_STEP);
  }
  const weights = ordered.filter(({ shape }) => shape.length === 2);
  const areOutputRows = hasOutputRows(weights);
  const chain = chainWeights(weights, areOutputRows);
  if (chain === null) {
    const got = weights.map(wordShape).join(', ').slice(0, 300) || 'none';
    throw expected(where, `weights whose shapes lead from ${PIXELS} inputs on`, got, NEXT_STEP);
  }
  const biases = new Set(ordered.filter(({ shape }) => shape.length === 1));
  const layers = chain.map((weight): FoundLayer => {
    const outputs = weight.shape[areOutputRows ? 0 : 1]!;
    const bias = [...biases].find((one) => one.shape[0] === outputs && areOfOneLayer(weight.name, one.name));
    if (bias !== undefined) biases.delete(bias);
    return { weight: weight.name, bias: bias?.name ?? null, outputs };
  });
  const [left] = biases;
  if (left === undefined) return { layers, areOutputRows };
  throw expected(where, 'a bias of one of the layers', wordShape(left), NEXT_STEP);
}

function wordShape({ name, shape }: NamedShape): string {
  return `${describeValue(name)} of shape ${JSON.stringify(shape)}`;
}

function hasOutputRows(weights: readonly NamedShape[]): boolean {
  const first = weights.filter(({ shape }) => shape.includes(PIXELS));
  if (first.every(({ name }) => /kernel[^a-z]*$/i.test(name))) return false;
  return first.some(({ shape }) => shape[1] === PIXELS);
}

/** All weights in an order in which each takes what the one before gives; null where there is none. */
function chainWeights(weights: readonly NamedShape[], areOutputRows: boolean): NamedShape[] | null {
  const chain: NamedShape[] = [];
  const extend = (inputs: number): boolean => {
    if (chain.length === weights.length) return chain.length > 0;
    for (const weight of weights) {
      const [own, outputs] = areOutputRows ? weight.shape.toReversed() : weight.shape;
      if (own !== inputs || outputs! < 1 || chain.includes(weight)) continue;
      chain.push(weight);
      if (extend(outputs!)) return true;
      chain.pop();
    }
    return false;
  };
  return extend(PIXELS) ? chain : null;
}

const WEIGHT = /(weights?|kernel|w)(?=[\d:]*$)/i;
const BIAS = /(bias(es)?|b)(?=[\d:]*$)/i;

/** Such as `fc1.weight` and `fc1.bias`, `dense/kernel:0` and `dense/bias:0`, `W1` and `b1`. */
function areOfOneLayer(weight: string, bias: string): boolean {
  return BIAS.test(bias) && weight.replace(WEIGHT, '') === bias.replace(BIAS, '');
}
