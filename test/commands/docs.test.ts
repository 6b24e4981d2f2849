import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RESULTS_FOLDER } from '../../pipeline/docs/studyResults.ts';
import { writeFileAtomic } from '../../pipeline/store/files.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles, ROOT } from './commandLine.ts';

test('a check copies nothing: results or a ladder beside it are refused', async () => {
  const study = join(await openTemporaryFolder(), 'none-of-ours');
  await writeFileAtomic(join(study, 'report/report.md'), '# a\n');
  await writeFile(join(study, 'ladder.json'), '{}');
  const before = await hashFiles(join(ROOT, RESULTS_FOLDER), /./);
  for (const option of ['results', 'ladder']) {
    expect(await call('docs', ['--check', `--${option}`, study])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--check: expected no --${option} beside it, got ${study}; leave one out: a check writes nothing\n`,
    });
  }
  expect(await hashFiles(join(ROOT, RESULTS_FOLDER), /./)).toEqual(before);
});
