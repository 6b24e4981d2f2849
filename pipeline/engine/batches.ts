/**
 * The order in which training images are seen, as Chainer's SerialIterator has it: one endless sequence of shuffled
 * passes over the images, cut into batches. A batch that runs past the end of an epoch is filled from the start of
 * the next order, and the next epoch goes on behind it.
 */
import { PIXELS } from '../math/images.ts';
import { drawPermutation, openStream } from '../math/streams.ts';
import { updatesAfter } from '../study/schedule.ts';

/** Number of updates in `batches`. Throws a RangeError where they are not whole batches of `batch`. */
export function countUpdates(batches: Int32Array, batch: number): number {
  const updates = batches.length / batch;
  if (Number.isInteger(updates)) return updates;
  throw new RangeError(`run: expected whole batches of ${batch}, got ${batches.length} indices`);
}

/**
 * Yields, for each epoch, the indices of the images of its updates [steps, batch], row-major.
 * The order of pass k is drawn from the stream `shuffle/k` under `seed`.
 */
export function* drawBatches(
  seed: number,
  images: number,
  batch: number,
  epochs: number,
): Generator<Int32Array, void, undefined> {
  const passOrder = (pass: number) => drawPermutation(openStream(seed, `shuffle/${pass}`), images);
  let order = passOrder(0);
  let pass = 0;
  let position = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const steps = updatesAfter(epoch + 1, images, batch) - updatesAfter(epoch, images, batch);
    const batches = new Int32Array(steps * batch);
    for (let filled = 0; filled < batches.length; ) {
      if (position === images) {
        order = passOrder(++pass);
        position = 0;
      }
      const take = Math.min(batches.length - filled, images - position);
      batches.set(order.subarray(position, position + take), filled);
      filled += take;
      position += take;
    }
    yield batches;
  }
}

/**
 * Throws a RangeError where `flips` are missing from a task with input noise, given to one without, or not one for each pixel
 * of `batches`.
 */
export function assertFlips(
  { hasInputNoise = false }: { readonly hasInputNoise?: boolean },
  batches: Int32Array,
  flips: Uint8Array | undefined,
): void {
  const wanted = hasInputNoise ? batches.length * PIXELS : 0;
  if ((flips !== undefined) === hasInputNoise && (flips?.length ?? 0) === wanted) return;
  throw new RangeError(
    `run: expected ${hasInputNoise ? wanted : 'no'} flips, got ${flips?.length ?? 'none'}`,
  );
}
