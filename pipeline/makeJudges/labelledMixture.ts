/** Labelled mixtures of digits and non-digits in noise: what the cnn learns from, and what judges are calibrated and measured on. */

import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';
import { MOST_FLIPPED, type Tolerance } from '../judging/tolerance.ts';
import { PIXELS, stackImages } from '../math/images.ts';
import { drawBelow, drawUniform, type Stream } from '../math/streams.ts';
import { passThroughNoise } from './augment.ts';
import {
  type DigitSource,
  drawDigit,
  type LabelledExample,
  makeNonDigit,
  SEEN_KINDS,
  type SeenKind,
} from './nonDigits.ts';
import { certainTarget } from './targets.ts';

/** The prior of the mixture: more digits than not, because digits, above all noisy ones, are harder to learn. */
const DIGIT_SHARE = 0.6;

/** Images [n, 784] in [0, 1] and the answers to them, distributions [n, 11], whatever their noise. */
export interface LabelledMixture {
  readonly images: Float32Array;
  readonly targets: Float32Array;
  /** The rate [n] at which independent noise flipped the pixels. */
  readonly flipped: Float32Array;
}

/** What images are for. */
export type Purpose = 'learning' | 'calibrating' | 'testing';

/** The answers [n, 11] at a tolerance: where more than it allows was flipped, a digit's share is "not a digit". */
export function targetsAt({ targets, flipped }: LabelledMixture, tolerance: Tolerance): Float32Array {
  const seen = targets.slice();
  flipped.forEach((rate, row) => {
    if (rate > MOST_FLIPPED[tolerance]) seen.set(certainTarget(NOT_A_DIGIT), row * ANSWERS);
  });
  return seen;
}

/**
 * `count` independent draws: a digit in three of five cases, else a non-digit of one of the kinds of `purpose`, each equally
 * likely; then the noise.
 */
export function drawMixture(
  _purpose: Purpose,
  count: number,
  source: DigitSource,
  stream: Stream,
): LabelledMixture {
  const images = new Float32Array(count * PIXELS);
  const targets = new Float32Array(count * ANSWERS);
  const flipped = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const { image, target } = drawExample(source, stream, SEEN_KINDS);
    const noisy = passThroughNoise(image, stream);
    images.set(noisy.image, at * PIXELS);
    flipped[at] = noisy.flipped;
    targets.set(target, at * ANSWERS);
  }
  return { images, targets, flipped };
}

/** Clean non-digits [n, 784] that have structure, for models of what is no digit. */
export function drawStructured(count: number, source: DigitSource, stream: Stream): Float32Array {
  const images = Array.from(
    { length: count },
    (_, at) =>
      makeNonDigit((['collage', 'overlay', 'shuffled lines', 'blobs'] as const)[at % 4]!, source, stream)
        .image,
  );
  return stackImages(images);
}

function drawExample(source: DigitSource, stream: Stream, kinds: readonly SeenKind[]): LabelledExample {
  if (drawUniform(stream) < DIGIT_SHARE) {
    const { image, label } = drawDigit(source, stream);
    return { image, target: certainTarget(label) };
  }
  return makeNonDigit(kinds[drawBelow(stream, kinds.length)]!, source, stream);
}
