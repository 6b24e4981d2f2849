/** The rungs that are ideas of models: untrained, trained on shuffled labels, in noise, and as usual. */

import type { Engine, LabelledImages, MlpParameters } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { trainModel } from '../engine/train.ts';
import { sliceImages } from '../judging/judgingData.ts';
import { flipPixels } from '../judging/pixels.ts';
import { bytesToUnit, DIGITS, PIXELS, unitToBytes } from '../math/images.ts';
import { openStream, shuffleInPlace } from '../math/streams.ts';
import { searchCoordinates } from '../search/coordinate.ts';
import { drawStart } from '../search/starts.ts';
import { completeSettings } from '../study/axes.ts';
import { type LadderKindName, rungOf } from './kinds.ts';
import type { MeantImages, RungImages } from './rungImages.ts';

/** Seed of the first model; far from any that a study would name, and from those whose ideas judges were shown. */
const FIRST_SEED = 4_000_000;

const HIDDEN = [32, 64, 128, 256, 512];
const BATCH = 100;

/** Share of flipped pixels in the training images of models trained in noise. */
const NOISE = 0.2;

/** What a model learns from, and how often it sees all of it. */
interface TrainingPlan {
  readonly train: LabelledImages;
  readonly epochs: number;
}

interface ModelKind {
  readonly kind: LadderKindName;
  readonly description: string;
  /** Models, ten ideas each. */
  readonly models: number;
  /** What a model of that seed learns from; null for models that do not learn. */
  readonly planOf: ((seed: number) => TrainingPlan) | null;
}

/** How many models there are and how long they learn. */
export interface ControlSizes {
  /** Models without meaning, of which the rung wants 500 ideas. */
  readonly meaningless: number;
  /** Models that learn well. */
  readonly meaningful: number;
  /** Epochs of those: a model that has only begun to learn is no control. */
  readonly epochs: number;
  /** Images whose labels are shuffled, and how often they are seen, so that those models train no less than the others. */
  readonly shuffledImages: number;
  readonly shuffledEpochs: number;
  /** Training images of the models that learn well. */
  readonly trainImages: number;
}

/** Of a whole run: 540,000 images seen by models that learn well, 600,000 with shuffled labels. */
export const WHOLE_CONTROLS: ControlSizes = {
  meaningless: 25,
  meaningful: 10,
  epochs: 10,
  shuffledImages: 20_000,
  shuffledEpochs: 30,
  trainImages: Infinity,
};

/** The kinds of model, made from the training images. */
function listKinds(all: LabelledImages, sizes: ControlSizes): ModelKind[] {
  const { epochs, shuffledImages, shuffledEpochs } = sizes;
  const training = sliceImages(all, 0, Math.min(sizes.trainImages, all.labels.length));
  const few = sliceImages(all, 0, shuffledImages);
  let noisy: LabelledImages | undefined;
  return [
    {
      kind: 'ideas of untrained models',
      description: 'What the search makes of initial weights alone.',
      models: sizes.meaningless,
      planOf: null,
    },
    {
      kind: 'ideas after shuffled labels',
      description: `Ideas of models that saw ${shuffledImages} images ${shuffledEpochs} times with random labels, no fewer than ordinary models see.`,
      models: sizes.meaningless,
      planOf: (seed) => {
        const labels = shuffleInPlace(openStream(seed, 'ladder/labels'), few.labels.slice());
        return { train: { images: few.images, labels }, epochs: shuffledEpochs };
      },
    },
    {
      kind: 'ordinary ideas',
      description: `Ideas of ordinary models after ${epochs} epochs, for comparison.`,
      models: sizes.meaningful,
      planOf: () => ({ train: training, epochs }),
    },
    {
      kind: 'ideas after noise',
      description: `Ideas of models that saw as many images, each with other ${100 * NOISE}% of its pixels flipped every time.`,
      models: sizes.meaningful,
      planOf: () => {
        noisy ??= flipAnew(training, epochs);
        return { train: noisy, epochs: 1 };
      },
    },
  ];
}

