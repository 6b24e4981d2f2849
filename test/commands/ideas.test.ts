import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DIGITS } from '../../pipeline/math/images.ts';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { decodeVf } from '../../pipeline/store/vf.ts';
import { drawModel } from '../engine/drawn.ts';
import { countDifferences, definePlainEnergy, searchPlainly } from '../search/plainSearch.ts';
import { startAsArticle } from '../search/tasks.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call } from './commandLine.ts';

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
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^ideas: 10 written to .*, \d+ of them certified 1-flip optima\n$/);
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
  [['--rate', '0.5'], /^--rate: expected --model beside it, got none; .*search\.rate/],
])('for a study, %j is refused in one line', async (options, line) => {
  const { code, stdout, stderr } = await call('ideas', options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(line);
});
