import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { DIGITS } from '../../pipeline/math/images.ts';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { decodeVf, encodeVf } from '../../pipeline/store/vf.ts';
import { drawModel } from '../engine/drawn.ts';
import { countDifferences, definePlainEnergy, searchPlainly } from '../search/plainSearch.ts';
import { startAsArticle } from '../search/tasks.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles, ROOT, smallStudy } from './commandLine.ts';

const MODEL = drawModel(6, 3);

/** A folder with MODEL in the article's layout, and the options that search it. */
async function openModel() {
  const folder = await openTemporaryFolder();
  const [model, out] = [join(folder, 'test.dat'), join(folder, 'ideas')];
  await writeFile(model, encodeDat(MODEL));
  return { folder, model, out, options: ['--model', model, '--method', 'coordinate', '--out', out] };
}

test("a model file gives the article's ten ideas, pixel for pixel those of a plain search", async () => {
  const { out, options } = await openModel();
  const { code, stdout, stderr } = await call('ideas', [...options, '--start', 'article', '--passes', '5']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^\S+test\.dat: an MLP of 2 hidden layers of 6 units with relu; its outputs are logits; images as they are, 0\.\.1\n\S+test\.dat: reads \d+\.\d\d% of MNIST's 10,000 test images rightly\nideas: 10 written to .*, \d+ of them certified 1-flip optima\n$/,
  );
  expect(stderr).toMatch(
    /^\S+test\.dat: expected at least 90\.00% of MNIST's test images read rightly, got \d+\.\d\d%; it reads no usual images much better [^\n]+\n$/,
  );
  const names = DIGITS.flatMap((digit) => [`idea_${digit}.png`, `idea_${digit}.vf`]);
  expect((await readdir(out)).sort()).toEqual([...names, 'ideas.json']);
  for (const { digit, start } of startAsArticle(DIGITS)) {
    const path = join(out, `idea_${digit}.vf`);
    const plain = searchPlainly(definePlainEnergy(MODEL, digit), start, 5);
    expect(countDifferences(decodeVf(await readFile(path), path), plain)).toBe(0);
  }
});

test('without --passes the search goes on until every idea is certified; restarts have names of their own', async () => {
  const { out, options } = await openModel();
  const seeded = ['--start', 'seeded', '--seed', '1', '--restarts', '2'];
  const { stdout } = await call('ideas', [...options, ...seeded]);
  expect(stdout).toContain('ideas: 20 written');
  expect(stdout).toContain('20 of them certified');
  expect(await readdir(out)).toEqual(expect.arrayContaining(['idea_9.vf', 'idea_9_r1.vf']));
});

