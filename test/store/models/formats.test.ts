import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FORMAT_NAMES, type FormatName } from '../../../pipeline/store/models/formatNames.ts';
import { readModelFile, recogniseFormat, writeModelFile } from '../../../pipeline/store/models/formats.ts';
import { withArrays } from '../../engine/drawn.ts';
import { errorLine } from '../errorLine.ts';
import { openTemporaryFolder } from '../temporaryFolder.ts';
import { anyModel, anyNetwork, bitsOf, makeModel } from './madeModels.ts';

/** A path in `folder` that tells each format. */
const NAMES: Readonly<Record<FormatName, string>> = {
  dat: 'model.dat',
  onnx: 'model.onnx',
  safetensors: 'model.safetensors',
  tfjs: 'model',
};

test.each(FORMAT_NAMES)('any model comes back from %s bit for bit', async (format) => {
  const path = join(await openTemporaryFolder(), NAMES[format]);
  await fc.assert(
    fc.asyncProperty(anyModel, async (model) => {
      await writeModelFile(path, model);
      expect(bitsOf(await readModelFile(path))).toEqual(bitsOf(model));
    }),
    { numRuns: 15 },
  );
});

test.each(['onnx', 'safetensors', 'tfjs'] as const)(
  'a network of any depth and activation comes back from %s bit for bit',
  async (format) => {
    const path = join(await openTemporaryFolder(), NAMES[format]);
    await fc.assert(
      fc.asyncProperty(anyNetwork, async (model) => {
        await writeModelFile(path, model);
        expect(bitsOf(await readModelFile(path))).toEqual(bitsOf(model));
      }),
      { numRuns: 30 },
    );
  },
);

test('a file that cannot hold the network is not written, and the line names it', async () => {
  const path = join(await openTemporaryFolder(), 'deep.dat');
  const model = makeModel({ hidden: 2, depth: 4, activation: 'gelu' });
  expect(await errorLine(() => writeModelFile(path, model))).toMatch(
    /deep\.dat: expected two hidden layers with relu in a \.dat file, got 4 with gelu; write \.onnx/,
  );
  expect(await errorLine(() => readModelFile(path))).toContain('expected a file, got none');
});

test.each(FORMAT_NAMES)(
  '%s keeps hidden sizes of 1, 3 and 16, and says how many bytes it wrote',
  async (format) => {
    const folder = await openTemporaryFolder();
    for (const hidden of [1, 3, 16]) {
      const path = join(folder, `${hidden}`, NAMES[format]);
      const bytes = await writeModelFile(path, makeModel(hidden));
      expect(bitsOf(await readModelFile(path))).toEqual(bitsOf(makeModel(hidden)));
      const files = format === 'tfjs' ? (await readdir(path)).map((name) => join(path, name)) : [path];
      const lengths = await Promise.all(files.map(async (file) => (await readFile(file)).length));
      expect(lengths.reduce((sum, length) => sum + length)).toBe(bytes);
    }
  },
);

test('a model that went through every format is the same file at the end', async () => {
  const folder = await openTemporaryFolder();
  const stations = ['a.dat', 'b.onnx', 'c', 'd.safetensors', 'e/model.json', 'f.dat'];
  await writeModelFile(join(folder, 'a.dat'), makeModel(5));
  for (const [i, station] of stations.slice(1).entries()) {
    await writeModelFile(join(folder, station), await readModelFile(join(folder, stations[i]!)));
  }
  expect(await readFile(join(folder, 'f.dat'))).toEqual(await readFile(join(folder, 'a.dat')));
});

test.each(FORMAT_NAMES)('the same model gives the same bytes of %s', async (format) => {
  const folder = await openTemporaryFolder();
  const paths = [join(folder, 'once'), join(folder, 'again')];
  for (const path of paths) await writeModelFile(path, makeModel(4), format);
  const files = format === 'tfjs' ? ['model.json', 'weights.bin'] : [''];
  for (const file of files) {
    const [once, again] = await Promise.all(paths.map((path) => readFile(join(path, file))));
    expect(again).toEqual(once);
  }
});

