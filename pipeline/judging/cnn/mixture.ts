/** The mixture of digits and non-digits that the network learns from and is calibrated on. */
import { PIXELS } from '../../math/images.ts';
import { drawBelow, drawUniform, type Stream } from '../../math/streams.ts';
import { passThroughNoise } from './augment.ts';
import { drawDigit, type Exposure, type Material, makeNonDigit, SEEN_KINDS } from './nonDigits.ts';
import { ANSWERS, certainTarget } from './targets.ts';

/** Before it has looked, a reader has no reason to expect a digit rather than something else. */
const DIGIT_SHARE = 0.5;

/** Images [n, 784] in [0, 1] and the answers to them, distributions [n, 11]. */
export interface Lesson {
  readonly images: Float32Array;
  readonly targets: Float32Array;
}

/** `count` independent draws: a digit or, equally likely, a non-digit of a kind drawn uniformly; then the noise. */
export function drawLesson(count: number, material: Material, stream: Stream): Lesson {
  const images = new Float32Array(count * PIXELS);
  const targets = new Float32Array(count * ANSWERS);
  for (let at = 0; at < count; at++) {
    const { image, target } = drawExposure(material, stream);
    images.set(passThroughNoise(image, stream), at * PIXELS);
    targets.set(target, at * ANSWERS);
  }
  return { images, targets };
}

function drawExposure(material: Material, stream: Stream): Exposure {
  if (drawUniform(stream) < DIGIT_SHARE) {
    const { image, label } = drawDigit(material.digits, stream);
    return { image, target: certainTarget(label) };
  }
  return makeNonDigit(SEEN_KINDS[drawBelow(stream, SEEN_KINDS.length)]!, material, stream);
}
