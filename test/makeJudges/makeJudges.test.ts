import { describe, expect, test } from 'vitest';
import { readFrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import { describeDifference } from '../../pipeline/makeJudges/makeJudges.ts';

describe('comparing with the frozen judge', () => {
  test('finds it the same, whoever made it and when', async () => {
    const frozen = await readFrozenJudge('cnn');
    const card = { ...frozen.record.card, commit: 'another', date: '2000-01-01' };
    expect(
      describeDifference(frozen, { record: { ...frozen.record, card }, weights: frozen.weights }),
    ).toBeNull();
  });

  test('names the first difference', async () => {
    const frozen = await readFrozenJudge('cnn');
    const calibration = { ...frozen.record.calibration, temperature: 9 };
    expect(
      describeDifference(frozen, { record: { ...frozen.record, calibration }, weights: frozen.weights }),
    ).toBe(
      `differs from the frozen one: calibration.temperature was ${frozen.record.calibration.temperature}, is 9`,
    );
    const weights = frozen.weights!.slice();
    weights[0]! ^= 1;
    expect(describeDifference(frozen, { record: frozen.record, weights })).toBe(
      'differs from the frozen one: its weights',
    );
    expect(describeDifference(frozen, { record: frozen.record, weights: null })).toBe(
      'differs from the frozen one: its weights',
    );
  });
});
