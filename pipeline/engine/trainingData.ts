/**
 * What a model's settings do to its training images: which of them it sees, which labels are shuffled, which pixels are
 * flipped. All of it is drawn under the model's seed, from streams of its own.
 */
import { PIXELS } from '../math/images.ts';
import { drawPermutation, openStream, shuffleInPlace } from '../math/streams.ts';
import type { Settings } from '../study/axes.ts';
import { expected } from '../study/errors.ts';
import type { LabelledImages, Trainer } from './engine.ts';
import { selectImages } from './selectImages.ts';

/** A model that is to be trained: its name in messages, how, and the seed of all that is random about it. */
export interface ModelPlan {
  readonly name: string;
  readonly settings: Settings;
  readonly seed: number;
}

/** Bytes of flips that are held at once, but for a batch that has more. */
const MOST_FLIPS = 64 * 1024 * 1024;

/** Values that a draw of 32 bits can have. */
const DRAWS = 0x100000000;

/**
 * The images that a model is trained on: those that `trainImages` leaves, with the labels that `labelShuffle` gives them.
 * Throws a UserError where there are fewer images than `trainImages`, or fewer than one batch.
 */
export function prepareTrainingImages(
  { name, settings, seed }: ModelPlan,
  data: LabelledImages,
): LabelledImages {
  const available = data.labels.length;
  const { trainImages, labelShuffle, batch } = settings;
  const images = trainImages ?? available;
  if (images > available) {
    const most = `at most ${available} trainImages (all there are)`;
    throw expected(name, most, String(images), 'lower trainImages, or use a larger dataset');
  }
  if (batch > images) {
    const most = `a batch of at most ${images} (the training images)`;
    throw expected(name, most, String(batch), 'lower the batch size, or use more training images');
  }
  return shuffleLabels(chooseImages(data, images, seed), labelShuffle, seed);
}

/**
 * `count` of the images, in their order: the first of a permutation from the stream `train-images`, sorted. All of them are
 * the data as it is.
 */
export function chooseImages(data: LabelledImages, count: number, seed: number): LabelledImages {
  const available = data.labels.length;
  return count === available ? data : selectImages(data, chooseRows(available, count, seed));
}

/** The rows of the images that {@link chooseImages} leaves of `available`. */
export function chooseRows(available: number, count: number, seed: number): Int32Array {
  return drawPermutation(openStream(seed, 'train-images'), available).slice(0, count).sort();
}

/**
 * The images with the labels of round(share * n) of them permuted among themselves. The stream `label-shuffle` gives a
 * permutation of all images, whose first are those, and then the order of their labels.
 */
export function shuffleLabels(data: LabelledImages, share: number, seed: number): LabelledImages {
  const count = Math.round(share * data.labels.length);
  if (count === 0) return data;
  const stream = openStream(seed, 'label-shuffle');
  const chosen = drawPermutation(stream, data.labels.length).subarray(0, count);
  const shuffled = shuffleInPlace(
    stream,
    Uint8Array.from(chosen, (row) => data.labels[row]!),
  );
  const labels = data.labels.slice();
  chosen.forEach((row, k) => {
    labels[row] = shuffled[k]!;
  });
  return { images: data.images, labels };
}

/**
 * Draws which pixels flip in epoch `epoch` (from 0): each call gives the next `count` flips, 0 or 1. A pixel flips where the
 * next draw of the stream `input-noise/EPOCH` is below round(share * 2^32).
 */
export function openFlips(seed: number, epoch: number, share: number): (count: number) => Uint8Array {
  const stream = openStream(seed, `input-noise/${epoch}`);
  const threshold = Math.round(share * DRAWS);
  return (count) => {
    const flips = new Uint8Array(count);
    for (let at = 0; at < count; at++) if (stream.nextUint32() < threshold) flips[at] = 1;
    return flips;
  };
}

/**
 * Trains on `batches` [steps, batch] with flips from `drawFlips`, in pieces of whole steps whose flips take at most
 * `mostFlips` bytes; returns the losses [steps]. How large the pieces are changes nothing.
 */
export async function runWithFlips(
  trainer: Trainer,
  { batches, batch }: { readonly batches: Int32Array; readonly batch: number },
  drawFlips: (count: number) => Uint8Array,
  mostFlips = MOST_FLIPS,
): Promise<Float32Array> {
  const piece = batch * Math.max(1, Math.floor(mostFlips / (batch * PIXELS)));
  const losses = new Float32Array(batches.length / batch);
  for (let from = 0; from < batches.length; from += piece) {
    const part = batches.subarray(from, from + piece);
    losses.set(await trainer.run(part, drawFlips(part.length * PIXELS)), from / batch);
  }
  return losses;
}
