import { expect, test } from 'vitest';
import { fitMixtures } from '../../pipeline/makeJudges/mixtureFit.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import { readDigits } from '../judging/digits.ts';

test('the number of components is the one that held-out digits are likeliest under', async () => {
  const train = readDigits('train', 0, 300);
  const heldOut = readDigits('train', 300, 100);
  const { components, candidates, mixtures } = await fitMixtures({ train, heldOut }, [1, 2, 12]);
  expect(candidates.map((each) => each.components)).toEqual([1, 2, 12]);
  const best = candidates.reduce((a, b) => (b.heldOut > a.heldOut ? b : a));
  expect(components).toBe(best.components);
  expect(mixtures).toHaveLength(CLASSES);
  expect(mixtures[0]!.logWeights).toHaveLength(components);
});
