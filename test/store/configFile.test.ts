import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readStudyConfig } from '../../pipeline/store/configFile.ts';
import { minimalConfig } from '../study/minimalConfig.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

async function writeConfig(text: string): Promise<string> {
  const path = join(await openTemporaryFolder(), 'study.yaml');
  await writeFile(path, text);
  return path;
}

test('a config is read with its defaults, and overrides win over the file', async () => {
  const path = await writeConfig(stringify(minimalConfig()));
  const config = await readStudyConfig(path, ['grid.hidden=[8, 16]', 'training.epochs=3']);
  expect(config).toMatchObject({
    name: 'tiny',
    grid: { hidden: [8, 16], batch: [20] },
    training: { epochs: 3, optimizer: 'adam', learningRate: 0.001 },
  });
});

test('a missing file is one line that says what to name', async () => {
  const path = join(await openTemporaryFolder(), 'none.yaml');
  expect(await errorLine(() => readStudyConfig(path, []))).toBe(
    `${path}: expected a file, got none; name a config such as configs/smoke.yaml`,
  );
});

test('text that is not YAML is one line that has the place', async () => {
  const path = await writeConfig('name: tiny\ngrid: {hidden: [1\n');
  const line = await errorLine(() => readStudyConfig(path, []));
  expect(line).toMatch(/study\.yaml: expected YAML, got .* at line \d+, column \d+; mend that line$/);
});

test.each([
  ['a key twice', 'name: a\nname: b\n'],
  ['an alias to nothing', 'name: *nothing\n'],
  ['a tab for indentation', 'grid:\n\thidden: [1]\n'],
  ['nothing', ''],
  ['a list', '- 1\n'],
])('a file with %s is refused in one line that names the file', async (_, text) => {
  const path = await writeConfig(text);
  expect(await errorLine(() => readStudyConfig(path, []))).toContain(path);
});

test('a fault in an override is blamed on file and override', async () => {
  const path = await writeConfig(stringify(minimalConfig()));
  expect(await errorLine(() => readStudyConfig(path, ['training.epochs=0']))).toBe(
    `${path} with training.epochs=0: training.epochs: expected at least 1, got 0; see configs/study.schema.json for every key`,
  );
});
