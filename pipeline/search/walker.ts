/**
 * One coordinate search in progress: its image, where it stands, and how far ahead it dares to look.
 *
 * Speculation: the next K pixels are evaluated as if every flip before them were refused. Results count up to the
 * first flip that is taken; the rest is discarded and the search goes on behind it. The outcome is that of visiting
 * one pixel at a time.
 */
import type { MlpParameters } from '../engine/engine.ts';
import { PIXELS } from '../math/images.ts';
import { computePreActivation, movePreActivation } from './firstLayer.ts';
import { computeOrderedPair, isNearTie } from './orderedArithmetic.ts';
import type { Candidate } from './speculation.ts';

/** K is this over the acceptance rate, so that about half of this share of the evaluations is wasted. */
const LOOKAHEAD_PER_RATE = 0.15;
/** Visits over which the acceptance rate is averaged. */
const RATE_MEMORY = 64;

/** Most pixels that a walker looks at in one go. */
const MAX_LOOKAHEAD = 64;

/** A search for the image whose logit `digit` is largest, visiting pixels in raster order. */
export class Walker {
  readonly digit: number;
  readonly image: Float32Array;
  evaluations = 0;
  /** Visits to a pixel so far. */
  visits = 0;
  /** Near ties that were settled in ordered arithmetic. */
  nearTies = 0;
  readonly #parameters: MlpParameters;
  /** Pre-activations [H] of the image; in double precision so that moving them about leaves no drift. */
  readonly preActivation: Float64Array;
  /** The image's energy; NaN until it is first known. */
  #energy = Number.NaN;
  #candidates: Candidate[] = [];
  #acceptanceRate = 0.5;
  #visitsSinceChange = 0;

  constructor(parameters: MlpParameters, digit: number, start: Float32Array) {
    this.#parameters = parameters;
    this.digit = digit;
    this.image = Float32Array.from(start);
    this.preActivation = computePreActivation(parameters, this.image);
  }

  /** Every pixel has been visited since the image last changed, so no further visit can change it. */
  get isConverged(): boolean {
    return this.#visitsSinceChange >= PIXELS;
  }

  /**
   * The next candidates: of at least `minLookahead` pixels where possible, and none past visit number `lastVisit` or
   * past the visit at which the search would have converged.
   * The search does not go on before their energies are given to `consume`.
   */
  propose(minLookahead: number, lastVisit: number): readonly Candidate[] {
    const visitsLeft = Math.min(lastVisit - this.visits, PIXELS - this.#visitsSinceChange);
    const lookahead = Math.min(this.#chooseLookahead(minLookahead), visitsLeft);
    this.#candidates = this.#needsBothValues() ? this.#bothValues() : this.#nextFlips(lookahead);
    this.evaluations += this.#candidates.length;
    return this.#candidates;
  }

  /** Takes the energies of the candidates last proposed, in their order. */
  consume(energies: Float32Array): void {
    if (this.#needsBothValues()) {
      this.#visit({ atZero: energies[0]!, atOne: energies[1]! });
      return;
    }
    for (const [k, { value }] of this.#candidates.entries()) {
      const [held, flipped] = [this.#energy, energies[k]!];
      const isTaken = this.#visit(
        value === 1 ? { atZero: held, atOne: flipped } : { atZero: flipped, atOne: held },
      );
      this.#acceptanceRate += (Number(isTaken) - this.#acceptanceRate) / RATE_MEMORY;
      if (isTaken) return;
    }
  }

  #needsBothValues(): boolean {
    return Number.isNaN(this.#energy) || !isBinary(this.image[this.visits % PIXELS]!);
  }

  #bothValues(): Candidate[] {
    const pixel = this.visits % PIXELS;
    return [
      { pixel, value: 0 },
      { pixel, value: 1 },
    ];
  }

  #chooseLookahead(minLookahead: number): number {
    const worthwhile = Math.round(LOOKAHEAD_PER_RATE / this.#acceptanceRate);
    return Math.min(MAX_LOOKAHEAD, Math.max(minLookahead, worthwhile));
  }

  #nextFlips(count: number): Candidate[] {
    const flips: Candidate[] = [];
    for (let k = 0; k < count; k++) {
      const pixel = (this.visits + k) % PIXELS;
      const held = this.image[pixel]!;
      if (!isBinary(held)) break;
      flips.push({ pixel, value: held === 0 ? 1 : 0 });
    }
    return flips;
  }

  /** Gives the next pixel its better value and returns whether that changed the image. */
  #visit(energies: { readonly atZero: number; readonly atOne: number }): boolean {
    const pixel = this.visits % PIXELS;
    const value = this.#choose(pixel, energies.atZero, energies.atOne);
    const change = value - this.image[pixel]!;
    movePreActivation(this.#parameters, this.preActivation, pixel, change);
    this.image[pixel] = value;
    this.#energy = value === 1 ? energies.atOne : energies.atZero;
    this.visits++;
    this.#visitsSinceChange = change === 0 ? this.#visitsSinceChange + 1 : 0;
    return change !== 0;
  }

  /** The article's rule: the larger energy wins, and a tie keeps the pixel at 1. */
  #choose(pixel: number, atZero: number, atOne: number): 0 | 1 {
    if (!isNearTie(atZero, atOne)) return atZero > atOne ? 0 : 1;
    this.nearTies++;
    const [orderedZero, orderedOne] = computeOrderedPair(this.#parameters, this.image, pixel, this.digit);
    return orderedZero > orderedOne ? 0 : 1;
  }
}

function isBinary(value: number): boolean {
  return value === 0 || value === 1;
}
