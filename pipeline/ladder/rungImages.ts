/** Images of one kind on a rung of the ladder. */
import type { LabelledImages } from '../engine/engine.ts';
import { unitImage } from '../judging/lessons/augment.ts';
import { PIXELS } from '../math/images.ts';
import { drawPermutation, openStream, type Stream } from '../math/streams.ts';

/** Images of one kind, each meant to be a digit. */
export interface RungImages {
  readonly rung: number;
  readonly kind: string;
  /** One sentence. */
  readonly description: string;
  /** [n, 784] in [0, 1]. */
  readonly images: Float32Array;
  /** [n] */
  readonly digits: readonly number[];
  /** The judge that the images were optimised against, where there is one. */
  readonly attacked?: string;
  /** The share of their pixels that was flipped, on rung 5. */
  readonly flipRate?: number;
  /** How many neighbouring images are of one model; each stands alone where not given. */
  readonly together?: number;
}

/** An image [784] and the digit it is meant to be. */
export interface Meant {
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
  { count, seed }: RungTask,
  rung: number,
  kind: string,
  description: string,
  make: (stream: Stream, at: number) => Meant,
): RungImages {
  const stream = openStream(seed, `ladder/${rung}/${kind}`);
  const made = Array.from({ length: count }, (_, at) => make(stream, at));
  return { rung, kind, description, ...stackImages(made) };
}

/** Images side by side [n, 784] with the digits they are meant to be. */
export function stackImages(made: readonly Meant[]): { images: Float32Array; digits: number[] } {
  const images = new Float32Array(made.length * PIXELS);
  made.forEach(({ image }, at) => {
    images.set(image, at * PIXELS);
  });
  return { images, digits: made.map(({ digit }) => digit) };
}

/** `count` different test digits, the same for every rung; all of them where there are fewer. */
export function chooseDigits({ digits, count, seed }: RungTask): Meant[] {
  const order = drawPermutation(openStream(seed, 'ladder/digits'), digits.labels.length);
  return Array.from(order.subarray(0, count), (row) => ({
    image: unitImage(digits, row),
    digit: digits.labels[row]!,
  }));
}
