/**
 * The oracle for training: the network's forward pass, its gradient and every optimizer's update, written as they are
 * defined, in double precision and without a matrix library. Slow; for tests.
 */
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { normalCdf } from '../../pipeline/math/erf.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import type { ActivationName, OptimizerSettings } from '../../pipeline/study/axes.ts';
import { normalDensity } from '../math/normalDensity.ts';

/** A layer's arrays, or anything of their shapes: gradients, moments. */
export interface PlainLayer {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** A network in double precision. */
export interface PlainMlp {
  readonly activation: ActivationName;
  readonly layers: readonly PlainLayer[];
}

/** The arrays w1, b1, w2, b2 and so on. */
export function listPlainArrays(layers: readonly PlainLayer[]): Float64Array[] {
  return layers.flatMap(({ weights, biases }) => [weights, biases]);
}

/** A model's parameters in double precision. */
export function toPlain({ activation, layers }: MlpParameters): PlainMlp {
  return {
    activation,
    layers: layers.map(({ weights, biases }) => ({
      weights: Float64Array.from(weights),
      biases: Float64Array.from(biases),
    })),
  };
}

/** Each activation and its derivative; that of relu at 0 counts as 0. */
const ACTIVATIONS: Record<ActivationName, { of(z: number): number; slope(z: number): number }> = {
  relu: { of: (z) => Math.max(0, z), slope: (z) => Number(z > 0) },
  tanh: { of: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  gelu: { of: (z) => z * normalCdf(z), slope: (z) => normalCdf(z) + z * normalDensity(z) },
};

/** Logits [n, 10] of images [n, 784] in [0, 1]. */
export function computePlainLogits(model: PlainMlp, images: ArrayLike<number>): Float64Array {
  return passForward(model, Float64Array.from(images)).at(-1)!.z;
}

/** Mean of -log softmax(logits)[label], in nats. */
export function computePlainLoss(
  model: PlainMlp,
  images: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  const logits = computePlainLogits(model, images);
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    loss -= Math.log(softmax(logits, row)[labels[row]!]!) / labels.length;
  }
  return loss;
}

/** Gradient of {@link computePlainLoss} in every parameter, by the chain rule. */
export function computePlainGradient(
  model: PlainMlp,
  images: ArrayLike<number>,
  labels: ArrayLike<number>,
): PlainLayer[] {
  const passes = passForward(model, Float64Array.from(images));
  const gradients: PlainLayer[] = [];
  let g = slopesOfLoss(passes.at(-1)!.z, labels);
  for (let k = passes.length - 1; k >= 0; k--) {
    const n = labels.length;
    gradients.unshift({ weights: multiplyTransposed(passes[k]!.inputs, g, n), biases: sumRows(g, n) });
    if (k > 0) g = passBack(g, model.layers[k]!, passes[k - 1]!.z, model.activation);
  }
  return gradients;
}

/** Gradient of each image's cross-entropy in the image [n, 784], by the chain rule. */
export function computePlainInputGradients(
  model: PlainMlp,
  images: ArrayLike<number>,
  labels: ArrayLike<number>,
): Float64Array {
  const passes = passForward(model, Float64Array.from(images));
  // Of the mean of n images an image's own share is 1 / n.
  let g: Float64Array = slopesOfLoss(passes.at(-1)!.z, labels).map((slope) => slope * labels.length);
  for (let k = passes.length - 1; k > 0; k--) {
    g = passBack(g, model.layers[k]!, passes[k - 1]!.z, model.activation);
  }
  return passToInputs(g, model.layers[0]!);
}

/** Mean over images of the squared norm of {@link computePlainInputGradients}. */
export function computePlainPenalty(
  model: PlainMlp,
  images: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  const gradients = computePlainInputGradients(model, images, labels);
  return gradients.reduce((sum, slope) => sum + slope ** 2, 0) / labels.length;
}

/**
 * The optimizers by their formulas. adam as Chainer has it: p -= alpha sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon);
 * adamw: the same and p -= alpha wd p; sgd: p -= alpha g; momentum: v = mu v + g, p -= alpha v. But for adamw g + wd p is g.
 */
export class PlainOptimizer {
  readonly #settings: OptimizerSettings;
  readonly #m: Float64Array[];
  readonly #v: Float64Array[];
  #t = 0;

  constructor(settings: OptimizerSettings, { layers }: PlainMlp) {
    this.#settings = settings;
    this.#m = listPlainArrays(layers).map(({ length }) => new Float64Array(length));
    this.#v = listPlainArrays(layers).map(({ length }) => new Float64Array(length));
  }

