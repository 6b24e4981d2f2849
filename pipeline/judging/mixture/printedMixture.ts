/**
 * A mixture of Bernoullis, each of whose prototypes may be printed with nine faults: nine components for each.
 *
 * What a pixel of ink adds to a log joint density depends on the prototype's ink there and on the fault alone, and frozen
 * prototypes have 256 values of ink. So a table by value and fault serves all pixels and components, and stays in the
 * processor's cache; one by pixel, component and fault would be 72 MB.
 */
import { PIXELS } from '../../math/images.ts';
import { logistic } from '../calibration.ts';
import type { BernoulliMixture } from './bernoulliMixture.ts';

/** How a print differs from its prototype: the share of ink pixels that are ground in it, and of ground that is ink. */
interface Fault {
  readonly lost: number;
  readonly gained: number;
}

/**
 * The faults that a print may have, equally likely: 0, 7.5, ..., 45% of all pixels flipped; or a quarter or half of the
 * ink missing, as in digits of thin strokes. The last two were chosen on held-out training images: their cross-entropy
 * stays at 0.771 nats, and half eroded ones, as the ladder has them, are known with 0.82 instead of 0.74.
 */
export const FAULTS: readonly Fault[] = [
  ...Array.from({ length: 7 }, (_, k) => ({ lost: (k * 3) / 40, gained: (k * 3) / 40 })),
  { lost: 0.25, gained: 0 },
  { lost: 0.5, gained: 0 },
];

/** Log densities of ink and of ground, each [values, 9], for the values of ink that there are. */
function tabulate(values: readonly number[]): { readonly ink: Float64Array; readonly ground: Float64Array } {
  const printed = values.flatMap((p) => FAULTS.map(({ lost, gained }) => p * (1 - lost) + (1 - p) * gained));
  return {
    ink: Float64Array.from(printed, Math.log),
    ground: Float64Array.from(printed, (p) => Math.log(1 - p)),
  };
}

/**
 * Log joint densities of images and components, in nats. With p_ki(f) = p_ki (1 - lost) + (1 - p_ki) gained, prototype k
 * printed with the fault f:
 * log (w_k / 9) + sum_i log(1 - p_ki(f)) + sum over ink of log(p_ki(f) / (1 - p_ki(f))), summed in the order of pixels.
 */
export class PrintedMixture {
  /** Number of components, 9 K. */
  readonly components: number;
  readonly #prototypes: number;
  /** [9, K]: the densities of an image without ink. */
  readonly #bases: Float64Array;
  /** [K, 784]: where the row of a pixel's ink begins in the table. */
  readonly #rows: Int32Array;
  /** [values, 9]: log odds of ink. */
  readonly #logOdds: Float64Array;

  constructor({ logWeights, ink }: BernoulliMixture) {
    this.#prototypes = logWeights.length;
    this.components = FAULTS.length * logWeights.length;
    const values = [...new Set(ink)];
    const rowOfValue = new Map(values.map((value, at) => [value, at * FAULTS.length]));
    this.#rows = Int32Array.from(ink, (value) => rowOfValue.get(value)!);
    const logs = tabulate(values);
    this.#logOdds = logs.ink.map((log, at) => log - logs.ground[at]!);
    this.#bases = new Float64Array(this.components);
    FAULTS.forEach((_, fault) => {
      logWeights.forEach((log, k) => {
        let base = log - Math.log(FAULTS.length);
        for (const row of this.#rowsOf(k)) base += logs.ground[row + fault]!;
        this.#bases[fault * logWeights.length + k] = base;
      });
    });
  }

  /** The log joint densities [9, K] of the image with these ink pixels, into `out`. */
  of(inkPixels: Uint16Array, out: Float64Array): Float64Array {
    const [odds, bases, count] = [this.#logOdds, this.#bases, this.#prototypes];
    for (let k = 0; k < count; k++) {
      const rows = this.#rowsOf(k);
      // A variable for each fault, so that no sum goes through memory: three times as fast as an array of nine.
      let [a, b, c] = [bases[k]!, bases[count + k]!, bases[2 * count + k]!];
      let [d, e, f] = [bases[3 * count + k]!, bases[4 * count + k]!, bases[5 * count + k]!];
      let [g, h, i] = [bases[6 * count + k]!, bases[7 * count + k]!, bases[8 * count + k]!];
      for (let at = 0; at < inkPixels.length; at++) {
        const row = rows[inkPixels[at]!]!;
        a += odds[row]!;
        b += odds[row + 1]!;
        c += odds[row + 2]!;
        d += odds[row + 3]!;
        e += odds[row + 4]!;
        f += odds[row + 5]!;
        g += odds[row + 6]!;
        h += odds[row + 7]!;
        i += odds[row + 8]!;
      }
      [out[k], out[count + k], out[2 * count + k]] = [a, b, c];
      [out[3 * count + k], out[4 * count + k], out[5 * count + k]] = [d, e, f];
      [out[6 * count + k], out[7 * count + k], out[8 * count + k]] = [g, h, i];
    }
    return out;
  }

  /** The probabilities of ink [784] of component `at` of the 9 K: its prototype, printed with its fault. */
  printOf(at: number): Float64Array {
    const fault = Math.floor(at / this.#prototypes);
    const rows = this.#rowsOf(at % this.#prototypes);
    return Float64Array.from(rows, (row) => logistic(this.#logOdds[row + fault]!));
  }

  #rowsOf(prototype: number): Int32Array {
    return this.#rows.subarray(prototype * PIXELS, (prototype + 1) * PIXELS);
  }
}
