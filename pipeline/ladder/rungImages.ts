/** Images of one kind on a rung of the ladder. */
import type { LabelledImages } from '../engine/engine.ts';
import { unitImage } from '../judging/pixels.ts';
import { stackImages } from '../math/images.ts';
import { drawPermutation, openStream, type Stream } from '../math/streams.ts';
import { type LadderKindName, rungOf } from './kinds.ts';

/** Images, each meant to be a digit. */
export interface MeantImages {
  /** [n, 784] in [0, 1]. */
  readonly images: Float32Array;
  /** [n] */
  readonly digits: readonly number[];
}

/** Images of one kind; its rung is {@link rungOf} it. */
export interface RungImages extends MeantImages {
  readonly kind: LadderKindName;
  /** One sentence. */
  readonly description: string;
  /** The judge that the images were optimised against, where there is one. */
  readonly attacked?: string;
  /** The share of their pixels that was flipped, on rung 5. */
  readonly flipRate?: number;
  /** How many neighbouring images are of one model; each stands alone where not given. */
  readonly groupSize?: number;
}

/** An image [784] and the digit it is meant to be. */
export interface MeantImage {
  readonly image: Float32Array;
  readonly digit: number;
}

/** What a rung is made of. */
export interface RungTask {
  /** Test digits that no judge has learnt from. */
  readonly digits: LabelledImages;
  /** Images of each kind. */
  readonly count: number;
  readonly seed: number;
}

/** `count` images made one by one from the stream `ladder/RUNG/KIND`. */
export function makeKind(
  { count, seed }: Omit<RungTask, 'digits'>,
  kind: LadderKindName,
  description: string,
  make: (stream: Stream, at: number) => MeantImage,
): RungImages {
  const stream = openStream(seed, `ladder/${rungOf(kind)}/${kind}`);
  const made = Array.from({ length: count }, (_, at) => make(stream, at));
  return { kind, description, ...stackMeant(made) };
}

/** Images side by side [n, 784] with the digits they are meant to be. */
export function stackMeant(made: readonly MeantImage[]): MeantImages {
  return { images: stackImages(made.map(({ image }) => image)), digits: made.map(({ digit }) => digit) };
}

/** `count` different test digits, the same for every rung; all of them where there are fewer. */
export function chooseDigits({ digits, count, seed }: RungTask): MeantImage[] {
  const order = drawPermutation(openStream(seed, 'ladder/digits'), digits.labels.length);
  return Array.from(order.subarray(0, count), (row) => ({
    image: unitImage(digits, row),
    digit: digits.labels[row]!,
  }));
}
