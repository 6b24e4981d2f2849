/**
 * What an MLP of two hidden layers with ReLU makes of an image with one pixel changed, from what it makes of the image itself: a
 * few rows of the second weights instead of all of them. `assembly/changeKernel.ts` has the formulas, and is what computes here,
 * compiled to WebAssembly with vectors of four numbers, which gives the same bits on every processor.
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { listArrays } from '../../engine/parameters.ts';
import { defineKernel, type KernelMemory } from '../../engine/wasm/kernelModule.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { KERNEL } from './compiledKernel.ts';
import { countPlaces, padColumns } from './kernelSize.ts';

/** Columns of a panel of the second weights. */
const WIDTH = 8;

/** What the compiled kernel offers; addresses are in bytes. */
interface KernelExports {
  readonly memory: KernelMemory;
  open(hidden: number, places: number): number;
  select(place: number): void;
  image(): number;
  firstWeights(): number;
  firstBiases(): number;
  secondWeights(): number;
  secondBiases(): number;
  outputWeights(): number;
  outputBiases(): number;
  first(): number;
  pixels(): number;
  changes(): number;
  logits(): number;
  begin(): void;
  beginAndKeep(): void;
  beginAgain(): void;
  evaluate(count: number, wanted: number): void;
  take(pixel: number, change: number): void;
  computeOrdered(): void;
}

const kernelModule = defineKernel<KernelExports>(KERNEL);

/** Whether the kernel computes this model here: two hidden layers with ReLU, not too wide, of finite numbers. */
export function isKernelModel(parameters: MlpParameters): boolean {
  const { hidden, depth, activation } = parameters;
  return (
    depth === 2 &&
    activation === 'relu' &&
    countPlaces(hidden) > 0 &&
    listArrays(parameters).every(areFinite) &&
    kernelModule.canRun()
  );
}

/** Whether all of them are: float32 numbers, of which no sum leaves the range of float64. */
function areFinite(numbers: Float32Array): boolean {
  let sum = 0;
  for (let k = 0; k < numbers.length; k++) sum += numbers[k]!;
  return Number.isFinite(sum);
}

/** The kernel with one model and the images that it holds, each at a place, from 0 on. */
export class ChangeKernel {
  readonly #exports: KernelExports;
  /** The image that a search began with last, and whether others did before it, so that R of its pixels is kept. */
  #start = new Float32Array();
  #isKept = false;
  #hidden = 0;
  #place = 0;
  #image = new Float32Array();
  #pixels = new Int32Array();
  #changes = new Float32Array();
  #logits = new Float32Array();

  constructor() {
    this.#exports = kernelModule.instantiate();
  }

  /** Size of its memory. */
  get bytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** Takes a model, of which {@link isKernelModel} holds, and makes room for so many images. Gives whether there is memory for that. */
  open({ hidden, layers: [first, second, output] }: MlpParameters, places: number): boolean {
    const kernel = this.#exports;
    if (kernel.open(hidden, places) === 0) return false;
    this.#hidden = hidden;
    this.#place = 0;
    this.#start = new Float32Array();
    this.#isKept = false;
    const padded = padColumns(hidden);
    const { buffer } = kernel.memory;
    const floats = (at: number, length: number) => new Float32Array(buffer, at, length);
    copyRows(first!.weights, hidden, floats(kernel.firstWeights(), PIXELS * padded), padded);
    copyPanels(second!.weights, hidden, floats(kernel.secondWeights(), hidden * padded));
    floats(kernel.firstBiases(), hidden).set(first!.biases);
    floats(kernel.secondBiases(), hidden).set(second!.biases);
    copyTransposed(output!.weights, hidden, floats(kernel.outputWeights(), CLASSES * padded), padded);
    floats(kernel.outputBiases(), CLASSES).set(output!.biases);
    this.#image = floats(kernel.image(), PIXELS);
    this.#pixels = new Int32Array(buffer, kernel.pixels(), PIXELS);
    this.#changes = floats(kernel.changes(), PIXELS);
    this.#logits = floats(kernel.logits(), PIXELS * CLASSES);
    return true;
  }

  /** Holds an image [784] at `place`, given with its pre-activations of the first layer [hidden]. */
  begin(place: number, image: Float32Array, preActivation: Float64Array): void {
    this.#select(place);
    const { memory, first } = this.#exports;
    new Float64Array(memory.buffer, first(), this.#hidden).set(preActivation);
    const isSame = this.#start.length > 0 && this.#start.every((value, pixel) => value === image[pixel]);
    if (!isSame) this.#exports.begin();
    else if (this.#isKept) this.#exports.beginAgain();
    else this.#exports.beginAndKeep();
    this.#isKept = isSame;
    this.#start = image.slice();
  }

  /**
   * Logits [n, 10] of the image at `place` with pixel `pixels[k]` grown by `changes[k]`; where `wanted` is given of that class alone,
   * and NaN of the others.
   */
  evaluate(
    place: number,
    pixels: readonly number[],
    changes: readonly number[],
    wanted?: number,
  ): Float32Array {
    this.#select(place);
    const logits = new Float32Array(pixels.length * CLASSES);
    if (wanted !== undefined) logits.fill(Number.NaN);
    for (let from = 0; from < pixels.length; from += PIXELS) {
      const count = Math.min(PIXELS, pixels.length - from);
      for (let k = 0; k < count; k++) {
        this.#pixels[k] = pixels[from + k]!;
        this.#changes[k] = changes[from + k]!;
      }
      this.#exports.evaluate(count, wanted ?? -1);
      const at = from * CLASSES;
      if (wanted === undefined) logits.set(this.#logits.subarray(0, count * CLASSES), at);
      else for (let k = wanted; k < count * CLASSES; k += CLASSES) logits[at + k] = this.#logits[k]!;
    }
    return logits;
  }

  /** Holds the image at `place` with this pixel grown by `change` from now on. */
  take(place: number, pixel: number, change: number): void {
    this.#select(place);
    this.#exports.take(pixel, change);
  }

  #select(place: number): void {
    if (this.#place === place) return;
    this.#exports.select(place);
    this.#place = place;
  }

  /** Logits [10] of an image [784] in ordered arithmetic, the bits of `computeOrderedLogits`. */
  computeOrdered(image: Float32Array): Float32Array {
    this.#image.set(image);
    this.#exports.computeOrdered();
    return this.#logits.slice(0, CLASSES);
  }
}

/** Rows [n, columns] to rows [n, padded]. */
function copyRows(from: Float32Array, columns: number, to: Float32Array, padded: number): void {
  for (let row = 0; row * columns < from.length; row++) {
    to.set(from.subarray(row * columns, (row + 1) * columns), row * padded);
  }
}

/** Weights [n, n] to panels [n / 8 rounded up, n, 8]. */
function copyPanels(from: Float32Array, n: number, to: Float32Array): void {
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column += WIDTH) {
      const end = Math.min(column + WIDTH, n);
      to.set(from.subarray(row * n + column, row * n + end), column * n + row * WIDTH);
    }
  }
}

/** Weights [n, 10] to rows [10, padded]. */
function copyTransposed(from: Float32Array, n: number, to: Float32Array, padded: number): void {
  for (let row = 0; row < n; row++) {
    for (let digit = 0; digit < CLASSES; digit++) to[digit * padded + row] = from[row * CLASSES + digit]!;
  }
}
