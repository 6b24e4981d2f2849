/** What judges are made from, calibrated on and measured on: three sets of digits and of non-digits that share nothing. */
import type { Engine } from '../engine/engine.ts';
import { countInked } from '../engine/inkedPixels.ts';
import { type JudgingImages, type JudgingSplit, readJudgingImages } from '../judging/judgingData.ts';
import { ABS_SIZES, type AbsSizes } from './absFit.ts';
import { CNN_UPDATES } from './cnnRecipe.ts';
import type { DigitSource } from './images/example.ts';
import type { Purpose } from './images/nonDigits.ts';
import { COMPONENTS, STRUCTURED_IMAGES } from './mixtureFit.ts';
import { SHAPE_IMAGES } from './shapeFit.ts';
import { makeUntrainedIdeas } from './untrainedIdeas.ts';

/** How much of everything goes into the making of judges. */
export interface MakingSizes {
  /** Untrained models whose ideas are non-digits, ten each, by what the ideas are for. */
  readonly untrainedModels: Readonly<Record<Purpose, number>>;
  /** Numbers of components a digit that are tried for `mixture`. */
  readonly components: readonly number[];
  /** Drawings that are no digit to which `mixture` fits. */
  readonly structuredImages: number;
  /** Updates and drawings of `abs`. */
  readonly synthesis: AbsSizes;
  /** Digits and non-digits to which `shape` fits. */
  readonly shapeImages: number;
  /** Updates of each network of `cnn`. */
  readonly updates: number;
  /** Digits and non-digits, none of them learnt from, that judges and panels are calibrated on. */
  readonly calibrationImages: number;
  /** Digits and non-digits on which it is measured how well probabilities are calibrated. */
  readonly mixtureImages: number;
  /** Images of each kind of non-digit that is measured. */
  readonly kindImages: number;
}

/** The sizes of the frozen judges. */
export const WHOLE_SIZES: MakingSizes = {
  untrainedModels: { learning: 100, calibrating: 15, testing: 30 },
  components: COMPONENTS,
  structuredImages: STRUCTURED_IMAGES,
  synthesis: ABS_SIZES,
  shapeImages: SHAPE_IMAGES,
  updates: CNN_UPDATES,
  calibrationImages: 6000,
  mixtureImages: 6000,
  kindImages: 400,
};

/** Seeds of the first untrained model of each purpose: far from any that a study would name, and from each other. */
const FIRST_SEEDS: Readonly<Record<Purpose, number>> = {
  learning: 1_000_000,
  testing: 2_000_000,
  calibrating: 3_000_000,
};

/** Digits and non-digits by what they are for. */
export interface JudgeData {
  readonly sizes: MakingSizes;
  readonly split: JudgingSplit;
  /** Training images: to learn from. */
  readonly learning: DigitSource;
  /** Held-out training images: to choose and calibrate by. */
  readonly calibrating: DigitSource;
  /** Test images: to measure on. Only the number of the cnn's updates was chosen knowing a figure of them (cnnRecipe.ts). */
  readonly testing: DigitSource;
}

/** What judges are made with: the same engine and data always give the same judges. */
export interface Making {
  readonly engine: Engine;
  readonly data: JudgeData;
  /** Is given a line on each thing that is done. */
  readonly onProgress: (line: string) => void;
}

/**
 * Joins `images`, those of the frozen judges unless others are given, and the ideas of untrained models. The same engine
 * always gives the same.
 */
export async function gatherJudgeData(
  engine: Engine,
  sizes: MakingSizes = WHOLE_SIZES,
  images?: JudgingImages,
): Promise<JudgeData> {
  const { train, heldOut, test } = images ?? (await readJudgingImages());
  const ideasFor = (purpose: Purpose) =>
    makeUntrainedIdeas(engine, sizes.untrainedModels[purpose], FIRST_SEEDS[purpose]);
  const [counts, others] = [countInked(train.images), countInked(heldOut.images)];
  const total = train.labels.length + heldOut.labels.length;
  const inkedShares = Float64Array.from(counts, (count, pixel) => (count + others[pixel]!) / total);
  return {
    sizes,
    split: { train, heldOut },
    learning: { digits: train, untrainedIdeas: await ideasFor('learning'), inkedShares },
    calibrating: { digits: heldOut, untrainedIdeas: await ideasFor('calibrating'), inkedShares },
    testing: { digits: test, untrainedIdeas: await ideasFor('testing'), inkedShares },
  };
}
