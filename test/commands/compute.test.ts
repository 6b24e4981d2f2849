/** Models by number, as tasks of an array compute them: in processes at the same time, into one folder. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exists } from '../../pipeline/store/files.ts';
import { writeRecord } from '../../pipeline/store/recordFile.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles, runProcess, smallStudy } from './commandLine.ts';

const TINY = [
  'dataset.train=200',
  'dataset.test=50',
  'grid.hidden=[3]',
  'training.epochs=1',
  'search.passes=1',
];

test('tasks at the same time, on a study that none of them finds, give the bytes of the stages one after the other', async () => {
  const folder = await openTemporaryFolder();
  const [together, alone] = ['together', 'alone'].map((name) => smallStudy(join(folder, name), ...TINY));
  // It failed when it was last tried.
  const failure = join(folder, 'together', 'smoke', 'failures', 'h3-b50-s0.json');
  await writeRecord(failure, { message: 'for lack of space' });
  const tasks = await Promise.all(
    ['0', '1'].map((index) => runProcess('compute', [...together!, '--index', index])),
  );
  for (const { code, stdout } of tasks) {
    expect(code).toBe(0);
    expect(stdout).toMatch(/^h3-b(50|200)-s0: accuracy .* s, in .*\ncompute: 1 model of 2 finished\n$/);
  }
  expect(await exists(failure)).toBe(false);
  const again = await call('compute', [
    '--study',
    join(folder, 'together', 'smoke'),
    '--index',
    '0',
    '--tasks',
    '1',
  ]);
  expect(again.stdout.match(/finished before/g)).toHaveLength(2);
  expect((await call('sweep', [...together!, '--dry-run'])).stdout).toMatch(
    /^all 2 models are finished; to score/m,
  );
  for (const stage of ['dataset', 'train', 'ideas', 'judge'])
    expect((await call(stage, alone!)).code).toBe(0);
  const bytes = (name: string) => hashFiles(join(folder, name), /^smoke\/models\/.*(?<!times\.json)$/);
  expect(Object.keys(await bytes('alone')).length).toBeGreaterThan(40);
  expect(await bytes('together')).toEqual(await bytes('alone'));
});

test.each([
  [[], '--config FILE or --study DIR'],
  [['--config', 'configs/smoke.yaml'], '--index: expected a number from 0 to 3, got none'],
  [['--study', 'artifacts/x', '--engine', 'tfjs'], "--engine: expected no --study beside it, got 'tfjs'"],
  [['--study', 'no/such'], 'a study that was begun, got none'],
  [['--config', 'configs/smoke.yaml', '--index', '0', '--tasks', '0'], '--tasks: expected a whole number'],
])('compute %j is refused in one line', async (options, message) => {
  const { code, stderr } = await call('compute', options);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
