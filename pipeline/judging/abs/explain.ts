/** Explains images by autoencoders: for every class the latent vector that explains an image best, and how well it does. */

import type { LoadedDecoder } from '../../engine/decoder.ts';
import type { Engine } from '../../engine/engine.ts';
import { PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import type { Autoencoders } from './autoencoders.ts';
import { signalsThrough, weighFaults } from './faults.ts';
import { type Climb, climbLatents } from './latentSearch.ts';

/** Fault rates through which latent vectors are sought: one climb finds what is right in little noise, one in much. */
const CLIMBED_FAULTS: readonly number[] = [0.05, 0.25];

/** Chosen on held-out training images: more steps read none of them better. */
const CLIMB: Climb = { steps: 20, rate: 0.15 };

/** One class's best explanation of an image. */
export interface Explanation {
  /** log p(x | z, f) - |z|^2 / 2 for each of the fault rates, in nats. */
  readonly logJoints: Float64Array;
  /** Its picture as signed ink [784]. */
  readonly signedInk: Float32Array;
}

/** Explains images. Call `dispose` when done. */
export interface Explainer {
  /** Of images [n, 784] in [0, 1], their explanations by each class: [n][classes]. */
  explain(images: Float32Array): Promise<Explanation[][]>;
  dispose(): Promise<void>;
}

/** Opens an explainer. */
export async function openExplainer(
  engine: Engine,
  { shape, encoder, decoders }: Autoencoders,
): Promise<Explainer> {
  const classifier = await engine.openClassifier(encoder);
  const loaded: LoadedDecoder[] = [];
  for (const decoder of decoders) loaded.push(await engine.openDecoder(decoder));
  return {
    async explain(images) {
      const signals = spreadSignals(images);
      const guesses = await classifier.logits(images);
      const explanations: Explanation[][] = Array.from({ length: images.length / PIXELS }, () => []);
      for (const [k, decoder] of loaded.entries()) {
        const starts = spreadGuesses(guesses, shape.latent, { classes: shape.classes, k });
        const latents = await climbLatents(decoder, signals, starts, CLIMB);
        const signedInk = await decoder.signedInk(latents);
        explanations.forEach((own, row) => {
          const tracks = CLIMBED_FAULTS.map((_, track) => {
            const at = row * CLIMBED_FAULTS.length + track;
            const ink = rowOf(signedInk, at, PIXELS);
            return weigh(rowOf(images, row, PIXELS), ink, rowOf(latents, at, shape.latent));
          });
          own.push(tracks.reduce(better));
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

/** Signals of every image through every climbed fault: [n, faults, 784]. */
function spreadSignals(images: Float32Array): Float32Array {
  const count = CLIMBED_FAULTS.length;
  const signals = new Float32Array(count * images.length);
  for (let row = 0; row * PIXELS < images.length; row++) {
    CLIMBED_FAULTS.forEach((fault, track) => {
      const through = signalsThrough(fault, rowOf(images, row, PIXELS));
      signals.set(through, (row * count + track) * PIXELS);
    });
  }
  return signals;
}

/** The first guesses of class k of [n, classes, latent], once for every climbed fault: [n, faults, latent]. */
function spreadGuesses(
  guesses: Float32Array,
  latent: number,
  { classes, k }: { readonly classes: number; readonly k: number },
): Float32Array {
  const count = CLIMBED_FAULTS.length;
  const starts = new Float32Array((guesses.length / classes) * count);
  for (let at = 0; at * latent < starts.length; at++) {
    starts.set(rowOf(guesses, Math.floor(at / count) * classes + k, latent), at * latent);
  }
  return starts;
}

function weigh(image: Float32Array, signedInk: Float32Array, latent: Float32Array): Explanation {
  const cost = latent.reduce((sum, value) => sum + value * value, 0) / 2;
  return { logJoints: weighFaults(image, signedInk).map((log) => log - cost), signedInk };
}

function better(a: Explanation, b: Explanation): Explanation {
  return largest(b.logJoints) > largest(a.logJoints) ? b : a;
}

function largest(logs: Float64Array): number {
  return logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
