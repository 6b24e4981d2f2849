/** Explains images by autoencoders: for every class the latent vector that explains an image best, and how well it does. */

import type { LoadedDecoder, Reader } from '../../engine/engine.ts';
import { PIXELS } from '../../math/images.ts';
import { square } from '../../math/powers.ts';
import { rowOf } from '../../math/rows.ts';
import type { Margin } from '../margin.ts';
import type { Autoencoders, AutoencodersShape } from './autoencoders.ts';
import { signalsThrough, weighFaults } from './faults.ts';
import { type Climb, climbLatents } from './latentSearch.ts';

/**
 * The fault through which latent vectors are sought, and the climb. Chosen on held-out training images: sought through 0.15,
 * noisy ones are drawn with their noise (of digits with 25% of their pixels flipped 32% are misread, through 0.25 26%), and
 * clean ones are read as well through either; more steps read none of them better.
 */
const SOUGHT_THROUGH = 0.25;
const CLIMB: Climb = { steps: 8, rate: 0.15 };

/** One class's best explanation of an image. */
export interface Explanation {
  /** log p(x | z, f) - |z|^2 / 2 for each of the fault rates, in nats. */
  readonly logJoints: Float64Array;
  /** Its picture as signed ink [784]. */
  readonly signedInk: Float32Array;
}

/** Explains images. Call `dispose` when done. */
export interface Explainer {
  /** Of images [n, 784] in [0, 1] with their margins [n], their explanations by each class: [n][classes]. */
  explain(images: Float32Array, margins: readonly (readonly Margin[])[]): Promise<Explanation[][]>;
  dispose(): Promise<void>;
}

/** Opens an explainer. */
export async function openExplainer(
  engine: Reader,
  { shape, encoder, decoders }: Autoencoders,
): Promise<Explainer> {
  const classifier = await engine.openClassifier(encoder);
  const loaded: LoadedDecoder[] = [];
  for (const decoder of decoders) loaded.push(await engine.openDecoder(decoder));
  return {
    async explain(images, margins) {
      const signals = signalsThrough(SOUGHT_THROUGH, images);
      const guesses = await classifier.logits(images);
      const explanations: Explanation[][] = Array.from({ length: images.length / PIXELS }, () => []);
      for (const [k, decoder] of loaded.entries()) {
        const starts = pickGuesses(guesses, k, shape);
        const latents = await climbLatents(decoder, signals, starts, CLIMB);
        const signedInk = await decoder.signedInk(latents);
        explanations.forEach((own, row) => {
          const ink = rowOf(signedInk, row, PIXELS);
          const latent = rowOf(latents, row, shape.latent);
          own.push(weigh(rowOf(images, row, PIXELS), ink, latent, margins[row]!));
        });
      }
      return explanations;
    },
    async dispose() {
      await classifier.dispose();
      for (const decoder of loaded) await decoder.dispose();
    },
  };
}

/** The first guesses of class k [n, latent], of those of all classes [n, classes, latent]. */
function pickGuesses(guesses: Float32Array, k: number, { classes, latent }: AutoencodersShape): Float32Array {
  const own = new Float32Array(guesses.length / classes);
  for (let row = 0; row * latent < own.length; row++) {
    own.set(rowOf(guesses, row * classes + k, latent), row * latent);
  }
  return own;
}

function weigh(
  image: Float32Array,
  signedInk: Float32Array,
  latent: Float32Array,
  margins: readonly Margin[],
): Explanation {
  const cost = latent.reduce((sum, value) => sum + square(value), 0) / 2;
  return { logJoints: weighFaults(image, signedInk, margins).map((log) => log - cost), signedInk };
}
