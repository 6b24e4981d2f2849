/**
 * The rank of an image that a search changes now and then, in ordered arithmetic: computed when a near tie first asks for
 * it, and kept until the image changes.
 */
import type { MlpParameters } from '../engine/engine.ts';
import type { Objective } from './objectives.ts';
import { computeOrderedRank } from './orderedArithmetic.ts';

/** What a rank is of: a model, the image [784] as it is at any time, and a digit. */
export interface RankedImage {
  readonly parameters: MlpParameters;
  readonly image: Float32Array;
  readonly digit: number;
  readonly objective: Objective;
}

/** The ranks of an image and of its neighbours. */
export class OrderedRank {
  readonly #ranked: RankedImage;
  #held: number | null = null;

  constructor(ranked: RankedImage) {
    this.#ranked = ranked;
  }

  /** Of the image as it is. */
  get held(): number {
    this.#held ??= this.#compute();
    return this.#held;
  }

  /** Of the image with `pixel` at `value`; the image is left as it was. */
  at(pixel: number, value: number): number {
    const { image } = this.#ranked;
    const before = image[pixel]!;
    if (value === before) return this.held;
    image[pixel] = value;
    const rank = this.#compute();
    image[pixel] = before;
    return rank;
  }

  /** To be called when the image has changed. */
  forget(): void {
    this.#held = null;
  }

  #compute(): number {
    const { parameters, image, digit, objective } = this.#ranked;
    return computeOrderedRank(parameters, image, digit, objective);
  }
}
