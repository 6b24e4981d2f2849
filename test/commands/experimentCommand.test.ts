import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selectExperimentModels } from '../../pipeline/commands/experimentCommand.ts';
import { COMPARISON } from '../../pipeline/experiments/comparison/comparison.ts';
import { COUNTERFEITS } from '../../pipeline/experiments/counterfeits/counterfeits.ts';
import { HINTS } from '../../pipeline/experiments/hints/hints.ts';
import { openStudy } from '../../pipeline/models/study.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

test('a command does the comparison on the first seed alone, other experiments on all, and a named model always', async () => {
  const grid = { hidden: [3, 4], batch: [60], seeds: [1, 0] };
  const study = await openStudy(
    parseStudyConfig({ name: 'small', grid }, 'test'),
    join(await openTemporaryFolder(), 'artifacts'),
  );
  const select = (experiment: typeof COMPARISON | typeof HINTS | typeof COUNTERFEITS, name?: string) =>
    selectExperimentModels(study, experiment, name).map((model) => model.name);
  expect(select(COMPARISON)).toEqual(['h3-b60-s1', 'h4-b60-s1']);
  expect(select(HINTS).sort()).toEqual(['h3-b60-s0', 'h3-b60-s1', 'h4-b60-s0', 'h4-b60-s1']);
  expect(select(COUNTERFEITS)).toEqual(select(HINTS));
  expect(select(COMPARISON, 'h4-b60-s0')).toEqual(['h4-b60-s0']);
  expect(() => select(COMPARISON, 'h5-b60-s0')).toThrow('expected a model of the grid');
});
