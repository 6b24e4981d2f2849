/** The command that scores any images, on files as a person has them. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { ANSWERS, answersTo, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { openFrozenPanel, readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { readTogether } from '../../pipeline/judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../../pipeline/judging/tolerance.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { argmax, rowOf } from '../../pipeline/math/rows.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from '../judging/digits.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles } from './commandLine.ts';

const TIMEOUT_MS = 120_000;

test(
  'a folder of images gets a row an image with what the panel says of it as it is',
  async () => {
    const { images, labels } = readDigits('t10k', 0, 3);
    const unit = bytesToUnit(images);
    const folder = await openTemporaryFolder();
    for (const row of [0, 1]) {
      await writeFile(join(folder, `${row}.png`), encodePng(rowOf(unit, row, PIXELS)));
    }
    await writeFile(join(folder, '2.vf'), encodeVf(rowOf(unit, 2, PIXELS)));
    const [table, wrong] = [join(folder, 'labels.csv'), (labels[1]! + 1) % 10];
    await writeFile(table, `image,digit\n0,${labels[0]}\n1.png,${wrong}\n`);
    const out = join(folder, 'new', 'scores.csv');
    const run = await call('score', ['--images', folder, '--labels', table, '--out', out]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^score: 3 images scored by \S+, written to \S+scores\.csv\n$/);
    expect(await readdir(join(folder, 'new'))).toEqual(['scores.csv']);

    const frozen = await readFrozenPanel(JUDGE_NAMES);
    const panel = await openFrozenPanel(onnxEngine, frozen);
    const { probabilities, families, judges } = (await readTogether(panel, unit))[PRIMARY_TOLERANCE];
    await panel.dispose();
    const rows: Record<string, string>[] = parse(await readFile(out), { columns: true });
    expect(rows.map(({ image }) => image)).toEqual(['0.png', '1.png', '2.vf']);
    expect(rows.map(({ intended }) => intended)).toEqual([String(labels[0]), String(wrong), '']);
    rows.forEach((row, at) => {
      const answers = answersTo(at, probabilities);
      const top = argmax(answers.subarray(0, NOT_A_DIGIT));
      const digit = row.intended === '' ? top : Number(row.intended);
      expect(Number(row.top)).toBe(top);
      expect(Number(row.recognisability)).toBeCloseTo(answers[digit]!, 6);
      expect(row[`p${digit}`]).toBe(row.recognisability);
      expect(Number(row.not_digit)).toBeCloseTo(answers[NOT_A_DIGIT]!, 6);
      for (const [name, reading] of Object.entries(judges)) {
        expect(Number(row[`judge_${name}`])).toBeCloseTo(reading.probabilities[at * ANSWERS + digit]!, 6);
      }
      for (const [name, table] of Object.entries(families)) {
        expect(Number(row[`family_${name}`])).toBeCloseTo(table[at * ANSWERS + digit]!, 6);
      }
      expect(row.score_version).toBe(frozen.version);
    });
  },
  TIMEOUT_MS,
);

test('a table in the place of an image or of the labels is refused, and nothing is written', async () => {
  const folder = await openTemporaryFolder();
  const images = join(folder, 'images');
  const [one, labels, idx] = [join(images, 'one.png'), join(folder, 'lab.csv'), join(folder, 'a.f32')];
  await mkdir(images);
  await writeFile(one, encodePng(new Float32Array(PIXELS)));
  await writeFile(labels, 'image,digit\none,1\n');
  await writeFile(idx, new Uint8Array(4 * PIXELS));
  await symlink(images, join(folder, 'link'));
  await symlink(labels, join(folder, 'labels'));
  const before = await hashFiles(folder, /./);
  const overwritten = 'give another name, for it would be overwritten';
  for (const [set, out, next] of [
    [images, one, overwritten],
    [one, one, overwritten],
    [images, join(folder, 'link/one.png'), overwritten],
    [join(folder, 'link'), one, overwritten],
    [images, labels, overwritten],
    [images, join(folder, 'labels'), overwritten],
    [idx, idx, overwritten],
    [
      images,
      join(images, 'new/two.PNG'),
      'give it the ending .csv, for what is called so there is read as an image',
    ],
  ] as const) {
    expect(await call('score', ['--images', set, '--labels', labels, '--out', out])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a file that is no input, got ${out}; ${next}\n`,
    });
  }
  expect(await hashFiles(folder, /./)).toEqual(before);
  expect(await readdir(images)).toEqual(['one.png']);
});

test('what is wrong is said in one line before anything is read or written', async () => {
  const folder = await openTemporaryFolder();
  const out = join(folder, 'scores.csv');
  const missing = await call('score', ['--images', join(folder, 'none'), '--out', out]);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toMatch(
    /^\S+none: expected a file or a folder, got the error ENOENT; check the path\n$/,
  );
  expect((await call('score', ['--images', folder])).code).toBe(2);
  expect(await call('score', ['--images', folder, '--out', folder])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `--out: expected a table to write, got the folder ${folder}; name a file in it\n`,
  });
  expect(await readdir(folder)).toEqual([]);
});
