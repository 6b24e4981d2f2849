/** Images that lie between a digit and none, or between two digits, so that P(intended) fills [0, 1]. */
import { blend } from '../../judging/pixels.ts';
import { INK_THRESHOLD } from '../../math/components.ts';
import { SIDE } from '../../math/images.ts';
import { signedDistance } from '../../math/signedDistance.ts';
import { drawUniform, type Stream } from '../../math/streams.ts';
import { erasedTarget, overlayTarget } from '../targets.ts';
import { drawBetween, drawDirection } from './draws.ts';
import { type DigitSource, drawDigit, drawTwoDigits, type LabelledExample } from './example.ts';
import { imageOf } from './patterns.ts';

/** A digit without what lies on one side of a straight edge, over the whole range from nothing gone to all. */
export function eraseDigit(source: DigitSource, stream: Stream): LabelledExample {
  const { image, label } = drawDigit(source, stream);
  const [u, v] = drawDirection(stream);
  const edge = drawBetween(-11, 11, stream);
  const erased = imageOf((x, y) => (u * (x - 13.5) + v * (y - 13.5) > edge ? 0 : image[y * SIDE + x]!));
  return { image: erased, target: erasedTarget(label, total(erased) / total(image)), parts: [label] };
}

/**
 * A shape between two digits of different classes: where (1 - s) times the signed distance of the first plus s times that
 * of the second is least, on as many pixels as (1 - s) and s times the ink of the two, with s drawn from [0, 1).
 */
export function morphDigits(source: DigitSource, stream: Stream): LabelledExample {
  const [first, second] = drawTwoDigits(source, stream);
  const share = drawUniform(stream);
  const distance = blend(signedDistance(first.image), signedDistance(second.image), share);
  const ink = Math.round((1 - share) * countInk(first.image) + share * countInk(second.image));
  const level = distance.slice().sort()[ink]!;
  return {
    image: distance.map((away) => Math.min(1, Math.max(0, 0.5 + level - away))),
    target: overlayTarget(first.label, second.label, 1 - share, share),
    parts: [first.label, second.label],
  };
}

function countInk(image: Float32Array): number {
  return image.reduce((count, value) => count + Number(value >= INK_THRESHOLD), 0);
}

function total(image: Float32Array): number {
  return image.reduce((sum, value) => sum + value, 0);
}
