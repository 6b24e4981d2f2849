/** The best image known so far, and what makes a proposed one better: flips of single pixels, and of two at once. */
import { type AffineLayer, applyAffine, evaluateAbove, type ReluNetwork } from './reluNetwork.ts';

/** Pixels whose pairs are tried: all would be 300,000 pairs an image. */
const PAIRED = 128;

/** The best of all images that were offered. */
export class Incumbent {
  logit = Number.NEGATIVE_INFINITY;
  image: Float64Array;
  readonly #network: ReluNetwork;

  constructor(network: ReluNetwork) {
    this.#network = network;
    this.image = new Float64Array(network.hidden[0]!.inputs);
    this.offer(this.image);
  }

  /** Takes the image, made better by single flips, if it is better than the best. Returns whether it is. */
  offer(image: ArrayLike<number>): boolean {
    return this.#take(new Neighbourhood(this.#network, image));
  }

  /** The same, by flips of two pixels as well, of those that `cost` says change least. */
  offerPaired(image: ArrayLike<number>, cost: ArrayLike<number>): boolean {
    const neighbourhood = new Neighbourhood(this.#network, image);
    const cheapest = Array.from({ length: image.length }, (_, pixel) => pixel)
      .sort((a, b) => Math.abs(cost[a]!) - Math.abs(cost[b]!))
      .slice(0, PAIRED);
    do neighbourhood.climb();
    while (neighbourhood.flipPair(cheapest));
    return this.#take(neighbourhood);
  }

  #take(neighbourhood: Neighbourhood): boolean {
    neighbourhood.climb();
    if (neighbourhood.logit <= this.logit) return false;
    this.logit = neighbourhood.logit;
    this.image = neighbourhood.image;
    return true;
  }
}

/** A binary image and the images next to it. */
class Neighbourhood {
  readonly image: Float64Array;
  logit: number;
  readonly #network: ReluNetwork;
  readonly #first: AffineLayer;
  #z: Float64Array;
  readonly #moved: Float64Array;

  constructor(network: ReluNetwork, image: ArrayLike<number>) {
    this.#network = network;
    this.#first = network.hidden[0]!;
    this.image = Float64Array.from(image, (value) => (value > 0.5 ? 1 : 0));
    this.#z = applyAffine(this.#first, this.image);
    this.#moved = new Float64Array(this.#z.length);
    this.logit = this.#logitAfter([]);
  }

  /** Flips pixels in raster order until no single flip raises the logit. */
  climb(): void {
    const pixels = this.image.length;
    for (let pixel = 0, refused = 0; refused < pixels; pixel = (pixel + 1) % pixels) {
      refused = this.#flipIfBetter([pixel]) ? 0 : refused + 1;
    }
  }

  /** Flips the first pair of `pixels` that raises the logit; false where there is none. */
  flipPair(pixels: readonly number[]): boolean {
    return pixels.some((one, k) => pixels.slice(0, k).some((other) => this.#flipIfBetter([one, other])));
  }

  #flipIfBetter(pixels: readonly number[]): boolean {
    const logit = this.#logitAfter(pixels);
    if (logit <= this.logit) return false;
    for (const pixel of pixels) this.image[pixel] = 1 - this.image[pixel]!;
    this.logit = logit;
    // Anew, so that no drift builds up.
    this.#z = applyAffine(this.#first, this.image);
    return true;
  }

  #logitAfter(flips: readonly number[]): number {
    const { weights, outputs } = this.#first;
    this.#moved.set(this.#z);
    for (const pixel of flips) {
      const change = 1 - 2 * this.image[pixel]!;
      for (let j = 0; j < outputs; j++) {
        this.#moved[j] = this.#moved[j]! + change * weights[pixel * outputs + j]!;
      }
    }
    return evaluateAbove(this.#network.hidden.slice(1), this.#network.last, this.#moved);
  }
}
