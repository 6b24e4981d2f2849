/**
 * Zones: sums over overlapping squares of an image, so that what moves by a pixel moves a part of its sum to the next
 * zone, and nothing jumps.
 */
import { PIXELS, SIDE } from '../../math/images.ts';

/** A square grid of zones over an image, with weights that fall linearly from 1 in a zone's middle to 0 in its neighbours'. */
export class Zones {
  /** Number of sums: side * side * channels, row-major, [side, side, channels]. */
  readonly length: number;
  readonly #channels: number;
  readonly #below: number;
  /** [784]: where the sums of the upper left of the four zones around a pixel begin. */
  readonly #starts = new Int32Array(PIXELS);
  /** [784, 4]: the weights of those zones: upper left, upper right, lower left, lower right. */
  readonly #weights = new Float64Array(PIXELS * 4);

  /** `side` zones along each axis, `spacing` pixels apart, about the middle of the image, with `channels` sums each. */
  constructor(side: number, spacing: number, channels: number) {
    this.length = side * side * channels;
    this.#channels = channels;
    this.#below = side * channels;
    const places = Array.from({ length: SIDE }, (_, at) => {
      const place = (at - (SIDE - 1) / 2) / spacing + (side - 1) / 2;
      const inside = Math.min(side - 1, Math.max(0, place));
      const first = Math.min(side - 2, Math.floor(inside));
      return { first, share: inside - first };
    });
    for (let at = 0; at < PIXELS; at++) {
      const { first: left, share: right } = places[at % SIDE]!;
      const { first: top, share: low } = places[Math.floor(at / SIDE)]!;
      this.#starts[at] = (top * side + left) * channels;
      const weights = [(1 - low) * (1 - right), (1 - low) * right, low * (1 - right), low * right];
      this.#weights.set(weights, 4 * at);
    }
  }

  /** Adds `value` at a pixel to the four zones around it, in `channel`. */
  add(pixel: number, value: number, channel: number, sums: Float64Array): void {
    const at = this.#starts[pixel]! + channel;
    const weights = this.#weights;
    sums[at]! += value * weights[4 * pixel]!;
    sums[at + this.#channels]! += value * weights[4 * pixel + 1]!;
    sums[at + this.#below]! += value * weights[4 * pixel + 2]!;
    sums[at + this.#below + this.#channels]! += value * weights[4 * pixel + 3]!;
  }
}
