/** The rungs that are ideas of models: untrained, trained on shuffled labels, in noise, and as usual. */

import type { Engine, LabelledImages, MlpParameters } from '../../engine/engine.ts';
import { initialiseParameters } from '../../engine/parameters.ts';
import { trainModel } from '../../engine/train.ts';
import { sliceImages } from '../../judging/judgingData.ts';
import type { RungImages } from '../../judging/ladder/rungImages.ts';
import { flipPixels } from '../../judging/noise.ts';
import { bytesToUnit, DIGITS, PIXELS, unitToBytes } from '../../math/images.ts';
import { openStream, shuffleInPlace } from '../../math/streams.ts';
import { searchCoordinates } from '../../search/coordinate.ts';
import { drawStart } from '../../search/starts.ts';
import { studySchema } from '../../study/config.ts';

/** Models of each kind, ten ideas each. */
export const MODELS = 25;

/** Seed of the first model; far from any that a study would name, and from those whose ideas judges were shown. */
const FIRST_SEED = 4_000_000;

const HIDDEN = [32, 64, 128, 256, 512];
const BATCH = 100;
const EPOCHS = 3;
const TRAINING_IMAGES = 20_000;

/** Share of flipped pixels in the training images of models trained in noise. */
const NOISE = 0.2;

const TRAINING = {
  epochs: EPOCHS,
  optimizer: studySchema.shape.training.unwrap().shape.optimizer.parse({}),
};

interface ModelKind {
  readonly rung: number;
  readonly kind: string;
  readonly description: string;
  /** The images that model k learns from; null for models that do not learn. */
  readonly trainingOf: ((seed: number) => LabelledImages) | null;
}

/** The kinds of model, made from the training images. */
function listKinds(training: LabelledImages): ModelKind[] {
  const data = sliceImages(training, 0, TRAINING_IMAGES);
  return [
    {
      rung: 2,
      kind: 'ideas of untrained models',
      description: 'What the search makes of initial weights alone.',
      trainingOf: null,
    },
    {
      rung: 2,
      kind: 'ideas after shuffled labels',
      description: 'Ideas of models whose training images had random labels.',
      trainingOf: (seed) => ({
        images: data.images,
        labels: shuffleInPlace(openStream(seed, 'ladder/labels'), data.labels.slice()),
      }),
    },
    {
      rung: 8,
      kind: 'ordinary ideas',
      description: 'Ideas of ordinary models, for comparison.',
      trainingOf: () => data,
    },
    {
      rung: 8,
      kind: 'ideas after noise',
      description: `Ideas of models whose training images had ${100 * NOISE}% of their pixels flipped.`,
      trainingOf: (seed) => ({
        images: unitToBytes(flipPixels(bytesToUnit(data.images), NOISE, openStream(seed, 'ladder/noise'))),
        labels: data.labels,
      }),
    },
  ];
}

/** Ideas of {@link MODELS} models of each kind; `tell` hears of each kind that is done. */
export async function makeModelIdeas(
  engine: Engine,
  training: LabelledImages,
  test: LabelledImages,
  tell: (line: string) => void,
): Promise<RungImages[]> {
  const rungs: RungImages[] = [];
  for (const { rung, kind, description, trainingOf } of listKinds(training)) {
    const images = new Float32Array(MODELS * DIGITS.length * PIXELS);
    for (let k = 0; k < MODELS; k++) {
      const seed = FIRST_SEED + k;
      const hidden = HIDDEN[k % HIDDEN.length]!;
      const parameters =
        trainingOf === null
          ? initialiseParameters(hidden, seed)
          : await trainOne(engine, hidden, seed, trainingOf(seed), sliceImages(test, 0, 1000));
      images.set(await findIdeas(engine, parameters, seed), k * DIGITS.length * PIXELS);
    }
    const digits = Array.from({ length: MODELS }, () => DIGITS).flat();
    rungs.push({ rung, kind, description, images, digits });
    tell(`ladder: rung ${rung}: ${kind}`);
  }
  return rungs;
}

async function trainOne(
  engine: Engine,
  hidden: number,
  seed: number,
  train: LabelledImages,
  test: LabelledImages,
): Promise<MlpParameters> {
  const cell = { name: `ladder-h${hidden}-s${seed}`, hidden, batch: BATCH, seed };
  return (await trainModel(engine, cell, TRAINING, { train, validation: null, test })).parameters;
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
    for (const { digit, image } of await searchCoordinates(model, tasks, 'converged')) {
      ideas.set(image, digit * PIXELS);
    }
    return ideas;
  } finally {
    await model.dispose();
  }
}
