/** C5: it can be turned round: an image that is one digit to people and another to the model. */
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import { estimate } from '../effects.ts';
import type { CounterfeitedModel } from '../experimentTable.ts';
import { asEffect } from '../hypotheses/factorTest.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { formatShare } from '../words.ts';
import { blockExperiment } from './experimentBlocks.ts';

export const C5: Hypothesis = {
  id: 'C5',
  statement:
    'Most images can be changed so that the model reads another digit and the judges, who stand for people, the same.',
  test({ experiments: { counterfeits } }) {
    const { values, n, blocks, notes } = blockExperiment(counterfeits, logitUnnoticed);
    if (values.length < 2) {
      return { untested: `needs judged counterfeits of at least 2 models, got ${values.length}` };
    }
    const images = counterfeits.reduce((sum, model) => sum + model.images, 0);
    const unnoticed = counterfeits.reduce((sum, model) => sum + model.unnoticed, 0);
    const [low, high] = wilsonInterval(unnoticed, images);
    return {
      effect: asEffect(estimate(values)),
      unit: 'logit of the share of images so changed (0: half of them)',
      n,
      expected: 1,
      blocks,
      ...{ ways: [], small: null, hurdles: [] },
      notes: [
        `within ${counterfeits[0]!.flips} flips ${unnoticed.toLocaleString('en-US')} of ${images.toLocaleString('en-US')} images are so changed, ` +
          `by which the share would be ${formatShare(low)} to ${formatShare(high)} if images were independent`,
        ...notes,
      ],
    };
  },
};

/**
 * The logit of a model's share, from k of n images: log((k + 1/2) / (n - k + 1/2)), which is finite where all or none are changed
 * (Haldane, "The estimation and significance of the logarithm of a ratio of frequencies", Annals of Human Genetics 20, 1956).
 */
function logitUnnoticed({ images, unnoticed }: CounterfeitedModel): number | null {
  return images === 0 ? null : Math.log((unnoticed + 0.5) / (images - unnoticed + 0.5));
}
