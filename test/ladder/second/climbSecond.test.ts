import { expect, test } from 'vitest';
import { ANSWERS } from '../../../pipeline/judging/answers.ts';
import { assemblePanel } from '../../../pipeline/judging/panel.ts';
import { readSecond, scoreAnswers } from '../../../pipeline/ladder/second/climbSecond.ts';
import { makeOfIdeas, makeSecondImages } from '../../../pipeline/ladder/second/makeSecond.ts';
import { secondRecord } from '../../../pipeline/ladder/second/secondRecord.ts';
import { readDigits } from '../../judging/digits.ts';
import { makeJudge } from '../../judging/madeJudge.ts';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test('scores are P of the digit that is shown, or else of the likeliest digit', () => {
  const probabilities = new Float64Array(2 * ANSWERS);
  probabilities.set([0.1, 0.3, 0.2], 0);
  probabilities.set([0.05, 0.02, 0.9], ANSWERS + 8);
  expect([...scoreAnswers(probabilities, [2, 9])]).toEqual([0.2, 0.02]);
  // "Not a digit", at 0.9, is no digit.
  expect([...scoreAnswers(probabilities, null)]).toEqual([0.3, 0.05]);
});

test('a panel reads every kind, and is held to the rules', async () => {
  const task = { test: readDigits('t10k', 0, 100), seed: 1, share: 0.004 };
  const images = await makeSecondImages(task);
  const real = readDigits('t10k', 0, 10).images;
  const ideas = {
    images: Float32Array.from(real, (value) => Number(value > 127)),
    digits: DIGITS,
    groupSize: 10,
  };
  // Sure of 3 in whatever is inked in the middle.
  const judge = makeJudge('cnn', (image) => {
    const answers = new Float64Array(ANSWERS);
    answers[3] = image[14 * 28 + 14]! > 0.5 ? 0.9 : 0;
    answers[10] = 1 - answers[3]!;
    return answers;
  });
  const panel = assemblePanel([judge], { version: 'cnn-0', temperatures: { little: 1, much: 1 } });
  const lines: string[] = [];
  const made = [...images, ...makeOfIdeas(task, ideas)];
  const record = await readSecond(panel, made, { ...task, resamples: 3 }, (line) => lines.push(line));
  expect(secondRecord.parse(record)).toEqual(record);
  expect(record).toMatchObject({
    scoreVersion: 'cnn-0',
    seed: 1,
    share: 0.004,
    judges: ['cnn'],
    broken: null,
  });
  expect(record.kinds.map(({ kind }) => kind)).toEqual(made.map(({ kind }) => kind));
  expect(lines).toHaveLength(made.length);
  const clothes = record.kinds.find(({ kind }) => kind === 'clothes')!;
  expect(clothes).toMatchObject({ hasDigit: false, images: 2 });
  expect(clothes.examples.every(({ digit }) => digit === null)).toBe(true);
  for (const { panel: scores, judges, notDigit, hasDigit } of record.kinds) {
    expect(judges.cnn).toEqual(scores);
    if (!hasDigit) expect(scores.mean + notDigit).toBeCloseTo(1, 9);
  }
  const found = record.expectations.find(({ statement }) => statement.startsWith('Clothes'))!;
  expect(found.panel).toMatchObject({ measured: clothes.panel.mean, holds: clothes.panel.mean <= 0.1 });
});
