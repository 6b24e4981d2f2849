/**
 * The optimum: the binary image with the largest logit, proved, beside the idea, which single flips cannot better. Tells
 * whether ideas look as they do because the search stops at them, or because of what the model makes large.
 */
import type { LoadedModel } from '../../engine/engine.ts';
import { CLASSES, DIGITS, stackImages } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { readIdeaImages } from '../../models/ideaScores.ts';
import { findBestImage } from '../../optimum/bestImage.ts';
import { evaluate, type ReluNetwork, toReluNetwork } from '../../optimum/reluNetwork.ts';
import { encodePng } from '../../store/png.ts';
import { encodeVf } from '../../store/vf.ts';
import { expected } from '../../study/errors.ts';
import { isGivenModel } from '../../study/givenModels.ts';
import { isOfFirstSeed } from '../../study/grid.ts';
import { defineExperiment, type Outcome } from '../defineExperiment.ts';
import { experimentInputs, withModel } from '../experimentModel.ts';
import { isBinary, keepImage } from '../keptImages.ts';
import { type OptimumDigit, type OptimumRecord, type OptimumScores, optimumRecord } from './optimumRecord.ts';
import { OPTIMUM_SCORING } from './optimumScores.ts';

/** The format of the record and its files; a changed computation is told by the cache key (models/studyCache.ts). */
const REVISION = 1;

/** The gap, as a share of the logit, at which an image counts as proved: a hundredth of a per cent. */
export const TOLERANCE = 1e-4;

/** Logits in float32 and in doubles may differ by so much, as a share of their size. */
const ROUNDING = 1e-4;

/** The experiment. */
export const OPTIMUM = defineExperiment<OptimumRecord, OptimumScores>({
  name: 'optimum',
  covers: ({ config }, model) =>
    !isGivenModel(model) &&
    isOfFirstSeed(config, model) &&
    model.settings.activation === 'relu' &&
    model.settings.hidden <= config.experiments.optimum.hidden,
  countWork: ({ experiments: { optimum } }) => ({
    searches: [],
    ...{ changed: 0, read: 0, averaged: 0, judged: 2 * CLASSES },
    programs: CLASSES * optimum.programs,
  }),
  schema: optimumRecord,
  inputsOf(study, searched) {
    const { programs } = study.config.experiments.optimum;
    return experimentInputs(study, searched, { programs, revision: REVISION });
  },
  async run(study, searched) {
    const images = await readIdeaImages(study, searched.model, searched.ideas);
    const ideas = searched.ideas.content.ideas.map(({ digit }, k) => ({ digit, image: images[k]! }));
    const { programs } = study.config.experiments.optimum;
    return withModel(study, searched, (loaded) => {
      if ('parameters' in loaded) return findOptima(loaded, ideas, programs);
      throw expected(
        `optimum: ${searched.model.name}`,
        'a model of fully connected layers',
        'one that is known by its logits alone',
        'name another model',
      );
    });
  },
  scoring: OPTIMUM_SCORING,
  report: async (records) => (await import('./optimumSection.ts')).reportOptimum(records),
});

/** An idea: a digit and its binary image [784]. */
export interface GivenIdea {
  readonly digit: number;
  readonly image: Float32Array;
}

/**
 * The best image of every digit that has binary ideas, at most about `programs` linear programs each. Throws a UserError for a model
 * without ReLU.
 */
export async function findOptima(
  model: LoadedModel,
  ideas: readonly GivenIdea[],
  programs: number,
): Promise<Outcome<OptimumRecord>> {
  const digits: OptimumDigit[] = [];
  const files: Record<string, Uint8Array> = {};
  for (const digit of DIGITS) {
    const own = ideas
      .filter((idea) => idea.digit === digit && isBinary(idea.image))
      .map(({ image }) => image);
    if (own.length === 0) continue;
    const network = toReluNetwork(model.parameters, digit);
    const found = await findBestImage(network, { starts: own, programs, tolerance: TOLERANCE });
    const best = Float32Array.from(found.image);
    const idea = chooseBest(network, own);
    await assertSameLogits(model, digit, [idea, { image: best, logit: found.logit }]);
    digits.push({
      digit,
      idea: { logit: idea.logit, image: keepImage(idea.image) },
      best: { logit: found.logit, image: keepImage(best) },
      ...{ bound: found.bound, isProved: found.isProved, programs: found.programs },
      changed: best.reduce((sum, value, pixel) => sum + Number(value !== idea.image[pixel]), 0),
    });
    files[`best_${digit}.vf`] = encodeVf(best);
    files[`best_${digit}.png`] = encodePng(best);
  }
  return { record: { digits }, files };
}

/** An image [784] with its logit. */
interface Weighed {
  readonly image: Float32Array;
  readonly logit: number;
}

/** The first of the images [784] with the largest logit. */
function chooseBest(network: ReluNetwork, images: readonly Float32Array[]): Weighed {
  return images
    .map((image) => ({ image, logit: evaluate(network, image) }))
    .reduce((best, one) => (one.logit > best.logit ? one : best));
}

/** Throws a RangeError where the engine's logits are others: then the bound is that of another network. */
async function assertSameLogits(
  model: LoadedModel,
  digit: number,
  weighed: readonly Weighed[],
): Promise<void> {
  const logits = await model.logits(stackImages(weighed.map(({ image }) => image)));
  weighed.forEach(({ logit }, row) => {
    const own = rowOf(logits, row, CLASSES)[digit]!;
    if (Math.abs(own - logit) <= ROUNDING * Math.max(1, Math.abs(logit))) return;
    throw new RangeError(`optimum: expected the engine's logit of ${digit} to be ${logit}, got ${own}`);
  });
}
