/** C5: it can be turned round: an image that is one digit to people and another to the model. */
import { clippedLogit, logitInterval } from '../../statistics/logit.ts';
import { estimate } from '../effects.ts';
import type { CounterfeitedModel } from '../experimentTable.ts';
import { asEffect } from '../hypotheses/factorTest.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { formatNumber } from '../words.ts';
import { blockExperiment } from './experimentBlocks.ts';

export const C5: Hypothesis = {
  id: 'C5',
  statement:
    'Most images can be changed so that the model reads another digit and the judges, who stand for people, the same.',
  test({ experiments: { counterfeits } }) {
    const { values, n, blocks, notes } = blockExperiment(counterfeits, shareUnnoticed);
    if (values.length < 2) {
      return { untested: `needs judged counterfeits of at least 2 models, got ${values.length}` };
    }
    const { mean, interval } = logitInterval(values);
    const logits = values.map(clippedLogit);
    return {
      effect: asEffect(estimate(logits)),
      unit: 'logit of the share of images so changed (0: half of them)',
      n,
      expected: 1,
      blocks: blocks.map(({ seed }, at) => ({ seed, value: logits[at]! })),
      ...{ ways: [], small: null, hurdles: [] },
      notes: [
        `a share of ${formatNumber(mean)}${interval === null ? '' : ` (${interval.map(formatNumber).join(' to ')})`} within ${counterfeits[0]!.flips} flips`,
        ...notes,
      ],
    };
  },
};

function shareUnnoticed({ images, unnoticed }: CounterfeitedModel): number | null {
  return images === 0 ? null : unnoticed / images;
}
