/**
 * A local search for the most and the least recognisable image that a model likes almost as much as its idea: from the ideas,
 * a few of the flips at a time that cost the least logit.
 *
 * Every reader (the panel, each family of judges) holds its own two best images. In each round every reader's is changed a
 * few times, all readers read all changed images, and each takes those that are better for it, whoever proposed them. The
 * interval that is found is inside the true one, which is at least as wide.
 */

import { CLASSES, PIXELS, stackImages } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { drawBelow, drawPermutation, openStream, type Stream } from '../../math/streams.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { viewModel } from '../../search/modelView.ts';

/** P(digit) [n] of images [784] by reader. */
export type ReadImages = (
  images: readonly Float32Array[],
) => Promise<Readonly<Record<string, ArrayLike<number>>>>;

/** What is searched for, and with how much effort. */
export interface LegibilityTask {
  readonly digit: number;
  /** The least logit of the digit that an image may have. */
  readonly floor: number;
  /** Binary images [784] of at least that logit, at least one. */
  readonly starts: readonly Float32Array[];
  /** Pixels that readers see. */
  readonly seen: readonly number[];
  /** Most images that are read, the starts among them unless they alone are more. */
  readonly reads: number;
}

/** An image that was read. */
export interface ReadImage {
  readonly image: Float32Array;
  readonly score: number;
  readonly logit: number;
}

/** What one reader finds most and least recognisable; `idea`: its score of the first start. */
export interface FoundInterval {
  readonly idea: number;
  least: ReadImage;
  most: ReadImage;
}

const ENDS = ['most', 'least'] as const;
type End = (typeof ENDS)[number];

/** Of the flips that cost least, so many are drawn from; and how many at once. */
const CHEAPEST = 128;
const FLIPS = [1, 2, 4, 8];

/** Images that each reader has read in a round, and how many are drawn for them, of which some cost too much logit. */
const PER_READER = 5;
const DRAWN = 25;

/** The interval of every reader, and the number of images read. The stream is `experiments/legibility/DIGIT` of seed 0. */
export async function searchExtremes(
  model: SearchableModel,
  read: ReadImages,
  task: LegibilityTask,
): Promise<{ reads: number; intervals: Record<string, FoundInterval> }> {
  const logits = await logitsOf(model, task, task.starts);
  const held = new HeldImages(await read(task.starts), task.starts, logits);
  const stream = openStream(0, `experiments/legibility/${task.digit}`);
  let reads = task.starts.length;
  let idle = 0;
  for (let round = 0; reads < task.reads && idle < ENDS.length; round++) {
    const proposed: Omit<ReadImage, 'score'>[] = [];
    for (const image of held.listHeld(ENDS[round % ENDS.length]!)) {
      proposed.push(...(await propose(model, task, image, stream)));
    }
    const shown = proposed.slice(0, task.reads - reads);
    idle = shown.length === 0 ? idle + 1 : 0;
    if (shown.length === 0) continue;
    const images = shown.map(({ image }) => image);
    held.offer(
      await read(images),
      images,
      shown.map(({ logit }) => logit),
    );
    reads += shown.length;
  }
  return { reads, intervals: held.intervals };
}

/** What every reader holds. */
class HeldImages {
  readonly intervals: Record<string, FoundInterval> = {};

  constructor(
    scores: Readonly<Record<string, ArrayLike<number>>>,
    images: readonly Float32Array[],
    logits: readonly number[],
  ) {
    for (const [reader, own] of Object.entries(scores)) {
      const first: ReadImage = { image: images[0]!, score: own[0]!, logit: logits[0]! };
      this.intervals[reader] = { idea: first.score, least: first, most: first };
    }
    this.offer(scores, images, logits);
  }

  /** The image that each reader holds at one end. */
  listHeld(end: End): Float32Array[] {
    return Object.values(this.intervals).map((interval) => interval[end].image);
  }

  /** Has every reader take the images that are better for it. */
  offer(
    scores: Readonly<Record<string, ArrayLike<number>>>,
    images: readonly Float32Array[],
    logits: readonly number[],
  ): void {
    for (const [reader, interval] of Object.entries(this.intervals)) {
      images.forEach((image, k) => {
        const one: ReadImage = { image, score: scores[reader]![k]!, logit: logits[k]! };
        if (one.score > interval.most.score) interval.most = one;
        if (one.score < interval.least.score) interval.least = one;
      });
    }
  }
}

/** Changed images that the model still likes enough, at most {@link PER_READER}. */
async function propose(
  model: SearchableModel,
  task: LegibilityTask,
  image: Float32Array,
  stream: Stream,
): Promise<Omit<ReadImage, 'score'>[]> {
  const cheapest = await listCheapestFlips(model, task, image);
  const drawn = Array.from({ length: DRAWN }, () => {
    const count = FLIPS[drawBelow(stream, FLIPS.length)]!;
    const order = drawPermutation(stream, cheapest.length);
    return flip(
      image,
      Array.from(order.subarray(0, count), (at) => cheapest[at]!),
    );
  });
  const logits = await logitsOf(model, task, drawn);
  return drawn
    .map((changed, k) => ({ image: changed, logit: logits[k]! }))
    .filter(({ logit }) => logit >= task.floor)
    .slice(0, PER_READER);
}

/** The seen pixels whose single flips leave the most logit, the best first. */
async function listCheapestFlips(
  model: SearchableModel,
  { digit, seen }: LegibilityTask,
  image: Float32Array,
): Promise<number[]> {
  const view = viewModel(model);
  const flips = seen.map((pixel) => ({ pixel, value: 1 - image[pixel]! }));
  const logits = await view.logitsOfCandidates([view.hold(image.slice())], [flips]);
  const after = seen.map((pixel, k) => ({ pixel, logit: rowOf(logits, k, CLASSES)[digit]! }));
  return after
    .sort((a, b) => b.logit - a.logit || a.pixel - b.pixel)
    .slice(0, CHEAPEST)
    .map(({ pixel }) => pixel);
}

function flip(image: Float32Array, pixels: readonly number[]): Float32Array {
  const flipped = image.slice();
  for (const pixel of pixels) flipped[pixel] = 1 - flipped[pixel]!;
  return flipped;
}

/** The model's logit of the digit of each image. */
async function logitsOf(
  model: SearchableModel,
  { digit }: LegibilityTask,
  images: readonly Float32Array[],
): Promise<number[]> {
  const logits = await model.logits(stackImages(images));
  return images.map((_, row) => rowOf(logits, row, CLASSES)[digit]!);
}

/** Pixels [784] that `hidden` does not hide. */
export function listSeenPixels(hidden: readonly boolean[]): number[] {
  return Array.from({ length: PIXELS }, (_, pixel) => pixel).filter((pixel) => !hidden[pixel]);
}
