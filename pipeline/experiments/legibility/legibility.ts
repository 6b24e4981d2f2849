/**
 * Legibility: among binary images that have at least 99% of an idea's logit, the most and the least recognisable. How far
 * apart they are is what the search decides, and not the model.
 *
 * Which images these are depends on the judges, so that the search is part of the scoring (legibilityScores.ts); the record
 * is what it starts from.
 */

import { CLASSES, PIXELS, stackImages } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { readIdeaImages } from '../../models/ideaScores.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { isOfFirstSeed } from '../../study/grid.ts';
import { defineExperiment } from '../defineExperiment.ts';
import { experimentInputs, withModel } from '../experimentModel.ts';
import { isBinary, keepImage } from '../keptImages.ts';
import {
  findFloor,
  type LegibilityRecord,
  type LegibilityScores,
  legibilityRecord,
} from './legibilityRecord.ts';
import { LEGIBILITY_SCORING } from './legibilityScores.ts';

/** Raised when the same inputs would give another record. */
const REVISION = 1;

/** The experiment. */
export const LEGIBILITY = defineExperiment<LegibilityRecord, LegibilityScores>({
  name: 'legibility',
  covers: ({ config }, model) => isOfFirstSeed(config, model),
  countWork: ({ experiments: { legibility }, search }) => ({
    searches: [],
    ...{ changed: 0, averaged: 0 },
    read: legibility.digits.length * (search.restarts + 1),
    judged: legibility.digits.length * legibility.reads,
  }),
  schema: legibilityRecord,
  inputsOf(study, searched) {
    const { digits, reads } = study.config.experiments.legibility;
    return experimentInputs(study, searched, { digits: digits.join(' '), reads, revision: REVISION });
  },
  async run(study, searched) {
    const { digits, reads } = study.config.experiments.legibility;
    const images = await readIdeaImages(study, searched.model, searched.ideas);
    const ideas = searched.ideas.content.ideas.map(({ digit }, k) => ({ digit, image: images[k]! }));
    const record = await withModel(study, searched, (loaded) => chooseStarts(loaded, ideas, digits));
    return { record: { ...record, reads } };
  },
  scoring: LEGIBILITY_SCORING,
  report: async (records) => (await import('./legibilitySection.ts')).reportLegibility(records),
});

/** For each of `digits` that has binary ideas, those with almost the best one's logit. */
export async function chooseStarts(
  model: SearchableModel,
  ideas: readonly { readonly digit: number; readonly image: Float32Array }[],
  digits: readonly number[],
): Promise<Pick<LegibilityRecord, 'digits'>> {
  const logits = await model.logits(
    stackImages([new Float32Array(PIXELS), ...ideas.map(({ image }) => image)]),
  );
  const logitOf = (row: number, digit: number) => rowOf(logits, row, CLASSES)[digit]!;
  return {
    digits: digits.flatMap((digit) => {
      const own = ideas
        .map(({ image, digit: meant }, k) => ({ image, meant, logit: logitOf(k + 1, digit) }))
        .filter(({ meant, image }) => meant === digit && isBinary(image))
        .sort((a, b) => b.logit - a.logit);
      if (own.length === 0) return [];
      const [blank, idea] = [logitOf(0, digit), own[0]!.logit];
      const starts = own.filter(({ logit }) => idea > blank && logit >= findFloor({ idea, blank }));
      return [{ digit, idea, blank, starts: starts.map(({ image }) => keepImage(image)) }];
    }),
  };
}
