/** Labelled mixtures of digits and non-digits in noise: what the cnn learns from, and what judges are calibrated and measured on. */

import { ANSWERS } from '../judging/answers.ts';
import { PIXELS } from '../math/images.ts';
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

/** Images [n, 784] in [0, 1] and the answers to them, distributions [n, 11]. */
export interface LabelledMixture {
  readonly images: Float32Array;
  readonly targets: Float32Array;
}

/**
 * `count` independent draws: a digit in three of five cases, else a non-digit of one of `kinds`, each entry equally
 * likely; then the noise.
 */
export function drawLabelledMixture(
  count: number,
  source: DigitSource,
  stream: Stream,
  kinds: readonly SeenKind[] = SEEN_KINDS,
): LabelledMixture {
  const images = new Float32Array(count * PIXELS);
  const targets = new Float32Array(count * ANSWERS);
  for (let at = 0; at < count; at++) {
    const { image, target } = drawExample(source, stream, kinds);
    images.set(passThroughNoise(image, stream), at * PIXELS);
    targets.set(target, at * ANSWERS);
  }
  return { images, targets };
}

function drawExample(source: DigitSource, stream: Stream, kinds: readonly SeenKind[]): LabelledExample {
  if (drawUniform(stream) < DIGIT_SHARE) {
    const { image, label } = drawDigit(source, stream);
    return { image, target: certainTarget(label) };
  }
  return makeNonDigit(kinds[drawBelow(stream, kinds.length)]!, source, stream);
}
