import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readStudyConfig } from '../../pipeline/store/configFile.ts';
import { minimalConfig } from '../study/minimalConfig.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

async function writeConfig(text: string | Uint8Array): Promise<string> {
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

test('two documents in one file are called that', async () => {
  const path = await writeConfig('name: a\n---\nname: b\n');
  expect(await errorLine(() => readStudyConfig(path, []))).toBe(
    `${path}: expected one YAML document, got several; leave one, and no line --- between two`,
  );
});

test('a fault in an override is blamed on file and override', async () => {
  const path = await writeConfig(stringify(minimalConfig()));
  expect(await errorLine(() => readStudyConfig(path, ['training.epochs=0']))).toBe(
    `${path} with training.epochs=0: training.epochs: expected at least 1, got 0; see configs/study.schema.json for every key`,
  );
});

/** A text in UTF-16 with its mark; `isBig`: the higher byte of a letter first. */
function encodeUtf16(text: string, isBig: boolean): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
}

const TEXT = stringify(minimalConfig());

test.each<[string, string | Uint8Array]>([
  ['the line ends of Windows', TEXT.replaceAll('\n', '\r\n')],
  ['a byte-order mark', `\ufeff${TEXT}`],
  ['UTF-16, as the PowerShell of Windows writes it', encodeUtf16(TEXT.replaceAll('\n', '\r\n'), false)],
  ['UTF-16 the other way round', encodeUtf16(TEXT, true)],
  ['letters beyond ASCII in a comment', `# Zoë's study\n${TEXT}`],
])('a config with %s is read', async (_, content) => {
  const path = await writeConfig(content);
  expect(await readStudyConfig(path, [])).toMatchObject({ name: 'tiny', grid: { batch: [20] } });
});

test.each<[string, string | Uint8Array, string]>([
  [
    'the letters of Windows-1252',
    Buffer.from("# Zoë's study\nname: tiny\n", 'latin1'),
    'expected text in UTF-8, got letters in another encoding, such as Windows-1252; save it again as UTF-8',
  ],
  [
    'UTF-16 that does not say so',
    encodeUtf16(TEXT, false).subarray(2),
    'expected text in UTF-8, got bytes of 0, as in UTF-16 or in what is no text; save it again as UTF-8',
  ],
  [
    'an HTML page',
    '\n<!DOCTYPE html>\n<html lang="en"><head><title>smoke.yaml</title></head></html>\n',
    'expected YAML, got an HTML page; download the file itself, not the page that shows it',
  ],
  ['nothing in it', ' \r\n', 'expected a config, got an empty file; see configs/smoke.yaml for one'],
])('a file with %s is named for what it is', async (_, content, line) => {
  const path = await writeConfig(content);
  expect(await errorLine(() => readStudyConfig(path, []))).toBe(`${path}: ${line}`);
});

test('a folder in the place of a config is named', async () => {
  const folder = await openTemporaryFolder();
  expect(await errorLine(() => readStudyConfig(folder, []))).toMatch(/: expected a file.*folder/);
});

test('tabs for indentation are named with their line', async () => {
  const path = await writeConfig('name: tiny\ngrid:\n\thidden: [1]\n');
  expect(await errorLine(() => readStudyConfig(path, []))).toMatch(
    /expected YAML, got Tabs are not allowed .* line 3/,
  );
});
