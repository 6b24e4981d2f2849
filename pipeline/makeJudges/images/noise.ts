/** The independent noise that every image passes through, digit or not, so that noise by itself tells nothing. */
import { binarise } from '../../judging/pixels.ts';
import { INK_THRESHOLD } from '../../math/components.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';
import { drawOneOf } from './draws.ts';
import type { DigitSource } from './example.ts';

/** Largest share of flipped pixels. At 45% a person is hardly better than chance. */
const MAX_FLIPS = 0.45;

/** Share of images without noise: enough for the accuracy on clean digits, which are learnt sooner than noisy ones. */
const CLEAN_SHARE = 1 / 4;

/** Share of noisy images whose ink and ground are flipped at rates of their own, and of those with a margin of its own. */
const UNEQUAL_SHARE = 1 / 4;
const MARGIN_SHARE = 1 / 4;

/**
 * The margin is where fewer than one of these shares of the training images have ink, each equally often: what a network
 * shows there says little, since its weights there hardly ever moved.
 */
const MARGINS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2] as const;

/** At this rate nothing is left of what stood at the margin. */
const MAX_MARGIN_FLIPS = 0.5;

/** Share of margins that are full of ink, but for flips, and share of images with a margin of its own that are clean otherwise. */
const INKED_SHARE = 1 / 2;
const CLEAN_CENTRE_SHARE = 1 / 2;

const TWO_32 = 0x100000000;

/** An image [784] in [0, 1] seen through noise, and the rate of the noise; of ink and ground the larger, the margin's left out. */
export interface NoisyImage {
  readonly image: Float32Array;
  readonly flipped: number;
}

/**
 * The image binarised in half of the cases; then a quarter stays clean, and in the others each pixel is replaced by 1 -
 * value at a rate drawn from [0, 0.45); in a quarter of these ink and ground have a rate each. In another quarter, where
 * `inkedShares` [784] tells the margin, that has noise of its own, and the rest is clean in half of the cases. Keeps [0, 1].
 */
export function passThroughNoise(
  image: Float32Array,
  stream: Stream,
  inkedShares?: DigitSource['inkedShares'],
): NoisyImage {
  const seen = drawUniform(stream) < 0.5 ? binarise(image) : image;
  if (drawUniform(stream) < CLEAN_SHARE) return { image: seen, flipped: 0 };
  const rate = MAX_FLIPS * drawUniform(stream);
  const choice = drawUniform(stream);
  if (choice < UNEQUAL_SHARE) {
    const groundRate = MAX_FLIPS * drawUniform(stream);
    return { image: flipByInk(seen, rate, groundRate, stream), flipped: Math.max(rate, groundRate) };
  }
  if (inkedShares === undefined || choice >= UNEQUAL_SHARE + MARGIN_SHARE) {
    return { image: flipByInk(seen, rate, rate, stream), flipped: rate };
  }
  const flipped = drawUniform(stream) < CLEAN_CENTRE_SHARE ? 0 : rate;
  return { image: drawMargin(flipByInk(seen, flipped, flipped, stream), inkedShares, stream), flipped };
}

/**
 * An image [784] with noise of its own at a margin, which is as it was or full of ink before pixels are flipped there at a
 * rate drawn from [0, 0.5).
 */
export function drawMargin(image: Float32Array, inkedShares: Float64Array, stream: Stream): Float32Array {
  const rate = MAX_MARGIN_FLIPS * drawUniform(stream);
  const margin = drawOneOf(MARGINS, stream);
  const before = drawUniform(stream) < INKED_SHARE ? image.map(() => 1) : image;
  const apart = flipByInk(before, rate, rate, stream);
  return image.map((value, at) => (inkedShares[at]! < margin ? apart[at]! : value));
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
