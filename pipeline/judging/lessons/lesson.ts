/** The mixture of digits and non-digits that the network learns from and is calibrated on. */
import { PIXELS } from '../../math/images.ts';
import { drawBelow, drawUniform, type Stream } from '../../math/streams.ts';
import { ANSWERS } from '../answers.ts';
import { passThroughNoise } from './augment.ts';
import {
  drawDigit,
  type Exposure,
  type Material,
  makeNonDigit,
  SEEN_KINDS,
  type SeenKind,
} from './nonDigits.ts';
import { certainTarget } from './targets.ts';

/** The prior of the mixture: more digits than not, because digits, above all noisy ones, are the harder lesson. */
const DIGIT_SHARE = 0.6;

/** Images [n, 784] in [0, 1] and the answers to them, distributions [n, 11]. */
export interface Lesson {
  readonly images: Float32Array;
  readonly targets: Float32Array;
}

/**
 * `count` independent draws: a digit in three of five cases, else a non-digit of one of `kinds`, each entry equally
 * likely; then the noise.
 */
export function drawLesson(
  count: number,
  material: Material,
  stream: Stream,
  kinds: readonly SeenKind[] = SEEN_KINDS,
): Lesson {
  const images = new Float32Array(count * PIXELS);
  const targets = new Float32Array(count * ANSWERS);
  for (let at = 0; at < count; at++) {
    const { image, target } = drawExposure(material, stream, kinds);
    images.set(passThroughNoise(image, stream), at * PIXELS);
    targets.set(target, at * ANSWERS);
  }
  return { images, targets };
}

function drawExposure(material: Material, stream: Stream, kinds: readonly SeenKind[]): Exposure {
  if (drawUniform(stream) < DIGIT_SHARE) {
    const { image, label } = drawDigit(material, stream);
    return { image, target: certainTarget(label) };
  }
  return makeNonDigit(kinds[drawBelow(stream, kinds.length)]!, material, stream);
}
