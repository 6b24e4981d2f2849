/**
 * The log densities of an image under every prototype of a mixture and every fault, two faults at a time: `assembly/printKernel.ts`
 * has the formula, and is what computes here, compiled to WebAssembly, which gives the same bits on every processor.
 */
import { defineKernel, type KernelMemory } from '../../../engine/wasm/kernelModule.ts';
import { PIXELS } from '../../../math/images.ts';
import { KERNEL } from './compiledKernel.ts';

/** Numbers of a row in its memory, of which the faults are the first. */
export const ROW = 10;

/** Values of ink that rows can be told by: 16 bits hold five times their number. */
const MOST_VALUES = Math.floor(0xffff / (ROW / 2));

interface KernelExports {
  readonly memory: KernelMemory;
  open(prototypes: number, values: number): number;
  odds(): number;
  bases(): number;
  rows(): number;
  ink(): number;
  sums(): number;
  sum(): void;
}

const kernelModule = defineKernel<KernelExports>(KERNEL);

/** What the kernel sums of a mixture. */
export interface Prints {
  readonly faults: number;
  /** By zone, [K, faults]: the log densities of pixels without ink. */
  readonly bases: readonly Float64Array[];
  /** [K, 784]: where the row of a pixel's ink begins in `odds`. */
  readonly rows: Int32Array;
  /** [values, faults]: log odds of ink. */
  readonly odds: Float64Array;
}

/** The kernel with one mixture. */
export class PrintKernel {
  readonly #exports: KernelExports;
  readonly #ink: Uint16Array;
  readonly #sums: Float64Array;

  private constructor(kernel: KernelExports, prototypes: number, zones: number) {
    this.#exports = kernel;
    this.#ink = new Uint16Array(kernel.memory.buffer, kernel.ink(), PIXELS + zones);
    this.#sums = new Float64Array(kernel.memory.buffer, kernel.sums(), zones * prototypes * ROW);
  }

  /** Takes a mixture; null where the processor has no vectors, there is no memory, or its prototypes have too many values of ink. */
  static open({ faults, bases, rows, odds }: Prints): PrintKernel | null {
    const [prototypes, values] = [rows.length / PIXELS, odds.length / faults];
    if (values > MOST_VALUES || !kernelModule.canRun()) return null;
    const kernel = kernelModule.instantiate();
    if (kernel.open(prototypes, values) === 0) return null;
    const { buffer } = kernel.memory;
    const floats = (at: number, length: number) => new Float64Array(buffer, at, length);
    copyRows(odds, faults, floats(kernel.odds(), values * ROW));
    bases.forEach((base, zone) => {
      const at = kernel.bases() + zone * prototypes * ROW * Float64Array.BYTES_PER_ELEMENT;
      copyRows(base, faults, floats(at, prototypes * ROW));
    });
    new Uint16Array(buffer, kernel.rows(), rows.length).set(rows.map((row) => (row / faults) * (ROW / 2)));
    return new PrintKernel(kernel, prototypes, bases.length);
  }

  /** The log densities [zones, K, {@link ROW}] of an image with these ink pixels, by zone; as they are until the next call. */
  sum(inks: readonly Uint16Array[]): Float64Array {
    let at = 0;
    for (const pixels of inks) {
      this.#ink[at++] = pixels.length;
      for (let k = 0; k < pixels.length; k++) this.#ink[at++] = 2 * pixels[k]!;
    }
    this.#exports.sum();
    return this.#sums;
  }
}

/** Rows [n, columns] to rows [n, 10]; what is beyond stays 0. */
function copyRows(from: Float64Array, columns: number, to: Float64Array): void {
  for (let row = 0; row * columns < from.length; row++) {
    to.set(from.subarray(row * columns, (row + 1) * columns), row * ROW);
  }
}
