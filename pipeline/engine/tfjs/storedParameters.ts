/**
 * The parameters of a model in training as the variables of its graph hold them: without the first weights of pixels that take
 * no part, and with units added where that makes the products faster. Neither changes what is computed.
 */
import type { MlpParameters } from '../engine.ts';
import { buildParameters, listArrays, listLayerSizes, listParameters } from '../parameters.ts';

/**
 * Where rows of weights lie a multiple of 2 KB apart, their columns share a few places of a processor's cache, and oneDNN's
 * products with small batches take up to twice as long.
 */
const CROWDED_UNITS = 512;

/** Units that are added to a crowded layer, 64 bytes of a row. */
const ADDED_UNITS = 16;

/** An array as a variable holds it. */
export interface StoredArray {
  readonly name: string;
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Where the rows of an array are held. */
interface Place {
  readonly name: string;
  /** The rows that are held, in this order. */
  readonly rows: Int32Array;
  readonly width: number;
  readonly storedWidth: number;
  /** As many rows as `rows` or more, where units are added below. */
  readonly shape: readonly number[];
}

/**
 * Holds the parameters of `start` for training on `pixels`, ascending. An added unit has only weights and biases of 0: every
 * activation of it is 0, so are the gradients of all that is tied to it, and it stays as it is.
 */
export class StoredParameters {
  readonly #start: MlpParameters;
  readonly #places: readonly Place[];

  constructor(start: MlpParameters, pixels: Int32Array) {
    this.#start = start;
    this.#places = listPlaces(start, pixels);
  }

  /** The arrays that training starts from. */
  list(): StoredArray[] {
    const arrays = listArrays(this.#start);
    return this.#places.map(({ name, rows, width, storedWidth, shape }, at) => {
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      rows.forEach((row, to) => {
        values.set(arrays[at]!.subarray(row * width, (row + 1) * width), to * storedWidth);
      });
      return { name, values, shape };
    });
  }

  /** The network whose arrays are held as `read` gives them by name; what is not held is as it was at the start. */
  restore(read: (name: string) => Float32Array): MlpParameters {
    const arrays = listArrays(this.#start);
    const held = new Map(this.#places.map((place, at) => [place.name, { ...place, start: arrays[at]! }]));
    return buildParameters(this.#start, (name) => {
      const { rows, width, storedWidth, start } = held.get(name)!;
      const values = start.slice();
      const stored = read(name);
      rows.forEach((row, from) => {
        values.set(stored.subarray(from * storedWidth, from * storedWidth + width), row * width);
      });
      return values;
    });
  }
}

function listPlaces(start: MlpParameters, pixels: Int32Array): Place[] {
  const storedHidden = start.hidden % CROWDED_UNITS === 0 ? start.hidden + ADDED_UNITS : start.hidden;
  const sizes = listLayerSizes(start);
  const storedOutputs = sizes.map(({ outputs }, at) => (at < start.depth ? storedHidden : outputs));
  return listParameters(start).map(({ name, shape }, at): Place => {
    const layer = Math.floor(at / 2);
    const [width, storedWidth] = [shape.at(-1)!, storedOutputs[layer]!];
    if (shape.length === 1) return { name, rows: Int32Array.of(0), width, storedWidth, shape: [storedWidth] };
    const rows = layer === 0 ? pixels : countUp(shape[0]!);
    const storedRows = layer === 0 ? pixels.length : storedHidden;
    return { name, rows, width, storedWidth, shape: [storedRows, storedWidth] };
  });
}

/** 0 ... n - 1. */
const countUp = (n: number): Int32Array => Int32Array.from({ length: n }, (_, at) => at);
