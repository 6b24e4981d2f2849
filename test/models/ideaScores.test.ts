import { expect, test } from 'vitest';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from './smallStudy.ts';

test('nothing is scored before there is an idea, and each model once', async () => {
  const { data, change } = await openSmallStudy();
  const study = await change({ judges: ['kde', 'mixture', 'cnn'] });
  expect(await score(study, data)).toBe(0);
  await computeModel(study, study.models[0]!, data);
  expect(await score(study, data)).toBe(1);
  expect(await score(study, data)).toBe(0);
});
