/**
 * A mixture of Bernoullis: each component is a blurred prototype, a probability of ink for every pixel.
 *
 * Bishop, "Pattern Recognition and Machine Learning", 2006, section 9.3.3, which fits one to these very digits.
 */
import { PIXELS } from '../../math/images.ts';

/** `logWeights` [K], in nats; `ink` [K, 784]: P(pixel = 1) in (0, 1). */
export interface BernoulliMixture {
  readonly logWeights: Float64Array;
  readonly ink: Float64Array;
}

/** Indices of the ink pixels of every binary image of [n, 784]: digits are mostly ground, and sums skip it. */
export function listInk(images: Float32Array): Uint16Array[] {
  return Array.from({ length: images.length / PIXELS }, (_, row) => {
    const pixels: number[] = [];
    for (let pixel = 0; pixel < PIXELS; pixel++) if (images[row * PIXELS + pixel]! >= 0.5) pixels.push(pixel);
    return Uint16Array.from(pixels);
  });
}
