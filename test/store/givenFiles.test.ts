/** Which models a list of files and folders names. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { expandGiven } from '../../pipeline/store/givenFiles.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

/** A folder with empty files. */
async function openFolder(...files: readonly string[]): Promise<string> {
  const root = await openTemporaryFolder();
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
  }
  return root;
}

test('a folder is its models by their paths, with what was said of all; what is no model is passed over', async () => {
  const root = await openFolder(
    'b.onnx',
    'b.onnx.data',
    'a.safetensors',
    'tf/model.json',
    'tf/w.bin',
    'x.png',
  );
  expect(await expandGiven([{ file: root, invert: true }])).toEqual([
    { file: join(root, 'a.safetensors'), invert: true, name: 'a' },
    { file: join(root, 'b.onnx'), invert: true, name: 'b' },
    { file: join(root, 'tf/model.json'), invert: true, name: 'tf' },
  ]);
});

test('a folder with a model of TF.js is that model, and a file that is not there keeps its place', async () => {
  const root = await openFolder('tf/model.json', 'tf/other.onnx');
  const entries = [{ file: join(root, 'tf') }, { file: join(root, 'none.onnx') }];
  expect((await expandGiven(entries)).map(({ name }) => name)).toEqual(['tf', 'none']);
});

test('models of one name are told apart by their formats', async () => {
  const root = await openFolder('a.onnx', 'a.safetensors', 'b.dat');
  expect((await expandGiven([{ file: root }])).map(({ name }) => name)).toEqual([
    'a-onnx',
    'a-safetensors',
    'b',
  ]);
});

test('two of one name and format, a folder without models and a name for a folder are refused', async () => {
  const root = await openFolder('x/a.onnx', 'y/a.onnx', 'z/text.txt');
  expect(
    await errorLine(() => expandGiven([{ file: join(root, 'x/a.onnx') }, { file: join(root, 'y') }])),
  ).toBe(
    `models: ${root}/y/a.onnx: expected a name of its own, got a-onnx, that of ${root}/x/a.onnx; ` +
      `give it one, such as {file: ${root}/y/a.onnx, name: a-onnx-2}`,
  );
  expect(await errorLine(() => expandGiven([{ file: join(root, 'z') }]))).toBe(
    `${root}/z: expected models (.onnx, .safetensors, .dat, or model.json of TF.js), got none; name another folder, or the files`,
  );
  expect(await errorLine(() => expandGiven([{ file: root, name: 'all' }]))).toBe(
    'models: all: expected one model of that name, got a folder of 2; name the file, or leave the name out',
  );
});
