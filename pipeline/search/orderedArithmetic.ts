/**
 * A model's logits in the article's own arithmetic: float32, every sum taken in the order of its index, biases last.
 *
 * Matrix products sum in whatever order is fastest, so two candidates whose energies differ only by rounding could be
 * ranked differently by different runtimes and processors. Searches settle such near ties here. Their images are then
 * the bits of a plain sequential program, whatever computes the rest.
 */
import type { LayerParameters, MlpParameters } from '../engine/engine.ts';
import { normalCdf } from '../math/erf.ts';
import type { ActivationName } from '../study/axes.ts';

/**
 * Ranks that differ by less than this share of (1 + the size of their logits) are a near tie. Over 3,000 near
 * ties of trained models of 16 to 784 units, the two arithmetics disagreed by at most 1.6e-6 of it; of models of depth 1, 2
 * and 4 with every activation and 64 and 400 units, over 6,480 pairs of neighbours on each engine, by at most 1.4e-6. The searches' own
 * kernel (kernel/changeKernel.ts), over 2,988 near ties of 36 trained models of 16 to 784 units: by at most 1.5e-6, onnx there 1.6e-6.
 */
const NEAR_TIE = 4e-6;

/** Whether rounding alone could decide which of two ranks is larger; `magnitude` is that of the logits behind them. */
export function isNearTie(a: number, b: number, magnitude = Math.abs(a)): boolean {
  return Math.abs(a - b) <= NEAR_TIE * (1 + magnitude);
}

/** The logits [10] of an image [784]. */
export function computeOrderedLogits(parameters: MlpParameters, image: Float32Array): Float32Array {
  const { layers, activation } = parameters;
  return layers.reduce(
    (inputs, layer, at) => applyLayer(layer, at === 0 ? inputs : activate(inputs, activation)),
    image,
  );
}

/** x W + b [outputs]; each output's sum runs over the inputs in order. */
function applyLayer({ weights, biases }: LayerParameters, inputs: Float32Array): Float32Array {
  const outputs = biases.length;
  const sums = new Float32Array(outputs);
  const active = listActive(inputs);
  let k = 0;
  // Two inputs at a time, so that each sum is loaded and stored half as often; the order is that of one at a time.
  for (; k + 1 < active.length; k += 2) {
    const [i1, i2] = [active[k]!, active[k + 1]!];
    const [x1, x2] = [inputs[i1]!, inputs[i2]!];
    const [row1, row2] = [i1 * outputs, i2 * outputs];
    for (let j = 0; j < outputs; j++) {
      const sum = Math.fround(sums[j]! + Math.fround(weights[row1 + j]! * x1));
      sums[j] = sum + Math.fround(weights[row2 + j]! * x2);
    }
  }
  if (k < active.length) {
    const row = active[k]! * outputs;
    const x = inputs[active[k]!]!;
    for (let j = 0; j < outputs; j++) sums[j] = sums[j]! + Math.fround(weights[row + j]! * x);
  }
  for (let j = 0; j < outputs; j++) sums[j] = sums[j]! + biases[j]!;
  return sums;
}

/** The inputs that are not 0, in order: adding zero changes no sum. */
function listActive(inputs: Float32Array): Int32Array {
  const active = new Int32Array(inputs.length);
  let count = 0;
  for (let i = 0; i < inputs.length; i++) if (inputs[i] !== 0) active[count++] = i;
  return active.subarray(0, count);
}

/** max(0, x), tanh(x) or x Phi(x), computed in double precision and rounded once, in place. */
function activate(values: Float32Array, activation: ActivationName): Float32Array {
  const apply = ACTIVATIONS[activation];
  for (let j = 0; j < values.length; j++) values[j] = apply(values[j]!);
  return values;
}

const ACTIVATIONS: Readonly<Record<ActivationName, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
  gelu: (x) => x * normalCdf(x),
};
