/** H5: width's effect survives masking the border. */
import { findArm, type Hypothesis } from '../hypothesis.ts';
import { describeRest, span, testFactor } from './factorTest.ts';

export const H5: Hypothesis = {
  id: 'H5',
  statement: "Width's effect on recognisability survives masking the border.",
  test(evidence) {
    const arm = findArm(evidence, 'epochs', 'equal epochs');
    if ('untested' in arm) return arm;
    const found = testFactor(arm, 'hidden');
    if ('untested' in found) return found;
    const whole = arm.ways.find(({ way }) => way.name === 'whole')!.factors.hidden!.logit;
    const masked = arm.ways[0]!.factors.hidden!;
    const isSame = Math.sign(whole.estimate) === Math.sign(masked.logit.estimate);
    const doublings = span(evidence.table.config.grid.hidden);
    return {
      ...found,
      // The effect that is to survive is that on whole images.
      expected: whole.estimate < 0 ? -1 : 1,
      small: [masked.score.values.map((slope) => slope * doublings)],
      notes: [
        ...describeRest(masked),
        ...(isSame ? [] : ['on whole images the effect has the other sign']),
        ...found.notes,
      ],
    };
  },
};
