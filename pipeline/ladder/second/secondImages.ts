/** Images of one kind on the second ladder, and how its makers put them together. */
import type { LabelledImages } from '../../engine/engine.ts';
import { bytesToUnit, stackImages, unitToBytes } from '../../math/images.ts';
import { openStream, type Stream } from '../../math/streams.ts';
import type { MeantImage } from '../rungImages.ts';
import type { Group, SecondKindName } from './kinds.ts';

/** Images of one kind. */
export interface SecondImages {
  readonly group: Group;
  readonly kind: SecondKindName;
  /** One sentence. */
  readonly description: string;
  /** [n, 784], whole bytes / 255. */
  readonly images: Float32Array;
  /** The digits [n] that they show or are ideas of; null where they show none. */
  readonly digits: readonly number[] | null;
  /** How many neighbouring images are of one model; each stands alone where not given. */
  readonly groupSize?: number;
}

/** What the second ladder is made from. */
export interface SecondTask {
  /** Test digits that no judge has learnt from. */
  readonly test: LabelledImages;
  readonly seed: number;
  /** The share of every kind's images that is made, in (0, 1]; 1 is a whole run. */
  readonly share: number;
}

/** `count` images of a whole run, cut to the task's share; at least two. */
export function shareOf({ share }: Pick<SecondTask, 'share'>, count: number): number {
  return Math.max(2, Math.round(share * count));
}

/** Digits, each changed by `make` with a stream of its own, `second/KIND/AT`: a change's draws do not depend on others'. */
export function changeDigits(
  { seed }: Pick<SecondTask, 'seed'>,
  digits: readonly MeantImage[],
  { group, kind, description }: Pick<SecondImages, 'group' | 'kind' | 'description'>,
  make: (image: Float32Array, stream: Stream) => Float32Array,
): SecondImages {
  const images = digits.map(({ image }, at) => make(image, openStream(seed, `second/${kind}/${at}`)));
  return {
    ...{ group, kind, description },
    images: roundToBytes(images),
    digits: digits.map(({ digit }) => digit),
  };
}

/** `count` images of no digit, made one by one from the stream `second/KIND`. */
export function makeNonDigits(
  { seed }: Pick<SecondTask, 'seed'>,
  count: number,
  { group, kind, description }: Pick<SecondImages, 'group' | 'kind' | 'description'>,
  make: (stream: Stream, at: number) => Float32Array,
): SecondImages {
  const stream = openStream(seed, `second/${kind}`);
  const images = Array.from({ length: count }, (_, at) => make(stream, at));
  return { ...{ group, kind, description }, images: roundToBytes(images), digits: null };
}

/**
 * Images [784] as one array [n, 784], clipped to [0, 1] and rounded to whole bytes / 255, so that the last bit of a sine
 * or an exponential, which is not defined, does not change them.
 */
export function roundToBytes(images: readonly Float32Array[]): Float32Array {
  return bytesToUnit(unitToBytes(stackImages(images)));
}
