/** The independent noise that every image passes through, digit or not, so that noise by itself tells nothing. */
import { binarise } from '../../judging/pixels.ts';
import { INK_THRESHOLD } from '../../math/components.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';

/** Largest share of flipped pixels. At 45% a person is hardly better than chance. */
const MAX_FLIPS = 0.45;

/** Share of images without noise: enough for the accuracy on clean digits, which are learnt sooner than noisy ones. */
const CLEAN_SHARE = 1 / 4;

/** Share of noisy images whose ink and ground are flipped at rates of their own. */
const UNEQUAL_SHARE = 1 / 4;

const TWO_32 = 0x100000000;

/** An image [784] in [0, 1] seen through noise, and the rate of the noise; for two rates the larger one. */
export interface NoisyImage {
  readonly image: Float32Array;
  readonly flipped: number;
}

/**
 * The image binarised in half of the cases; then a quarter stays clean, and in the others each pixel is replaced by 1 -
 * value at a rate drawn from [0, 0.45), or at two such rates, one for ink and one for the ground. Keeps [0, 1].
 */
export function passThroughNoise(image: Float32Array, stream: Stream): NoisyImage {
  const seen = drawUniform(stream) < 0.5 ? binarise(image) : image;
  if (drawUniform(stream) < CLEAN_SHARE) return { image: seen, flipped: 0 };
  const inkRate = MAX_FLIPS * drawUniform(stream);
  const groundRate = drawUniform(stream) < UNEQUAL_SHARE ? MAX_FLIPS * drawUniform(stream) : inkRate;
  return { image: flipByInk(seen, inkRate, groundRate, stream), flipped: Math.max(inkRate, groundRate) };
}

/** Each pixel replaced by 1 - value: with probability `inkRate` where it is at least one half, else `groundRate`. */
export function flipByInk(
  image: Float32Array,
  inkRate: number,
  groundRate: number,
  stream: Stream,
): Float32Array {
  const [ink, ground] = [inkRate * TWO_32, groundRate * TWO_32];
  return image.map((value) =>
    stream.nextUint32() < (value >= INK_THRESHOLD ? ink : ground) ? 1 - value : value,
  );
}
