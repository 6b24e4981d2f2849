/**
 * A mixture of Bernoullis, each of whose prototypes may be printed with nine faults: nine components for each. The margin of
 * what is seen may be no print at all (margin.ts).
 *
 * What a pixel of ink adds to a log joint density depends on the prototype's ink there and on the fault alone, and frozen
 * prototypes have 256 values of ink. So a table by value and fault serves all pixels and components, and stays in the
 * processor's cache; one by pixel, component and fault would be 72 MB.
 */
import { PIXELS } from '../../math/images.ts';
import { logistic } from '../calibration.ts';
import {
  describeMargins,
  inkWithin,
  likeliestMargin,
  type Margin,
  overMargins,
  PIXELS_OF_ZONE,
  ZONE_OF,
  ZONES,
} from '../margin.ts';
import { countedNoiseLikelihood } from '../noiseLikelihood.ts';
import type { BernoulliMixture } from './bernoulliMixture.ts';
import { PrintKernel, ROW } from './kernel/printKernel.ts';

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
 * printed with the fault f, and l(S, f) = sum over pixels i in S of x_i log p_ki(f) + (1 - x_i) log(1 - p_ki(f)):
 * log (w_k / 9) + log of the mean of exp l(image, f) and, for each margin, of exp l(what is before it, f) p(margin | noise).
 */
export class PrintedMixture {
  /** Number of components, 9 K. */
  readonly components: number;
  readonly #prototypes: number;
  /** By zone, [K, 9]: the log densities of pixels without ink; in the first with the components' weights. */
  readonly #bases: readonly Float64Array[];
  /** [K, 784]: where the row of a pixel's ink begins in the table. */
  readonly #rows: Int32Array;
  /** [values, 9]: log odds of ink. */
  readonly #logOdds: Float64Array;
  /** Sums of all prototypes at once; null where it cannot run. */
  readonly #kernel: PrintKernel | null;

  constructor({ logWeights, ink }: BernoulliMixture) {
    this.#prototypes = logWeights.length;
    this.components = FAULTS.length * logWeights.length;
    const rowOfValue = new Map<number, number>();
    this.#rows = new Int32Array(ink.length);
    for (let at = 0; at < ink.length; at++) {
      const row = rowOfValue.get(ink[at]!) ?? rowOfValue.size * FAULTS.length;
      rowOfValue.set(ink[at]!, row);
      this.#rows[at] = row;
    }
    const logs = tabulate([...rowOfValue.keys()]);
    this.#logOdds = logs.ink.map((log, at) => log - logs.ground[at]!);
    this.#bases = Array.from({ length: ZONES }, () => new Float64Array(this.components));
    logWeights.forEach((log, k) => {
      const at = k * FAULTS.length;
      this.#bases[0]!.fill(log - Math.log(FAULTS.length), at, at + FAULTS.length);
      const rows = this.#rowsOf(k);
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        const [bases, row] = [this.#bases[ZONE_OF[pixel]!]!, rows[pixel]!];
        for (let fault = 0; fault < FAULTS.length; fault++) {
          bases[at + fault]! += logs.ground[row + fault]!;
        }
      }
    });
    this.#kernel = PrintKernel.open({
      ...{ faults: FAULTS.length, bases: this.#bases, rows: this.#rows, odds: this.#logOdds },
    });
  }

  /** The log joint densities [9, K] of an image, into `out`. */
  of({ inks, margins }: SeenInk, out: Float64Array): Float64Array {
    const zones = new Float64Array(ZONES);
    const take = (k: number, sums: Float64Array, start: number, step: number) => {
      for (let fault = 0; fault < FAULTS.length; fault++) {
        for (let zone = 0; zone < ZONES; zone++) zones[zone] = sums[start + zone * step + fault]!;
        out[fault * this.#prototypes + k] = overMargins(zones, margins);
      }
    };
    if (this.#kernel !== null) {
      const sums = this.#kernel.sum(inks);
      for (let k = 0; k < this.#prototypes; k++) take(k, sums, k * ROW, this.#prototypes * ROW);
      return out;
    }
    const sums = new Float64Array(ZONES * FAULTS.length);
    for (let k = 0; k < this.#prototypes; k++) take(k, this.#sumZones(k, inks, sums), 0, FAULTS.length);
    return out;
  }

  /**
   * The probabilities of ink [784] of component `at` of the 9 K: its prototype, printed with its fault, and what the image's
   * likeliest margin has of ink.
   */
  printOf(at: number, { inks, margins }: SeenInk): Float64Array {
    const [fault, k] = [Math.floor(at / this.#prototypes), at % this.#prototypes];
    const sums = this.#sumZones(k, inks, new Float64Array(ZONES * FAULTS.length));
    const zones = Array.from({ length: ZONES }, (_, zone) => sums[zone * FAULTS.length + fault]!);
    const margin = likeliestMargin(zones, margins);
    return Float64Array.from(this.#rowsOf(k), (row, pixel) =>
      inkWithin(margin, pixel, logistic(this.#logOdds[row + fault]!)),
    );
  }

  /** The log densities of each zone of prototype k with each fault, into `out` [zones, 9]. */
  #sumZones(k: number, inks: readonly Uint16Array[], out: Float64Array): Float64Array {
    const [odds, rows, base] = [this.#logOdds, this.#rowsOf(k), k * FAULTS.length];
    for (let zone = 0; zone < ZONES; zone++) {
      const [bases, ink, to] = [this.#bases[zone]!, inks[zone]!, zone * FAULTS.length];
      // A variable for each fault, so that no sum goes through memory: three times as fast as an array of nine.
      let [a, b, c] = [bases[base]!, bases[base + 1]!, bases[base + 2]!];
      let [d, e, f] = [bases[base + 3]!, bases[base + 4]!, bases[base + 5]!];
      let [g, h, i] = [bases[base + 6]!, bases[base + 7]!, bases[base + 8]!];
      for (let at = 0; at < ink.length; at++) {
        const row = rows[ink[at]!]!;
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
      [out[to], out[to + 1], out[to + 2]] = [a, b, c];
      [out[to + 3], out[to + 4], out[to + 5]] = [d, e, f];
      [out[to + 6], out[to + 7], out[to + 8]] = [g, h, i];
    }
    return out;
  }

  #rowsOf(prototype: number): Int32Array {
    return this.#rows.subarray(prototype * PIXELS, (prototype + 1) * PIXELS);
  }
}

/** What prints are held against: an image's ink pixels by zone, and its margins. */
export interface SeenInk {
  readonly inks: readonly Uint16Array[];
  readonly margins: readonly Margin[];
}

/** The image with these ink pixels. */
export function seeInk(inkPixels: Uint16Array): SeenInk {
  const inks = PIXELS_OF_ZONE.map((_, zone) => inkPixels.filter((pixel) => ZONE_OF[pixel] === zone));
  const isInk = new Uint8Array(PIXELS);
  for (const pixel of inkPixels) isInk[pixel] = 1;
  const count = (pixels: Uint16Array) => pixels.reduce((sum, pixel) => sum + isInk[pixel]!, 0);
  const margins = describeMargins((pixels) => countedNoiseLikelihood(count(pixels), pixels.length), count);
  return { inks, margins };
}
