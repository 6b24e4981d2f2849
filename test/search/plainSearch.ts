/**
 * The oracle for the coordinate search: one pixel at a time, every energy from a full forward pass in float32 whose
 * sums run in the order of their index with the bias last. Written from the article's description, sharing nothing
 * with the fast search. Slow; for tests.
 */
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { erf } from '../../pipeline/math/erf.ts';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import type { ActivationName } from '../../pipeline/study/axes.ts';

/** Gives the energy of an image [784]: how surely a model takes it for the digit it was made for. */
export type PlainEnergy = (image: Float32Array) => number;

/** The activations, rounded to float32 once. */
const ACTIVATIONS: Record<ActivationName, (z: number) => number> = {
  relu: (z) => (z < 0 ? 0 : z),
  tanh: (z) => Math.fround(Math.tanh(z)),
  gelu: (z) => Math.fround((z * (1 + erf(z / Math.SQRT2))) / 2),
};

/** The energy of `digit` on a model. */
export function definePlainEnergy(model: MlpParameters, digit: number): PlainEnergy {
  const apply = ACTIVATIONS[model.activation];
  // Rows are outputs, so that a sum runs along memory; of the last layer one row is wanted.
  const layers = model.layers.map(({ weights, biases }, at) => {
    const inputs = weights.length / biases.length;
    const rows = transpose(weights, inputs, biases.length);
    const isLast = at === model.layers.length - 1;
    return {
      rows: isLast ? rows.subarray(digit * inputs, (digit + 1) * inputs) : rows,
      biases: isLast ? biases.subarray(digit, digit + 1) : biases,
      out: new Float32Array(isLast ? 1 : biases.length),
    };
  });
  return (image) => {
    let x = image;
    for (const [at, { rows, biases, out }] of layers.entries()) {
      applyLayer(rows, biases, x, out);
      if (at < layers.length - 1) for (let j = 0; j < out.length; j++) out[j] = apply(out[j]!);
      x = out;
    }
    return x[0]!;
  };
}

const RASTER = Array.from({ length: PIXELS }, (_, pixel) => pixel);

/** The log odds of `digit` on a model, which searches for its log-probability compare; in double precision. */
export function definePlainLogOdds(model: MlpParameters, digit: number): PlainEnergy {
  const logits = DIGITS.map((each) => definePlainEnergy(model, each));
  return (image) => {
    const others = logits.filter((_, each) => each !== digit).map((logitOf) => logitOf(image));
    const largest = Math.max(...others);
    const sum = others.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    return logits[digit]!(image) - (largest + Math.log(sum));
  };
}

/** The logit of `digit` minus the largest other logit. */
export function definePlainMargin(model: MlpParameters, digit: number): PlainEnergy {
  const logits = DIGITS.map((each) => definePlainEnergy(model, each));
  return (image) =>
    logits[digit]!(image) -
    Math.max(...logits.filter((_, each) => each !== digit).map((logitOf) => logitOf(image)));
}

/** Visits every pixel in raster order or in the given one, once a pass, and gives it the value whose energy is larger; a tie gives 1. */
export function searchPlainly(
  energyOf: PlainEnergy,
  start: Float32Array,
  passes: number | 'converged',
  order: ArrayLike<number> = RASTER,
): Float32Array {
  const image = Float32Array.from(start);
  for (let pass = 1; passes === 'converged' || pass <= passes; pass++) {
    const before = image.slice();
    for (const pixel of Array.from(order)) {
      image[pixel] = 0;
      const e0 = energyOf(image);
      image[pixel] = 1;
      const e1 = energyOf(image);
      image[pixel] = e0 > e1 ? 0 : 1;
    }
    if (passes === 'converged' && image.every((value, pixel) => value === before[pixel])) break;
  }
  return image;
}

/** Pixels whose flip raises the energy of a binary image. */
export function findRaisingFlips(energyOf: PlainEnergy, image: Float32Array): number[] {
  const held = energyOf(image);
  return Array.from({ length: PIXELS }, (_, pixel) => pixel).filter(
    (pixel) => energyOf(flipPixel(image, pixel)) > held,
  );
}

/** A copy of a binary image with one pixel the other way. */
export function flipPixel(image: Float32Array, pixel: number): Float32Array {
  return image.with(pixel, 1 - image[pixel]!);
}

/** Number of pixels in which two images differ. */
export function countDifferences(a: Float32Array, b: Float32Array): number {
  return a.reduce((count, value, pixel) => count + Number(value !== b[pixel]), 0);
}

function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return matrix.map((_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!);
}

/** out = W x + b, W [outputs, inputs]. */
function applyLayer(weights: Float32Array, biases: Float32Array, x: Float32Array, out: Float32Array): void {
  const inputs = x.length;
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) {
      sum = Math.fround(sum + Math.fround(weights[j * inputs + i]! * x[i]!));
    }
    out[j] = Math.fround(sum + biases[j]!);
  }
}

/** A change that is proposed, and the least by which the energy must rise for it. */
export interface PlainProposal {
  readonly pixel: number;
  readonly value: number;
  readonly needed: number;
}

/** Makes the proposals one by one and keeps those by which the energy rises by more than is needed. */
export function searchByProposals(
  energyOf: PlainEnergy,
  start: Float32Array,
  proposals: readonly PlainProposal[],
): { readonly image: Float32Array; readonly energies: readonly number[] } {
  const image = Float32Array.from(start);
  const energies = [energyOf(image)];
  for (const { pixel, value, needed } of proposals) {
    const held = image[pixel]!;
    image[pixel] = value;
    const energy = energyOf(image);
    if (energy - energies.at(-1)! > needed) energies.push(energy);
    else {
      image[pixel] = held;
      energies.push(energies.at(-1)!);
    }
  }
  return { image, energies };
}
