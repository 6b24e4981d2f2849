/**
 * The rank of an image that a search changes now and then, from exact logits: computed when a near tie first asks for it, and kept
 * until the image changes.
 */
import { type Eventually, whenKnown } from './eventually.ts';
import type { ModelView } from './modelView.ts';
import type { Objective } from './objectives.ts';

/** What a rank is of: a model, the image [784] as it is at any time, and a class. */
export interface RankedImage {
  readonly model: Pick<ModelView, 'exactLogits'>;
  readonly image: Float32Array;
  readonly digit: number;
  readonly objective: Objective;
}

/** The ranks of an image and of its neighbours. */
export class ExactRank {
  readonly #ranked: RankedImage;
  #held: number | null = null;

  constructor(ranked: RankedImage) {
    this.#ranked = ranked;
  }

  /** Of the image as it is. */
  held(): Eventually<number> {
    if (this.#held !== null) return this.#held;
    return whenKnown(this.#compute(this.#ranked.image), (rank) => {
      this.#held = rank;
      return rank;
    });
  }

  /** Of the image with `pixel` at `value`; the image is left as it was. */
  at(pixel: number, value: number): Eventually<number> {
    const { image } = this.#ranked;
    return value === image[pixel] ? this.held() : this.#compute(image.with(pixel, value));
  }

  /** To be called when the image has changed. */
  forget(): void {
    this.#held = null;
  }

  #compute(image: Float32Array): Eventually<number> {
    const { model, digit, objective } = this.#ranked;
    return whenKnown(model.exactLogits(image), (logits) => objective.rank(logits, 0, digit));
  }
}
