import { describe, expect, test } from 'vitest';
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import {
  checkJudges,
  chooseCheckImages,
  doScoresHold,
  findCause,
  LEAST_DIGITS_RIGHT,
} from '../../pipeline/judging/judgesCheck.ts';
import { AS_POOLED, assemblePanel } from '../../pipeline/judging/panel.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import type { JudgesCheck } from '../../pipeline/study/records.ts';
import { makeJudge } from './madeJudge.ts';

/** Images that show nothing but their own number: its hundreds in the first pixel, the rest in the second. */
function makeNumbered(labels: readonly number[]): LabelledImages {
  const images = new Uint8Array(labels.length * PIXELS);
  labels.forEach((_, row) => {
    images[row * PIXELS] = Math.floor(row / 100);
    images[row * PIXELS + 1] = row % 100;
  });
  return { images, labels: Uint8Array.from(labels) };
}

/** A panel that gives P = 0.6 to what `answerOf` says of the image of that number, and nothing else above 0.04. */
function makePanel(answerOf: (row: number) => number) {
  const asked: number[] = [];
  const judge = makeJudge(JUDGE_NAMES[0], (image) => {
    const row = Math.round(255 * image[0]!) * 100 + Math.round(255 * image[1]!);
    asked.push(row);
    return new Float64Array(ANSWERS).fill(0.04).with(answerOf(row), 0.6);
  });
  return { asked, panel: assemblePanel([judge], { version: 'table', calibrations: AS_POOLED }) };
}

const inTurn = (count: number) => Array.from({ length: count }, (_, row) => row % 10);

describe('the images of a check', () => {
  test('are up to fifty of each label, another choice than the first, and the same every time', () => {
    const labels = Uint8Array.from([...inTurn(1000), ...Array<number>(7).fill(3)]);
    const rows = chooseCheckImages(labels);
    expect(rows.map((row) => labels[row])).toEqual(
      Array.from({ length: 500 }, (_, at) => Math.floor(at / 50)),
    );
    expect(new Set(rows).size).toBe(500);
    expect(Math.max(...rows)).toBeGreaterThan(900);
    expect(chooseCheckImages(labels)).toEqual(rows);
  });

  test('are all of a label that has fewer, and none of one that is not there', () => {
    const labels = Uint8Array.from([...Array<number>(60).fill(9), 4, 4, 4]);
    const rows = chooseCheckImages(labels);
    expect(rows.filter((row) => labels[row] === 4).sort()).toEqual([60, 61, 62]);
    expect(rows).toHaveLength(53);
  });
});

describe('the check', () => {
  test('counts what is read rightly, in all and of each digit, and tries nothing where it is enough', async () => {
    const labels = [0, 0, 0, 0, 7, 7, 7, 7, 7, 7];
    const { panel, asked } = makePanel((row) => (row === 0 ? NOT_A_DIGIT : row === 9 ? 1 : labels[row]!));
    const check = await checkJudges(panel, makeNumbered(labels));
    expect(check).toEqual({
      images: 10,
      right: 0.8,
      recognisability: expect.closeTo((8 * 0.6 + 2 * 0.04) / 10, 12),
      digits: [
        { digit: 0, images: 4, right: 0.75, recognisability: expect.closeTo((3 * 0.6 + 0.04) / 4, 12) },
        { digit: 7, images: 6, right: 5 / 6, recognisability: expect.closeTo((5 * 0.6 + 0.04) / 6, 12) },
      ],
      relabelled: null,
      undone: [],
    });
    expect(asked).toHaveLength(10);
    expect(doScoresHold(check)).toBe(true);
  });

  test('takes “not a digit” for an answer of its own, and no other label for it', async () => {
    const check = await checkJudges(makePanel(() => NOT_A_DIGIT).panel, makeNumbered(inTurn(20)));
    expect(check).toMatchObject({ right: 0, relabelled: { right: 0 } });
    expect(doScoresHold(check)).toBe(false);
    expect(findCause(check)).toEqual({ kind: 'unknown' });
    // Everything was tried, and nothing made them readable.
    expect(check.undone).toHaveLength(8);
  });

  test('finds labels that stand for other digits, in spite of some misread images', async () => {
    const labels = inTurn(100);
    const { panel, asked } = makePanel((row) => (row < 10 ? 0 : (labels[row]! + 1) % 10));
    const check = await checkJudges(panel, makeNumbered(labels));
    expect(check.right).toBe(0.01);
    expect(findCause(check)).toEqual({
      kind: 'relabelled',
      digits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0],
      // Of the first ten the 9 alone.
      right: 0.91,
    });
    expect(asked).toHaveLength(100);
  });

  test('does not take two labels for one digit', async () => {
    const labels = inTurn(100);
    const halved = makePanel((row) => Math.floor(labels[row]! / 2)).panel;
    const check = await checkJudges(halved, makeNumbered(labels));
    expect(check.relabelled!.right).toBe(0.5);
    expect([...check.relabelled!.digits].sort()).toEqual(inTurn(10));
    expect(findCause(check)).toEqual({ kind: 'unknown' });
  });
});

test('scores hold from the limit on, which is that of people, and where nothing was tried yet', () => {
  const withShare = (right: number): JudgesCheck => ({
    ...{ images: 500, right, recognisability: right, digits: [], relabelled: null, undone: [] },
  });
  expect(LEAST_DIGITS_RIGHT).toBe(0.8);
  expect([399 / 500, 400 / 500].map((right) => doScoresHold(withShare(right)))).toEqual([false, true]);
  expect(doScoresHold(null)).toBe(true);
});
