/** H1: at equal epochs recognisability differs with batch size. */
import { isShown } from '../effects.ts';
import { findArm, type Hypothesis } from '../hypothesis.ts';
import { formatEffect } from '../words.ts';
import { acrossGrid, describeRest, testFactor } from './factorTest.ts';

export const H1: Hypothesis = {
  id: 'H1',
  statement: 'At equal epochs recognisability differs with batch size.',
  test(evidence) {
    const arm = findArm(evidence, 'epochs', 'equal epochs');
    if ('untested' in arm) return arm;
    const found = testFactor(arm, 'batch');
    if ('untested' in found) return found;
    const { batch, interaction } = arm.ways[0]!.factors;
    return {
      ...found,
      expected: 0,
      // An effect that turns round with the width is none on average, and yet not absent: it must be small at every width.
      small: acrossGrid(arm),
      notes: [
        ...describeRest(batch!),
        ...(interaction !== null && isShown(interaction.logit)
          ? [
              `the effect changes with the hidden size, by ${formatEffect(interaction.logit)} a doubling of it`,
            ]
          : []),
        ...found.notes,
      ],
    };
  },
};