test.each<[path: string, format: FormatName]>([
  ['a/test.dat', 'dat'],
  ['MODEL.DAT', 'dat'],
  ['model.v2.onnx', 'onnx'],
  ['x.safetensors', 'safetensors'],
  ['x/model.json', 'tfjs'],
  ['model.json', 'tfjs'],
  ['some/folder', 'tfjs'],
  ['some/folder/', 'tfjs'],
])('the name %s tells %s', async (path, format) => {
  expect(await recogniseFormat(path)).toBe(format);
});

test('a folder is one of TF.js even where its name has an ending', async () => {
  const path = join(await openTemporaryFolder(), 'net.v2');
  await mkdir(path);
  expect(await recogniseFormat(path)).toBe('tfjs');
});

test('a name that tells no format is refused with the formats there are, unless one is named', async () => {
  const path = join(await openTemporaryFolder(), 'model.bin');
  expect(await errorLine(() => readModelFile(path))).toBe(
    `${path}: expected .dat, .onnx, .safetensors, or for TF.js a folder or its model.json, got .bin; ` +
      'rename it, or name the format: dat, onnx, safetensors, tfjs',
  );
  expect(await errorLine(() => writeModelFile(path, makeModel(2)))).toContain('got .bin');
  await writeModelFile(path, makeModel(2), 'onnx');
  expect(bitsOf(await readModelFile(path, 'onnx'))).toEqual(bitsOf(makeModel(2)));
});

test.each([
  ['model.keras', /got \.keras; write it as ONNX from Keras 3: model\.export/],
  ['model.h5', /got \.h5; write it as ONNX from Keras 3/],
  ['model.pt', /got \.pt; write it from PyTorch, with torch\.onnx\.export/],
])('%s is refused with how to export it', async (name, line) => {
  expect(await errorLine(() => readModelFile(name))).toMatch(line);
  expect(await errorLine(() => writeModelFile(name, makeModel(2)))).toMatch(/; rename it/);
});

test.each(FORMAT_NAMES)('a missing file of %s is one line', async (format) => {
  const path = join(await openTemporaryFolder(), NAMES[format]);
  expect(await errorLine(() => readModelFile(path))).toMatch(/: expected a file, got none; /);
});

test.each(FORMAT_NAMES)('an empty file, text and a file of another format are no %s', async (format) => {
  const folder = await openTemporaryFolder();
  const path = join(folder, 'model.json');
  const other: FormatName = format === 'dat' ? 'onnx' : 'dat';
  await writeModelFile(join(folder, 'other'), makeModel(3), other);
  const contents = ['', 'not a model\n', '{}', '[]', 'null', await readFile(join(folder, 'other'))];
  for (const content of contents) {
    await writeFile(path, content);
    expect(await errorLine(() => readModelFile(path, format))).toMatch(
      /model\.json.*: expected .*, got .*; /,
    );
  }
});

test.each(FORMAT_NAMES)(
  'arrays that do not fit the hidden size are a fault of ours in %s',
  async (format) => {
    const path = join(await openTemporaryFolder(), NAMES[format]);
    const model = withArrays(makeModel(2), { w2: new Float32Array(3) });
    await expect(writeModelFile(path, model)).rejects.toThrow('expected 4 numbers in w2, got 3');
  },
);

test.each(['dat', 'onnx', 'safetensors'] as const)(
  'a page that a download left as .%s is named',
  async (format) => {
    const path = join(await openTemporaryFolder(), `model.${format}`);
    await writeFile(path, '<!DOCTYPE html><html><title>404</title>');
    await expect(readModelFile(path)).rejects.toThrow(
      `${path}: expected a model, got an HTML page ('404'); the download failed: fetch the file again`,
    );
  },
);
