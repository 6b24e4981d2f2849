import { expect, test } from 'vitest';
import { ANSWERS } from '../../../pipeline/judging/answers.ts';
import { AS_POOLED, assemblePanel } from '../../../pipeline/judging/panel.ts';
import { readSecond, scoreAnswers } from '../../../pipeline/ladder/second/climbSecond.ts';
import { secondRecord } from '../../../pipeline/ladder/second/secondRecord.ts';
import { SIDE } from '../../../pipeline/math/images.ts';
import { makeJudge } from '../../judging/madeJudge.ts';
import { makeImages } from './madeSecond.ts';

test('scores are P of the digit that is shown, or else of the likeliest digit', () => {
  const probabilities = new Float64Array(2 * ANSWERS);
  probabilities.set([0.1, 0.3, 0.2], 0);
  probabilities.set([0.05, 0.02, 0.9], ANSWERS + 8);
  expect([...scoreAnswers(probabilities, [2, 9])]).toEqual([0.2, 0.02]);
  // "Not a digit", at 0.9, is no digit.
  expect([...scoreAnswers(probabilities, null)]).toEqual([0.3, 0.05]);
});

test('a panel reads every kind, and is held to the rules', async () => {
  // Sure of 3 where the middle is inked, as in the second image of each kind.
  const judge = makeJudge('cnn', (image) => {
    const answers = new Float64Array(ANSWERS);
    answers[3] = image[14 * SIDE + 14]! > 0.5 ? 0.9 : 0;
    answers[10] = 1 - answers[3]!;
    return answers;
  });
  const panel = assemblePanel([judge], { version: 'cnn-0', calibrations: AS_POOLED });
  const lines: string[] = [];
  const made = makeImages();
  const record = await readSecond(panel, made, { seed: 1, share: 0.5, resamples: 3 }, (line) =>
    lines.push(line),
  );
  expect(secondRecord.parse(record)).toEqual(record);
  expect(record).toMatchObject({ scoreVersion: 'cnn-0', seed: 1, share: 0.5, judges: ['cnn'], broken: null });
  expect(record.kinds.map(({ kind }) => kind)).toEqual(made.map(({ kind }) => kind));
  expect(lines[0]).toBe('second ladder: real, grey: 0.450');
  for (const { panel: scores, judges, notDigit, hasDigit, examples } of record.kinds) {
    expect(scores).toEqual({ mean: 0.45, low: 0, high: 0.9 });
    expect(judges.cnn).toEqual(scores);
    expect(notDigit).toBeCloseTo(0.55, 12);
    expect(examples.map(({ digit }) => digit)).toEqual(hasDigit ? [3, 3] : [null, null]);
  }
  const found = record.expectations.find(({ statement }) => statement.startsWith('Clothes'))!;
  expect(found.panel).toMatchObject({ measured: 0.45, holds: false });
});

test('a whole run says what is not as it was sealed', async () => {
  const judge = makeJudge('cnn', () => new Float64Array(ANSWERS).fill(1 / ANSWERS));
  const panel = assemblePanel([judge], { version: 'cnn-0', calibrations: AS_POOLED });
  const whole = { seed: 0, share: 1, resamples: 1 };
  const { broken } = await readSecond(panel, makeImages(), whole, () => undefined);
  // Every kind has other images here; the rules are as they were.
  expect(broken).toContain('fog');
  expect(broken).not.toContain('the rules');
});