/** `copies` of the images one after another, every one with noise of its own. */
function flipAnew({ images, labels }: LabelledImages, copies: number): LabelledImages {
  const clean = bytesToUnit(images);
  const noisy = new Uint8Array(images.length * copies);
  const repeated = new Uint8Array(labels.length * copies);
  for (let copy = 0; copy < copies; copy++) {
    const flipped = flipPixels(clean, NOISE, openStream(FIRST_SEED, `ladder/noise/${copy}`));
    noisy.set(unitToBytes(flipped), copy * images.length);
    repeated.set(labels, copy * labels.length);
  }
  return { images: noisy, labels: repeated };
}

/** Ideas of the models of every kind; `onProgress` is given a line on each kind that is done. */
export async function makeModelIdeas(
  engine: Engine,
  { train, test }: { readonly train: LabelledImages; readonly test: LabelledImages },
  onProgress: (line: string) => void,
  sizes: ControlSizes = WHOLE_CONTROLS,
): Promise<RungImages[]> {
  const rungs: RungImages[] = [];
  for (const { kind, description, models, planOf } of listKinds(train, sizes)) {
    const images = new Float32Array(models * DIGITS.length * PIXELS);
    for (let k = 0; k < models; k++) {
      const seed = FIRST_SEED + k;
      const hidden = HIDDEN[k % HIDDEN.length]!;
      const parameters =
        planOf === null
          ? initialiseParameters(articleArchitecture(hidden), seed)
          : await trainOne(engine, hidden, seed, planOf(seed), sliceImages(test, 0, 1000));
      images.set(await findIdeas(engine, parameters, seed), k * DIGITS.length * PIXELS);
    }
    const digits = Array.from({ length: models }, () => DIGITS).flat();
    rungs.push({ kind, description, images, digits, groupSize: DIGITS.length });
    onProgress(`ladder: rung ${rungOf(kind)}: ${kind}`);
  }
  return rungs;
}

/** How many ordinary models there are, and how long each learns from how many images. */
export interface OrdinarySizes {
  readonly models: number;
  readonly epochs: number;
  readonly trainImages: number;
  /** The seed of the first; the others follow it. */
  readonly firstSeed: number;
}

/** The ideas of ordinary models, ten each, for a ladder other than the first. */
export async function makeOrdinaryIdeas(
  engine: Engine,
  { train, test }: { readonly train: LabelledImages; readonly test: LabelledImages },
  { models, epochs, trainImages, firstSeed }: OrdinarySizes,
): Promise<MeantImages & { readonly groupSize: number }> {
  const plan = { train: sliceImages(train, 0, Math.min(trainImages, train.labels.length)), epochs };
  const images = new Float32Array(models * DIGITS.length * PIXELS);
  for (let k = 0; k < models; k++) {
    const hidden = HIDDEN[k % HIDDEN.length]!;
    const parameters = await trainOne(engine, hidden, firstSeed + k, plan, sliceImages(test, 0, 1000));
    images.set(await findIdeas(engine, parameters, firstSeed + k), k * DIGITS.length * PIXELS);
  }
  return {
    images,
    digits: Array.from({ length: models }, () => DIGITS).flat(),
    groupSize: DIGITS.length,
  };
}

async function trainOne(
  engine: Engine,
  hidden: number,
  seed: number,
  { train, epochs }: TrainingPlan,
  test: LabelledImages,
): Promise<MlpParameters> {
  const settings = completeSettings({ hidden, batch: BATCH, epochs });
  const model = { name: `ladder-h${hidden}-s${seed}`, settings, seed };
  return (await trainModel(engine, model, { train, validation: null, test })).parameters;
}

/** The ten ideas [10, 784] of a model, each from a start of its own. */
async function findIdeas(engine: Engine, parameters: MlpParameters, seed: number): Promise<Float32Array> {
  const model = await engine.loadModel(parameters);
  try {
    const tasks = DIGITS.map((digit) => ({
      digit,
      restart: 0,
      start: drawStart({ start: 'seeded', seed }, digit, 0),
    }));
    const ideas = new Float32Array(DIGITS.length * PIXELS);
    for (const { digit, image } of await searchCoordinates(model, tasks, { passes: 'converged' })) {
      ideas.set(image, digit * PIXELS);
    }
    return ideas;
  } finally {
    await model.dispose();
  }
}
