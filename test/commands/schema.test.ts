import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, ROOT } from './commandLine.ts';

test('the schema command writes the published file, and finds it current or not', async () => {
  const folder = await openTemporaryFolder();
  const out = join(folder, 'written.json');
  expect(await call('schema', ['--check', '--out', out])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${out}: expected the current schema, got no file; run npx tsx pipeline/commands/schema.ts\n`,
  });
  expect(await call('schema', ['--out', out])).toMatchObject({
    code: 0,
    stdout: `schema: ${out} written\n`,
    stderr: '',
  });
  const published = join(ROOT, 'configs/study.schema.json');
  expect(await readFile(out, 'utf8')).toBe(await readFile(published, 'utf8'));
  expect(await call('schema', ['--check', '--out', out])).toMatchObject({
    code: 0,
    stdout: `schema: ${out} is current\n`,
    stderr: '',
  });
  const another = join(ROOT, 'configs/smoke.yaml');
  expect((await call('schema', ['--check', '--out', another])).stderr).toContain('got another; ');
});

test.each([
  ['an unknown option', '--chek', /^schema: expected .*, got Unknown argument: chek; .*\n$/],
  ['a folder for a file', '--out', /: expected a file that can be written, .*\n$/],
])('%s is refused in one line', async (_, option, line) => {
  const folder = join(await openTemporaryFolder(), 'folder');
  await mkdir(folder);
  const { code, stderr } = await call('schema', [option, ...(option === '--out' ? [folder] : [])]);
  expect(code).toBe(2);
  expect(stderr).toMatch(line);
});
