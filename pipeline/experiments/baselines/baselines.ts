/**
 * Baselines: what an idea is held against. Beside it stand the training image that is nearest to it, which tells whether the
 * model remembers one; the training image with the largest logit of its digit, which is what the model likes best of what it
 * has seen ("dataset examples" in Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017); and the mean training
 * image of the digit, which is what a model without any training would show.
 */
import type { LabelledImages } from '../../engine/engine.ts';
import { unitImage } from '../../judging/pixels.ts';
import { summariseTraining } from '../../judging/trainingSummary.ts';
import { CLASSES, DIGITS, PIXELS, stackImages } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { readIdeaImages } from '../../models/ideaScores.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { defineExperiment } from '../defineExperiment.ts';
import { experimentInputs, readLogits, withModel } from '../experimentModel.ts';
import { isBinary, keepImage, openKeptImage } from '../keptImages.ts';
import {
  BASELINE_KINDS,
  type BaselinesDigit,
  type BaselinesRecord,
  type BaselinesScores,
  baselinesRecord,
  byKind,
} from './baselinesRecord.ts';
import { BASELINES_SCORING } from './baselinesScores.ts';
import { findNearest } from './nearestImages.ts';

/** Raised when the same inputs would give another record. */
const REVISION = 1;

/** The experiment. */
export const BASELINES = defineExperiment<BaselinesRecord, BaselinesScores>({
  name: 'baselines',
  covers: () => true,
  countWork: (_config, { train }) => ({
    searches: [],
    changed: 0,
    read: train + CLASSES * BASELINE_KINDS.length,
    // Once for the class means, and once for the distances of ten ideas, which take about as long.
    averaged: 2 * train,
    judged: CLASSES * BASELINE_KINDS.length,
  }),
  schema: baselinesRecord,
  inputsOf: (study, searched) => experimentInputs(study, searched, { revision: REVISION }),
  async run(study, searched, { train }) {
    const images = await readIdeaImages(study, searched.model, searched.ideas);
    const ideas = searched.ideas.content.ideas.flatMap(({ digit, restart }, k) =>
      restart === 0 ? [{ digit, image: images[k]! }] : [],
    );
    return { record: await withModel(study, searched, (loaded) => findBaselines(loaded, ideas, train)) };
  },
  scoring: BASELINES_SCORING,
  report: async (records) => (await import('./baselinesSection.ts')).reportBaselines(records),
});

/** An idea: a digit and its image [784]. */
export interface GivenIdea {
  readonly digit: number;
  readonly image: Float32Array;
}

/**
 * The baselines of every idea that is binary, from the images of `train`. A digit without training images has no mean, and is
 * left out.
 */
export async function findBaselines(
  model: SearchableModel,
  ideas: readonly GivenIdea[],
  train: LabelledImages,
): Promise<BaselinesRecord> {
  const held = ideas.filter(({ digit, image }) => isBinary(image) && train.labels.includes(digit));
  if (held.length === 0) return { digits: [] };
  const images = held.map(({ image }) => image);
  const nearest = findNearest(images, train.images);
  const largest = findLargest(await readLogits(model, train.images));
  const { classMeans } = summariseTraining(train);
  const real = (row: number) => ({ row, label: train.labels[row]!, image: keepImage(unitImage(train, row)) });
  const found = held.map(({ digit, image }, k) => ({
    digit,
    idea: { image: keepImage(image) },
    nearest: { squaredDistance: nearest[k]!.squaredDistance, ...real(nearest[k]!.row) },
    largestLogit: real(largest[digit]!),
    classMean: { image: keepImage(rowOf(classMeans, digit, PIXELS)) },
  }));
  return { digits: await weigh(model, found) };
}

/** For each digit, of logits [n, 10], the first of the rows with its largest logit. */
function findLargest(logits: Float32Array): number[] {
  const best = DIGITS.map(() => 0);
  for (let row = 1; row < logits.length / CLASSES; row++) {
    for (const digit of DIGITS) {
      if (logits[row * CLASSES + digit]! > logits[best[digit]! * CLASSES + digit]!) best[digit] = row;
    }
  }
  return best;
}

/** What was found of a digit before its logits. */
type Found = Pick<BaselinesDigit, 'digit'> & {
  readonly [Kind in (typeof BASELINE_KINDS)[number]]: Omit<BaselinesDigit[Kind], 'logit'>;
};

/** Every image with the model's logit of the idea's digit. */
async function weigh(model: SearchableModel, found: readonly Found[]): Promise<BaselinesDigit[]> {
  const shown = found.flatMap((one) => BASELINE_KINDS.map((kind) => openKeptImage(one[kind].image)));
  const logits = await model.logits(stackImages(shown));
  return found.map(({ digit, idea, nearest, largestLogit, classMean }, k) => {
    const logit = byKind((_, at) => rowOf(logits, k * BASELINE_KINDS.length + at, CLASSES)[digit]!);
    return {
      digit,
      idea: { ...idea, logit: logit.idea },
      nearest: { ...nearest, logit: logit.nearest },
      largestLogit: { ...largestLogit, logit: logit.largestLogit },
      classMean: { ...classMean, logit: logit.classMean },
    };
  });
}
