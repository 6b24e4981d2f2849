import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listLimits } from '../../pipeline/bench/limits.ts';
import { QUICK, THOROUGH } from '../../pipeline/bench/plans.ts';
import { CONFIG, SETS } from '../../pipeline/bench/sweepBench.ts';
import { nameSize } from '../../pipeline/bench/trainingSizes.ts';
import { openStudyFile } from '../../pipeline/models/study.ts';
import { METHOD_NAMES } from '../../pipeline/study/config.ts';

test('a thorough run makes every search', () => {
  expect([...THOROUGH.methods].sort()).toEqual([...METHOD_NAMES].sort());
});

test('both plans measure what the limits are about', () => {
  const limited = listLimits(['plain tfjs-node loop', 'PyTorch']).flatMap(
    ({ row }) => /^training step ([\d/]+),/.exec(row)?.[1] ?? [],
  );
  expect(limited.length).toBeGreaterThan(0);
  for (const { sizes, methods } of [QUICK, THOROUGH]) {
    expect(sizes.map(nameSize)).toEqual(expect.arrayContaining(limited));
    expect(methods).toEqual(expect.arrayContaining(['coordinate', 'monte-carlo']));
  }
});

test('the sweep that is timed is two models of the usual one, with every experiment', async () => {
  const root = join(import.meta.dirname, '../..');
  const study = await openStudyFile(join(root, CONFIG), SETS, root);
  expect(study.models.map(({ name }) => name)).toEqual(['h16-b100-s0', 'h64-b100-s0']);
  const { comparison, hints, counterfeits, transfer } = study.config.experiments;
  for (const experiment of [comparison, hints, counterfeits, transfer]) expect(experiment.enabled).toBe(true);
});
