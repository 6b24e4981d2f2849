import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selectExperimentModels } from '../../pipeline/commands/experiment.ts';
import { EXPERIMENTS } from '../../pipeline/experiments/listExperiments.ts';
import { openStudy } from '../../pipeline/models/study.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call } from './commandLine.ts';

test('a command does the comparison on the first seed alone, other experiments on all, and what is named always', async () => {
  const grid = { hidden: [3, 4], batch: [60], seeds: [1, 0] };
  const study = await openStudy(
    parseStudyConfig({ name: 'small', grid }, 'test'),
    join(await openTemporaryFolder(), 'artifacts'),
  );
  const select = (name: keyof typeof EXPERIMENTS, only?: string) =>
    selectExperimentModels(study, EXPERIMENTS[name], only).map((model) => model.name);
  const all = ['h3-b60-s0', 'h3-b60-s1', 'h4-b60-s0', 'h4-b60-s1'];
  expect(select('comparison')).toEqual(['h3-b60-s1', 'h4-b60-s1']);
  expect(select('hints')).toEqual(all);
  expect(select('counterfeits')).toEqual(all);
  expect(select('transfer')).toEqual(all);
  expect(select('comparison', 'h4-b60-s0')).toEqual(['h4-b60-s0']);
  expect(select('comparison', 'h4-b60')).toEqual(['h4-b60-s0', 'h4-b60-s1']);
  expect(() => select('comparison', 'h5-b60-s0')).toThrow('expected a model of the grid');
});

test.each([
  [[], /^experiment: expected one of compare, hints, .*, got none; see --help\n$/],
  [['--config', 'x'], /^experiment: expected one of compare, .*, got '--config'; see --help\n$/],
  [['comparison'], /^experiment: expected one of compare, .*, got 'comparison'; see --help\n$/],
  [['hints', '--cell', 'x'], /^hints: expected the options that --help lists, got Unknown argument: cell; /],
])('%j is refused in one line', async (options, line) => {
  const { code, stdout, stderr } = await call('experiment', options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(line);
});
