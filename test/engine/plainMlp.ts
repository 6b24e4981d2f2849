/**
 * The oracle for training: the model's forward pass, its gradient and Chainer's Adam, written as they are defined, in
 * double precision and without a matrix library. Slow; for tests.
 */
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { PARAMETER_NAMES, type ParameterName } from '../../pipeline/engine/parameters.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import type { TrainingConfig } from '../../pipeline/study/config.ts';

/** The six arrays of a model, or anything of their shapes: gradients, moments. */
export type PlainArrays = Record<ParameterName, Float64Array>;

/** Builds arrays one name at a time. */
export function mapArrays(build: (name: ParameterName) => Float64Array): PlainArrays {
  return {
    w1: build('w1'),
    b1: build('b1'),
    w2: build('w2'),
    b2: build('b2'),
    w3: build('w3'),
    b3: build('b3'),
  };
}

/** A model's parameters in double precision. */
export function toPlain(parameters: MlpParameters): PlainArrays {
  return mapArrays((name) => Float64Array.from(parameters[name]));
}

/** Logits [n, 10] of images [n, 784] in [0, 1]. */
export function computePlainLogits(model: PlainArrays, images: ArrayLike<number>): Float64Array {
  return passForward(model, Float64Array.from(images)).logits;
}

/** Mean of -log softmax(logits)[label], in nats. */
export function computePlainLoss(
  model: PlainArrays,
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
  model: PlainArrays,
  images: ArrayLike<number>,
  labels: ArrayLike<number>,
): PlainArrays {
  const x = Float64Array.from(images);
  const { h1, h2, logits } = passForward(model, x);
  const g3 = new Float64Array(logits.length);
  for (let row = 0; row < labels.length; row++) {
    for (const [k, p] of softmax(logits, row).entries()) {
      g3[row * CLASSES + k] = (p - Number(k === labels[row])) / labels.length;
    }
  }
  const g2 = passBack(g3, model.w3, h2, labels.length);
  const g1 = passBack(g2, model.w2, h1, labels.length);
  return {
    w1: multiplyTransposed(x, g1, labels.length),
    b1: sumRows(g1, labels.length),
    w2: multiplyTransposed(h1, g2, labels.length),
    b2: sumRows(g2, labels.length),
    w3: multiplyTransposed(h2, g3, labels.length),
    b3: sumRows(g3, labels.length),
  };
}

/** Adam as Chainer has it: p -= alpha sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon). */
export class PlainAdam {
  readonly #adam: TrainingConfig['optimizer'];
  readonly #m: PlainArrays;
  readonly #v: PlainArrays;
  #t = 0;

  constructor(adam: TrainingConfig['optimizer'], model: PlainArrays) {
    this.#adam = adam;
    this.#m = mapArrays((name) => new Float64Array(model[name].length));
    this.#v = mapArrays((name) => new Float64Array(model[name].length));
  }

  /** Moves `model` in place by one update. */
  update(model: PlainArrays, gradient: PlainArrays): void {
    const { learningRate, beta1, beta2, epsilon } = this.#adam;
    this.#t++;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.#t)) / (1 - beta1 ** this.#t);
    for (const name of PARAMETER_NAMES) {
      const [p, g, m, v] = [model[name], gradient[name], this.#m[name], this.#v[name]];
      for (let i = 0; i < p.length; i++) {
        m[i] = beta1 * m[i]! + (1 - beta1) * g[i]!;
        v[i] = beta2 * v[i]! + (1 - beta2) * g[i]! ** 2;
        p[i] = p[i]! - (rate * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
      }
    }
  }
}

function passForward(model: PlainArrays, x: Float64Array) {
  const h1 = applyLayer(x, model.w1, model.b1).map((z) => Math.max(0, z));
  const h2 = applyLayer(h1, model.w2, model.b2).map((z) => Math.max(0, z));
  return { h1, h2, logits: applyLayer(h2, model.w3, model.b3) };
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

/** Gradient of a layer's inputs [n, inputs] from that of its outputs [n, outputs], through the ReLU that made them. */
function passBack(gradient: Float64Array, weights: Float64Array, activations: Float64Array, n: number) {
  const outputs = gradient.length / n;
  const inputs = activations.length / n;
  return activations.map((activation, at) => {
    if (activation <= 0) return 0;
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
