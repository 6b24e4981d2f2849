/**
 * The oracle for the coordinate search: one pixel at a time, every energy from a full forward pass in float32 whose
 * sums run in the order of their index with the bias last. Written from the article's description, sharing nothing
 * with the fast search but erf, which test/math/erf.test.ts holds against a table. Slow; for tests.
 */
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { erf } from '../../pipeline/math/erf.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import type { ActivationName } from '../../pipeline/study/axes.ts';

/** Gives the energy of an image [784]: how surely a model takes it for the digit it was made for. */
export type PlainEnergy = (image: Float32Array) => number;

/** The activations, rounded to float32 once. */
const ACTIVATIONS: Record<ActivationName, (z: number) => number> = {
  relu: (z) => (z < 0 ? 0 : z),
  tanh: (z) => Math.fround(Math.tanh(z)),
  gelu: (z) => Math.fround((z * (1 + erf(z / Math.SQRT2))) / 2),
};

/** The logits [10] of images [784] on a model; each call overwrites those of the call before. */
export function definePlainLogits(model: MlpParameters): (image: Float32Array) => Float32Array {
  const apply = ACTIVATIONS[model.activation];
  // Rows are outputs, so that a sum runs along memory.
  const layers = model.layers.map(({ weights, biases }) => ({
    rows: transpose(weights, weights.length / biases.length, biases.length),
    biases,
    out: new Float32Array(biases.length),
  }));
  return (image) => {
    let x = image;
    for (const [at, { rows, biases, out }] of layers.entries()) {
      applyLayer(rows, biases, x, out);
      if (at < layers.length - 1) for (let j = 0; j < out.length; j++) out[j] = apply(out[j]!);
      x = out;
    }
    return x;
  };
}

/** The energy of `digit` on a model. */
export function definePlainEnergy(model: MlpParameters, digit: number): PlainEnergy {
  const logitsOf = definePlainLogits(model);
  return (image) => logitsOf(image)[digit]!;
}

const RASTER = Array.from({ length: PIXELS }, (_, pixel) => pixel);

/** The log odds of `digit` on a model, which searches for its log-probability compare; in double precision. */
export function definePlainLogOdds(model: MlpParameters, digit: number): PlainEnergy {
  const logitsOf = definePlainLogits(model);
  return (image) => {
    const logits = logitsOf(image);
    const others = Array.from(logits).filter((_, each) => each !== digit);
    const largest = Math.max(...others);
    const sum = others.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    return logits[digit]! - (largest + Math.log(sum));
  };
}

/** The logit of `digit` minus the largest other logit. */
export function definePlainMargin(model: MlpParameters, digit: number): PlainEnergy {
  const logitsOf = definePlainLogits(model);
  return (image) => {
    const logits = logitsOf(image);
    return logits[digit]! - Math.max(...Array.from(logits).filter((_, each) => each !== digit));
  };
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

/** out = W x + b, W [outputs, inputs]; four sums at a time, for a single one waits for itself at each term. */
function applyLayer(weights: Float32Array, biases: Float32Array, x: Float32Array, out: Float32Array): void {
  const { fround } = Math;
  const inputs = x.length;
  let j = 0;
  for (; j + 4 <= out.length; j += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0, at = j * inputs; i < inputs; i++, at++) {
      const value = x[i]!;
      a = fround(a + fround(weights[at]! * value));
      b = fround(b + fround(weights[at + inputs]! * value));
      c = fround(c + fround(weights[at + 2 * inputs]! * value));
      d = fround(d + fround(weights[at + 3 * inputs]! * value));
    }
    out[j] = fround(a + biases[j]!);
    out[j + 1] = fround(b + biases[j + 1]!);
    out[j + 2] = fround(c + biases[j + 2]!);
    out[j + 3] = fround(d + biases[j + 3]!);
  }
  for (; j < out.length; j++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum = fround(sum + fround(weights[j * inputs + i]! * x[i]!));
    out[j] = fround(sum + biases[j]!);
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
