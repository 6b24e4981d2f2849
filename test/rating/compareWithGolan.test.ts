import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { compareWithGolan } from '../../pipeline/rating/compareWithGolan.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { readDigits } from '../judging/digits.ts';
import { openSmallStudy } from '../models/smallStudy.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { drawPng, GOLAN_HEADER, writeGolan } from './madeGolan.ts';

/** Hears nothing. */
const SILENT = { problem: () => undefined, remark: () => undefined };

test('the panel is held against published data: it agrees with people who read real digits rightly', async () => {
  const { study: ofOne, change } = await openSmallStudy();
  const study = await change({ judges: [...JUDGE_NAMES] });
  const { images, labels } = readDigits('t10k', 0, 12);
  const pixels = Array.from(labels, (_, i) => bytesToUnit(images.subarray(i * PIXELS, (i + 1) * PIXELS)));
  const subjects = ['S1', 'S2'].flatMap((subject) =>
    [...labels].flatMap((label, i) =>
      Array.from({ length: 10 }, (_, d) => `${subject},d${i},0,${d},${d === label ? 1 : 0.25 * (i % 2)}`),
    ),
  );
  const lines = [GOLAN_HEADER, ...subjects, 'S1,lost,0,1,0.5', 'S1,d0,0,x,0.5'];
  const pictures = Object.fromEntries(pixels.map((image, i) => [`d${i}.png`, drawPng(image, i % 2 ? 1 : 3)]));
  const source = await writeGolan(await openTemporaryFolder(), lines, pictures);
  const problems: string[] = [];
  const summary = await compareWithGolan(
    study,
    { ...source, isInverted: false },
    {
      ...SILENT,
      problem: ({ what }) => {
        problems.push(what);
      },
    },
  );
  expect(problems).toEqual([
    "response_category: expected a digit, got 'x'",
    'expected a picture lost.png, got none',
  ]);
  expect(summary).toMatchObject({ subjects: 2, images: 12, ratings: 240 });
  expect(summary.readers.map(({ reader }) => reader)).toEqual(['panel', ...JUDGE_NAMES]);
  expect(summary.readers[0]!.pearson).toBeGreaterThan(0.4);
  expect(summary.ceiling.pearson).toBeCloseTo(1, 12);
  expect(JSON.parse(await readFile(study.folder.rating.golan, 'utf8'))).toEqual(summary);

  const remarks: string[] = [];
  const inverted = await compareWithGolan(
    ofOne,
    { ...source, isInverted: true },
    {
      ...SILENT,
      remark: (line) => remarks.push(line),
    },
  );
  expect(remarks).toEqual([
    expect.stringMatching(/: the pictures are mostly light, .*leave --golan-invert out$/),
  ]);
  // To the cnn these are hardly digits: what it says of them has little to do with what people said.
  expect(inverted.readers.map(({ reader }) => reader)).toEqual(['panel', 'cnn']);
  for (const { pearson } of inverted.readers) expect(pearson ?? 0).toBeLessThan(0.5);
});
