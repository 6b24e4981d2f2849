/** How the networks of the `cnn` judge are trained: every choice but those of the images' own files. */
import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';
import { centreImages } from '../judging/centring.ts';
import { CNN_LAYERS, IN_MORE_NOISE, NETWORK_ANSWERS, NETWORK_NONE } from '../judging/cnn.ts';
import { MOST_FLIPPED } from '../judging/tolerance.ts';
import { CLASSES } from '../math/images.ts';
import { openStream } from '../math/streams.ts';
import type { DigitSource } from './images/example.ts';
import { drawMixture, type LabelledMixture } from './labelledMixture.ts';
import type { ConvNetTask } from './trainConvNet.ts';

/** Images of one update. */
export const CNN_BATCH = 64;

/** Updates of each network: 512,000 images. Set by how long judges may take to be made. */
export const CNN_UPDATES = 8000;

/** Seed of the first network's start and of its batches; the others' follow it. */
export const CNN_SEED = 0;

/** Everything that fixes the training of network `member` on `source`; batch k is drawn from the stream `cnn/lesson/k`. */
export function describeTraining(source: DigitSource, updates: number, member: number): ConvNetTask {
  const seed = CNN_SEED + member;
  return {
    layers: CNN_LAYERS,
    seed,
    updates,
    rate: 0.002,
    averaging: 0.999,
    drawBatch(update) {
      const mixture = drawMixture('learning', CNN_BATCH, source, openStream(seed, `cnn/lesson/${update}`));
      return { images: centreImages(mixture.images), targets: tellNoiseApart(mixture) };
    },
  };
}

/**
 * Targets [n, 21] of a mixture: a digit's share stands among the first ten where at most `little` noise was added, else
 * among the next ten; "not a digit" is last. So one network answers at both tolerances of noise.
 */
export function tellNoiseApart({ targets, flipped }: LabelledMixture): Float32Array {
  const apart = new Float32Array(flipped.length * NETWORK_ANSWERS);
  flipped.forEach((rate, row) => {
    const own = targets.subarray(row * ANSWERS, (row + 1) * ANSWERS);
    const at = row * NETWORK_ANSWERS;
    apart.set(own.subarray(0, CLASSES), at + (rate > MOST_FLIPPED.little ? IN_MORE_NOISE : 0));
    apart[at + NETWORK_NONE] = own[NOT_A_DIGIT]!;
  });
  return apart;
}
