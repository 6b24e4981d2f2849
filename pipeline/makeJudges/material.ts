/** What judges are made from, calibrated on and measured on: three sets of digits and of non-digits that share nothing. */
import type { Engine } from '../engine/engine.ts';
import { readJudgingImages } from '../judging/frozenPanel.ts';
import type { JudgingSplit } from '../judging/judgingData.ts';
import type { Material } from '../judging/lessons/nonDigits.ts';
import { drawUntrainedIdeas } from './untrainedIdeas.ts';

/** Untrained models whose ideas are non-digits, ten each, and the seed of the first: far from any that a study would name. */
const UNTRAINED = {
  learning: { models: 100, firstSeed: 1_000_000 },
  testing: { models: 30, firstSeed: 2_000_000 },
  calibrating: { models: 15, firstSeed: 3_000_000 },
} as const;

/** Digits and non-digits by what they are for. */
export interface JudgeMaterial {
  readonly split: JudgingSplit;
  /** Training images: to learn from. */
  readonly learning: Material;
  /** Held-out training images: to choose and calibrate by. */
  readonly calibrating: Material;
  /** Test images: to measure on. Only the number of the cnn's updates was chosen knowing a figure of them (cnn/recipe.ts). */
  readonly testing: Material;
}

/** Reads the digits and draws the ideas of untrained models. The same engine always gives the same. */
export async function gatherMaterial(engine: Engine): Promise<JudgeMaterial> {
  const { train, heldOut, test } = await readJudgingImages();
  const draw = ({ models, firstSeed }: { readonly models: number; readonly firstSeed: number }) =>
    drawUntrainedIdeas(engine, models, firstSeed);
  return {
    split: { train, heldOut },
    learning: { digits: train, untrainedIdeas: await draw(UNTRAINED.learning) },
    calibrating: { digits: heldOut, untrainedIdeas: await draw(UNTRAINED.calibrating) },
    testing: { digits: test, untrainedIdeas: await draw(UNTRAINED.testing) },
  };
}
