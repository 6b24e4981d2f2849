import { copyFile, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { makeModel } from '../store/models/madeModels.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles, ROOT } from './commandLine.ts';

const DAT = encodeDat(makeModel(3));

/** A folder with `test.dat`, and a run of the command in which names stand for paths in that folder. */
async function openFolder() {
  const folder = await openTemporaryFolder();
  await writeFile(join(folder, 'test.dat'), DAT);
  const run = (source: string, target: string, ...options: string[]) =>
    call('convert', ['--in', join(folder, source), '--out', join(folder, target), ...options]);
  return { folder, run };
}

test('a model goes through every format and comes back, with one line each', async () => {
  const { folder, run } = await openFolder();
  const stations = ['test.dat', 'a.onnx', 'tfjs', 'b.safetensors', 'c.dat'];
  const words = [
    /\(dat; .*\(onnx; /,
    /\(onnx; .*\(tfjs; /,
    /\(tfjs; .*\(safetensors; /,
    /\(safetensors; .*\(dat; 9,628 bytes\)$/m,
  ];
  for (const [i, station] of stations.slice(1).entries()) {
    const { code, stdout, stderr } = await run(stations[i]!, station);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^convert: read .* hidden size 3, 2,407 parameters\), wrote .* bytes\)\n$/);
    expect(stdout).toMatch(words[i]!);
  }
  expect(await readFile(join(folder, 'c.dat'))).toEqual(Buffer.from(DAT));
  expect((await readdir(join(folder, 'tfjs'))).sort()).toEqual(['model.json', 'weights.bin']);
});

test('--from and --to name formats that the names do not', async () => {
  const { folder, run } = await openFolder();
  const there = await run('test.dat', 'model.bin', '--to', 'onnx');
  expect(there.stdout).toContain('model.bin (onnx; ');
  const back = await run('model.bin', 'x.onnx', '--from', 'onnx', '--to', 'dat');
  expect(back.code).toBe(0);
  expect(await readFile(join(folder, 'x.onnx'))).toEqual(Buffer.from(DAT));
});

test('an image of the article becomes a PNG', async () => {
  const { folder, run } = await openFolder();
  await writeFile(join(folder, 'idea_5.vf'), encodeVf(new Float32Array(784).fill(1, 0, 28)));
  const { code, stdout } = await run('idea_5.vf', 'idea_5.png');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^convert: read .*idea_5\.vf \(an image of 28x28\), wrote .* bytes\)\n$/);
  const { width, height, data } = decode(await readFile(join(folder, 'idea_5.png')));
  expect([width, height, data[0], data[10 * 280]]).toEqual([280, 280, 255, 0]);
});

test('an image comes back from a PNG as it was, whatever the case of the names', async () => {
  const { folder, run } = await openFolder();
  const image = Float32Array.from({ length: 784 }, (_, pixel) => ((pixel * 7) % 256) / 255);
  await writeFile(join(folder, 'a.vf'), encodeVf(image));
  expect((await run('a.vf', 'b.PNG')).stdout).toMatch(/b\.PNG \(png; /);
  expect(decode(await readFile(join(folder, 'b.PNG'))).width).toBe(280);
  expect((await run('b.PNG', 'c.VF')).stdout).toMatch(/c\.VF \(vf; 3,136 bytes\)/);
  expect(await readFile(join(folder, 'c.VF'))).toEqual(await readFile(join(folder, 'a.vf')));
});

test('a target in the place of a source, or of a file that it names, is refused, and nothing is written', async () => {
  const { folder, run } = await openFolder();
  await run('test.dat', 'tfjs');
  await writeFile(join(folder, 'a.png'), encodePng(new Float32Array(784)));
  for (const name of ['dropout.onnx', 'dropout.onnx.data']) {
    await copyFile(join(ROOT, 'test/store/models/made', name), join(folder, name));
  }
  await symlink('test.dat', join(folder, 'link.dat'));
  const before = await hashFiles(folder, /./);
  for (const [source, target, taken, ...options] of [
    ['test.dat', 'test.dat', 'test.dat'],
    ['link.dat', 'test.dat', 'test.dat'],
    ['test.dat', 'link.dat', 'link.dat', '--to', 'onnx'],
    ['a.png', 'a.png', 'a.png'],
    ['dropout.onnx', 'dropout.onnx.data', 'dropout.onnx.data', '--to', 'dat'],
    ['tfjs', 'tfjs', 'tfjs/weights.bin'],
    ['tfjs', 'tfjs/model.json', 'tfjs/weights.bin'],
    ['tfjs', 'tfjs/other.json', 'tfjs/weights.bin'],
    ['tfjs/model.json', 'tfjs/weights.bin', 'tfjs/weights.bin', '--to', 'dat'],
  ] as const) {
    expect(await run(source, target, ...options)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a file that is no input, got ${join(folder, taken)}; give another name, for it would be overwritten\n`,
    });
  }
  expect(await hashFiles(folder, /./)).toEqual(before);
});

test.each<[what: string, source: string, target: string, options: string[], line: RegExp]>([
  ['a cut model', 'cut.dat', 'x.onnx', [], /cut\.dat: expected 4 \(H\^2 \+ 796 H \+ 10\) bytes/],
  [
    'a model under a wrong name',
    'test.dat',
    'x.dat',
    ['--from', 'onnx'],
    /test\.dat: expected an ONNX model, got /,
  ],
  ['text as TF.js', 'model.json', 'x.dat', [], /model\.json: expected JSON, got /],
  ['a missing model', 'none.onnx', 'x.dat', [], /none\.onnx: expected a file, got none; /],
  [
    'a model to an image',
    'test.dat',
    'x.png',
    [],
    /^--out: expected a model, as --in is one, got .*x\.png; /,
  ],
  [
    'an image to a model',
    'idea.vf',
    'x.onnx',
    [],
    /^--out: expected a \.vf or \.png for the image of --in, got .*; /,
  ],
  [
    'a scale for an image',
    'idea.vf',
    'x.png',
    ['--invert'],
    /^--invert: expected a model as --in, got none; leave --invert out/,
  ],
  ['a scale of no width', 'test.dat', 'x.dat', ['--range', '1..1'], /^--range: expected a LOW below HIGH, /],
  [
    'an unknown format',
    'test.dat',
    'x.onnx',
    ['--to', 'keras'],
    /^convert: expected the options that --help lists, /,
  ],
])('%s is refused in one line, and nothing is written', async (_, source, target, options, line) => {
  const { folder, run } = await openFolder();
  await writeFile(join(folder, 'cut.dat'), DAT.subarray(0, -1));
  for (const name of ['model.json', 'idea.vf']) await writeFile(join(folder, name), 'not a model');
  const before = await readdir(folder);
  const { code, stdout, stderr } = await run(source, target, ...options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(line);
  expect(await readdir(folder)).toEqual(before);
});
