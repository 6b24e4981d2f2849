/** The rungs that are ideas of models: untrained, trained on shuffled labels, in noise, and as usual. */

import type { Engine, LabelledImages, MlpParameters } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { trainModel } from '../engine/train.ts';
import { sliceImages } from '../judging/judgingData.ts';
import { flipPixels } from '../judging/noise.ts';
import { bytesToUnit, DIGITS, PIXELS, unitToBytes } from '../math/images.ts';
import { openStream, shuffleInPlace } from '../math/streams.ts';
import { searchCoordinates } from '../search/coordinate.ts';
import { drawStart } from '../search/starts.ts';
import { usualSettings } from '../study/axes.ts';
import type { RungImages } from './rungImages.ts';

/** Seed of the first model; far from any that a study would name, and from those whose ideas judges were shown. */
const FIRST_SEED = 4_000_000;

const HIDDEN = [32, 64, 128, 256, 512];
const BATCH = 100;

/** Share of flipped pixels in the training images of models trained in noise. */
const NOISE = 0.2;

/** What a model learns from, and how often it sees all of it. */
interface Lesson {
  readonly train: LabelledImages;
  readonly epochs: number;
}

interface ModelKind {
  readonly rung: number;
  readonly kind: string;
  readonly description: string;
  /** Models, ten ideas each. */
  readonly models: number;
  /** What a model of that seed learns from; null for models that do not learn. */
  readonly lessonOf: ((seed: number) => Lesson) | null;
}

/** Models without meaning, of which the rung wants 500 ideas. */
const MEANINGLESS = 25;
/** Models that learn well: they see 540,000 images, and a model that has only begun to learn is no control. */
const MEANINGFUL = 10;
const LONG = 10;
/** Images with shuffled labels, seen so often that those models train no less than the meaningful ones: 600,000 images. */
const FEW = 20_000;
const FEW_EPOCHS = 30;

/** The kinds of model, made from the training images. */
function listKinds(training: LabelledImages): ModelKind[] {
  const few = sliceImages(training, 0, FEW);
  let noisy: LabelledImages | undefined;
  return [
    {
      rung: 2,
      kind: 'ideas of untrained models',
      description: 'What the search makes of initial weights alone.',
      models: MEANINGLESS,
      lessonOf: null,
    },
    {
      rung: 2,
      kind: 'ideas after shuffled labels',
      description: `Ideas of models that saw ${FEW} images ${FEW_EPOCHS} times with random labels, no fewer than ordinary models see.`,
      models: MEANINGLESS,
      lessonOf: (seed) => {
        const labels = shuffleInPlace(openStream(seed, 'ladder/labels'), few.labels.slice());
        return { train: { images: few.images, labels }, epochs: FEW_EPOCHS };
      },
    },
    {
      rung: 8,
      kind: 'ordinary ideas',
      description: `Ideas of ordinary models after ${LONG} epochs, for comparison.`,
      models: MEANINGFUL,
      lessonOf: () => ({ train: training, epochs: LONG }),
    },
    {
      rung: 8,
      kind: 'ideas after noise',
      description: `Ideas of models that saw as many images, each with other ${100 * NOISE}% of its pixels flipped every time.`,
      models: MEANINGFUL,
      lessonOf: () => {
        noisy ??= flipAnew(training, LONG);
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

/** Ideas of the models of every kind; `tell` hears of each kind that is done. */
export async function makeModelIdeas(
  engine: Engine,
  training: LabelledImages,
  test: LabelledImages,
  tell: (line: string) => void,
): Promise<RungImages[]> {
  const rungs: RungImages[] = [];
  for (const { rung, kind, description, models, lessonOf } of listKinds(training)) {
    const images = new Float32Array(models * DIGITS.length * PIXELS);
    for (let k = 0; k < models; k++) {
      const seed = FIRST_SEED + k;
      const hidden = HIDDEN[k % HIDDEN.length]!;
      const parameters =
        lessonOf === null
          ? initialiseParameters(articleArchitecture(hidden), seed)
          : await trainOne(engine, hidden, seed, lessonOf(seed), sliceImages(test, 0, 1000));
      images.set(await findIdeas(engine, parameters, seed), k * DIGITS.length * PIXELS);
    }
    const digits = Array.from({ length: models }, () => DIGITS).flat();
    rungs.push({ rung, kind, description, images, digits, together: DIGITS.length });
    tell(`ladder: rung ${rung}: ${kind}`);
  }
  return rungs;
}

async function trainOne(
  engine: Engine,
  hidden: number,
  seed: number,
  { train, epochs }: Lesson,
  test: LabelledImages,
): Promise<MlpParameters> {
  const settings = usualSettings({ hidden, batch: BATCH, epochs });
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
