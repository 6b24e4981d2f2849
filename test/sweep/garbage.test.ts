import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepConfig } from '../../pipeline/models/claimStudy.ts';
import { exists, writeFileAtomic } from '../../pipeline/store/files.ts';
import { findGarbage, findTemporaryFolders, listStudies } from '../../pipeline/sweep/garbage.ts';
import { call } from '../commands/commandLine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

test('models that no config names go with what killed runs left, and nothing that one names does', async () => {
  const { study, change } = await openSmallStudy();
  const { artifacts, folder } = study;
  const models = ['h3-b60-s0', 'h4-b60-s0', 'h5-b60-s0', 'h6-b60-s0'];
  for (const model of models) await writeFileAtomic(join(folder.models, model, 'model.dat'), '12345');
  await writeFileAtomic(folder.failure('h6-b60-s0'), '{}');
  await writeFileAtomic(join(folder.models, 'mine', 'note.txt'), 'no model');
  const half = join(folder.models, 'h3-b60-s0', '.training.json.12-3.tmp');
  await writeFile(half, 'half');
  await keepConfig(study);
  await writeFileAtomic(join(artifacts, 'notes', 'mine.txt'), 'no study');
  expect(await listStudies(artifacts)).toEqual(['small']);

  const other = await change({ hidden: [5] });
  const found = await findGarbage(artifacts, 'small', [other.config, { ...other.config, name: 'another' }]);
  expect(found.map(({ path, bytes }) => [path, bytes])).toEqual([
    [join(folder.models, 'h6-b60-s0'), 5],
    [folder.failure('h6-b60-s0'), 2],
    [half, 4],
  ]);

  const configs = await openTemporaryFolder();
  const given = ['--artifacts', artifacts, '--configs', configs];
  const dry = await call('gc', [...given, '--dry-run']);
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  // Beside what others have left in the system's folder for temporary files.
  expect(dry.stdout).toContain(`${join(folder.models, 'h5-b60-s0')}: 0.0 MB: no config names this model\n`);
  expect(dry.stdout).toMatch(/\nwould be removed: \d+ things, /);
  expect(await exists(half)).toBe(true);
  const another = join(artifacts, 'copy', 'study.json');
  await writeFileAtomic(another, '{"name"');
  const beside = await call('gc', [...given, '--dry-run']);
  expect(beside).toMatchObject({ code: 0, stderr: '' });
  expect(beside.stdout).toMatch(
    new RegExp(`^${join(artifacts, 'copy')} is left as it is: ${another}: [^\\n]+\\n${folder.models}`),
  );
  await writeFile(join(configs, 'broken.yaml'), 'grid: [');
  expect(await call('gc', [...given, '--dry-run'])).toMatchObject({ code: 2, stdout: '' });
});

test('temporary folders are garbage once nothing was written in them for a week', async () => {
  const folder = await openTemporaryFolder();
  const names = ['digit-ideas-AbC123', 'digit-ideas-XyZ789', 'another-AbC123'];
  for (const name of names) await mkdir(join(folder, name));
  await writeFile(join(folder, names[1]!, 'new'), 'now');
  const now = Date.now();
  const before = new Date(now - 8 * 24 * 60 * 60 * 1000);
  for (const name of names) await utimes(join(folder, name), before, before);
  const found = await findTemporaryFolders(now, folder);
  expect(found.map(({ path }) => path)).toEqual([join(folder, names[0]!)]);
});