  /** Moves `model` in place by one update. */
  update({ layers }: PlainMlp, gradient: readonly PlainLayer[]): void {
    this.#t++;
    const { optimizer, weightDecay, learningRate } = this.#settings;
    const gradients = listPlainArrays(gradient);
    listPlainArrays(layers).forEach((array, k) => {
      array.forEach((p, i) => {
        const isDecoupled = optimizer === 'adamw';
        const step = this.#step(k, i, gradients[k]![i]! + (isDecoupled ? 0 : weightDecay * p));
        array[i] = p - learningRate * step - (isDecoupled ? learningRate * weightDecay * p : 0);
      });
    });
  }

  /** The step of entry `i` of array `k` in units of the learning rate. */
  #step(k: number, i: number, g: number): number {
    const { optimizer, beta1, beta2, epsilon, momentum } = this.#settings;
    const [m, v] = [this.#m[k]!, this.#v[k]!];
    if (optimizer === 'sgd') return g;
    if (optimizer === 'momentum') {
      v[i] = momentum * v[i]! + g;
      return v[i]!;
    }
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g ** 2;
    const correction = Math.sqrt(1 - beta2 ** this.#t) / (1 - beta1 ** this.#t);
    return (correction * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
  }
}

/** Of each layer its inputs [n, inputs] and what it makes of them, before the activation [n, outputs]. */
function passForward({ activation, layers }: PlainMlp, images: Float64Array) {
  let inputs = images;
  return layers.map(({ weights, biases }) => {
    const pass = { inputs, z: applyLayer(inputs, weights, biases) };
    inputs = pass.z.map(ACTIVATIONS[activation].of);
    return pass;
  });
}

/** x [n, inputs] times weights [inputs, outputs] plus biases [outputs]. */
function applyLayer(x: Float64Array, weights: Float64Array, biases: Float64Array): Float64Array {
  const outputs = biases.length;
  const inputs = weights.length / outputs;
  const z = new Float64Array((x.length / inputs) * outputs);
  for (let at = 0; at < z.length; at++) {
    const column = at % outputs;
    const row = (at - column) / outputs;
    let sum = biases[column]!;
    for (let i = 0; i < inputs; i++) sum += x[row * inputs + i]! * weights[i * outputs + column]!;
    z[at] = sum;
  }
  return z;
}

/** Gradient [n, 10] of the mean loss in the logits. */
function slopesOfLoss(logits: Float64Array, labels: ArrayLike<number>): Float64Array {
  const slopes = new Float64Array(logits.length);
  for (let row = 0; row < labels.length; row++) {
    for (const [k, p] of softmax(logits, row).entries()) {
      slopes[row * CLASSES + k] = (p - Number(k === labels[row])) / labels.length;
    }
  }
  return slopes;
}

/** Gradient of a hidden layer's pre-activations z [n, H] from that of the outputs [n, outputs] of the layer above. */
function passBack(
  gradient: Float64Array,
  layer: PlainLayer,
  z: Float64Array,
  activation: ActivationName,
): Float64Array {
  return passToInputs(gradient, layer).map((slope, at) => slope * ACTIVATIONS[activation].slope(z[at]!));
}

/** Gradient of a layer's inputs [n, inputs] from that of its outputs [n, outputs]. */
function passToInputs(gradient: Float64Array, { weights, biases }: PlainLayer): Float64Array {
  const outputs = biases.length;
  const inputs = weights.length / outputs;
  return new Float64Array((gradient.length / outputs) * inputs).map((_, at) => {
    const column = at % inputs;
    const row = (at - column) / inputs;
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += gradient[row * outputs + k]! * weights[column * outputs + k]!;
    return sum;
  });
}

/** Transposed a [n, inputs] times b [n, outputs]. */
function multiplyTransposed(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const [inputs, outputs] = [a.length / n, b.length / n];
  return new Float64Array(inputs * outputs).map((_, at) => {
    const k = at % outputs;
    const i = (at - k) / outputs;
    let sum = 0;
    for (let row = 0; row < n; row++) sum += a[row * inputs + i]! * b[row * outputs + k]!;
    return sum;
  });
}

function sumRows(values: Float64Array, n: number): Float64Array {
  return multiplyTransposed(new Float64Array(n).fill(1), values, n);
}

function softmax(logits: Float64Array, row: number): Float64Array {
  const own = logits.subarray(row * CLASSES, (row + 1) * CLASSES);
  const largest = Math.max(...own);
  const powers = own.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
