import { expect, test } from 'vitest';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

// In a process of its own (vitest.config.ts), where no other test has computed a model.
test('of the models that a process computes only the first is marked as such', async () => {
  const { study, data } = await openSmallStudy();
  const flags: boolean[] = [];
  for (const model of study.models) flags.push((await computeModel(study, model, data)).isFirstOfProcess);
  expect(flags).toEqual([true, false]);
});