test.each([
  ['a damaged model', ['--passes', '1'], 100, /test\.dat: expected /],
  ['no passes', ['--passes', '0'], 0, /^--passes: expected at least 1, got 0; see --help/],
  ['an unknown method', ['--method', 'guess'], 0, /^--method: expected /],
  [
    "another method's option",
    ['--rate', '0.5'],
    0,
    /^--rate: expected the method gradient, got coordinate; add --method gradient, or leave --rate out/,
  ],
  [
    "a study's model",
    ['--only', 'h8-b50-s0'],
    0,
    /^--only: expected no --model beside it, got 'h8-b50-s0'; /,
  ],
  ['a config', ['--config', 'configs/smoke.yaml'], 0, /^--config: expected no --model beside it, got /],
  ['a setting', ['--set', 'search.method=gradient'], 0, /^--set: expected no --model beside it, got /],
  ['a scale of no width', ['--mean', '0.1', '--std', '0'], 0, /^--std: expected more than 0, got 0; /],
  ['half a scale', ['--mean', '0.1'], 0, /^--mean: expected --std beside it, got none; /],
  ['a start that is no image', ['--start', 'file:none.png'], 0, /^none\.png: expected a file, got none; /],
  ['a folder of studies', ['--artifacts', 'x'], 0, /^--artifacts: expected no --model beside it, got 'x'; /],
])('%s is refused in one line, and nothing is written', async (_, given, cut, message) => {
  const { folder, model, out } = await openModel();
  const bytes = encodeDat(MODEL);
  await writeFile(model, bytes.subarray(0, bytes.length - cut));
  const { code, stdout, stderr } = await call('ideas', ['--model', model, '--out', out, ...given]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(message);
  expect(await readdir(folder)).toEqual(['test.dat']);
});

test.each([
  [['--out', 'x'], /^--out: expected --model beside it, got none; /],
  [['--output', 'logits'], /^--output: expected --model beside it, got none; leave --output out/],
  [['--classes', '3'], /^--classes: expected --model beside it, got none; /],
  [['--invert'], /^--invert: expected --model beside it, got none; leave --invert out/],
  [['--range', '-1..1'], /^--range: expected --model beside it, got none; /],
  [['--rate', '0.5'], /^--rate: expected --model beside it, got none; .*search\.rate/],
])('for a study, %j is refused in one line', async (options, line) => {
  const { code, stdout, stderr } = await call('ideas', options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(line);
});

test('ideas in the place of the model or of their start are refused, and nothing is written', async () => {
  const { folder, model, out } = await openModel();
  await mkdir(out);
  await writeFile(join(out, 'idea_5.vf'), encodeVf(new Float32Array(784)));
  await symlink(join(out, 'idea_5.vf'), join(folder, 'start.vf'));
  expect((await call('convert', ['--in', model, '--out', join(out, 'ideas.json')])).code).toBe(0);
  const before = await hashFiles(folder, /./);
  for (const [taken, ...options] of [
    ['idea_5.vf', '--model', model, '--start', `file:${folder}/start.vf`],
    ['ideas.json', '--model', join(out, 'ideas.json')],
  ] as const) {
    expect(await call('ideas', [...options, '--out', out])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a file that is no input, got ${join(out, taken)}; give another folder, for it would be overwritten\n`,
    });
  }
  expect(await hashFiles(folder, /./)).toEqual(before);
});

test('a model of normalised images, said to be one, gives the ideas of the same model for ours', async () => {
  const { folder, model, options } = await openModel();
  const scale = ['--range', '0..255', '--mean', '33.3', '--std', '78.6', '--invert'];
  const folded = join(folder, 'folded.dat');
  const converted = await call('convert', ['--in', model, '--out', folded, ...scale]);
  expect(converted).toMatchObject({ code: 0, stderr: '' });
  expect(converted.stdout).toContain(
    'folded --invert --range 0..255 --mean 33.3 --std 78.6 into its first layer, wrote ',
  );
  const search = async (name: string, ...others: string[]) => {
    const out = join(folder, name);
    const run = await call('ideas', [...options.with(1, others[0]!).with(5, out), ...others.slice(1)]);
    return {
      files: await hashFiles(out, /./),
      said: run.stdout.replaceAll(out, 'OUT').replace(/^.*\n.*: reads/, ''),
    };
  };
  const said = await search('said', model, ...scale, '--passes', '3');
  expect(await search('kept', folded, '--passes', '3')).toEqual(said);
  const unsaid = await search('unsaid', model, '--passes', '3');
  expect(unsaid.files['idea_5.vf']).not.toEqual(said.files['idea_5.vf']);
});

const MADE = join(ROOT, 'test/store/models/made');

test('a network of convolutions that PyTorch exported is searched as it is, and what was read is said', async () => {
  const out = join(await openTemporaryFolder(), 'ideas');
  const file = join(MADE, 'conv.onnx');
  const { code, stdout, stderr } = await call('ideas', ['--model', file, '--out', out, '--start', 'seeded']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^\S+conv\.onnx: a network that onnxruntime runs \(.*the node Conv .*\), 10 outputs; its outputs are logits; images as they are, 0\.\.1\n/,
  );
  expect(stdout).toContain('is left out: the energy is of the logits before it\n');
  expect(stdout).toMatch(
    /reads \d+\.\d\d% of MNIST's 10,000 test images rightly\nideas: 10 written .* 10 of them/,
  );
  expect(stderr).toContain("expected at least 90.00% of MNIST's test images read rightly");
  expect(await readdir(out)).toContain('idea_9.png');
});

test('other classes have names of their own, and MNIST is not asked of them', async () => {
  const out = join(await openTemporaryFolder(), 'ideas');
  const options = ['--model', join(MADE, 'classes.onnx'), '--out', out, '--passes', '1'];
  const refused = await call('ideas', options);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/^--classes: expected names of the model's 6 outputs, got none; /);
  const { code, stdout } = await call('ideas', [...options, '--classes', 'a,b,c,d,e,f-1']);
  expect(code).toBe(0);
  expect(stdout).toContain('its classes are no digits: MNIST and the judges say nothing of it');
  expect(await readdir(out)).toEqual(expect.arrayContaining(['idea_a.png', 'idea_f-1.vf']));
  const digits = await call('ideas', [...options, '--classes', '5,0,1,2,3,4']);
  expect(digits.stdout).toMatch(/of 6,031 of MNIST's 10,000 test images rightly/);
});

test('outputs that are said to be logits are taken as they are', async () => {
  const out = join(await openTemporaryFolder(), 'ideas');
  const options = ['--model', join(MADE, 'fixed.onnx'), '--out', out, '--passes', '1'];
  const told = await call('ideas', [...options, '--output', 'logits']);
  expect(told.stdout).toContain('its outputs are logits');
  expect(told.stdout).not.toContain('left out');
});

test('a start from a picture of black strokes on nothing is of those strokes; one that is mostly light is named', async () => {
  const { folder, options } = await openModel();
  const write = async (name: string, data: Uint8Array, channels: 1 | 4) => {
    const path = join(folder, name);
    await writeFile(path, encode({ width: 28, height: 28, depth: 8, channels, data }));
    return path;
  };
  const strokes = new Uint8Array(4 * 784);
  for (let pixel = 300; pixel < 320; pixel++) strokes[4 * pixel + 3] = 255;
  const inked = new Uint8Array(784).fill(255, 300, 320);
  const search = async (path: string) => {
    const { stderr } = await call('ideas', [...options, '--start', `file:${path}`, '--passes', '1']);
    return { idea: await readFile(join(options[5]!, 'idea_5.vf')), remarks: stderr.split('\n').slice(1, -1) };
  };
  const drawn = await search(await write('strokes.png', strokes, 4));
  expect(drawn).toEqual(await search(await write('inked.png', inked, 1)));
  expect(drawn.remarks).toEqual([]);
  const paper = await write(
    'paper.png',
    inked.map((byte) => 255 - byte),
    1,
  );
  expect((await search(paper)).remarks).toEqual([expect.stringMatching(/paper\.png: 97% of it is light; /)]);
});

test('a study whose searches start from a picture that is mostly light says so', async () => {
  const folder = await openTemporaryFolder();
  const paper = join(folder, 'paper.png');
  const data = new Uint8Array(784).fill(255, 10);
  await writeFile(paper, encode({ width: 28, height: 28, depth: 8, channels: 1, data }));
  const study = smallStudy(folder, `search.start=file:${paper}`, 'dataset.train=200');
  expect((await call('dataset', study)).code).toBe(0);
  const { code, stdout, stderr } = await call('ideas', study);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'ideas: 0 models searched, 0 searched before, 4 not trained yet\n',
  });
  expect(stderr).toMatch(/^\S+paper\.png: 99% of it is light; [^\n]+\n$/);
});
