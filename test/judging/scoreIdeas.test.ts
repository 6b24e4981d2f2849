import { describe, expect, test } from 'vitest';
import { NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { assemblePanel } from '../../pipeline/judging/panel.ts';
import { findBorder, maskBorder, scoreIdeas } from '../../pipeline/judging/scoreIdeas.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { mean } from '../../pipeline/math/rows.ts';
import { scoreRecord } from '../../pipeline/study/records.ts';
import { makeJudge } from './madeJudge.ts';

/** The digits that the ideas below are meant to be, by whether their brightest pixel is full. */
const meantBy = (image: Float32Array) => (image.includes(1) ? 3 : 8);

/**
 * A judge whose forced choice of the intended digit is the image's mean ink, the rest being spread over the other
 * digits.
 */
const inkJudge = (name: string, notDigit: number) =>
  makeJudge(name, (image) => {
    const ink = mean(image);
    const answers = new Float64Array(11).fill(((1 - ink) / 9) * (1 - notDigit));
    answers[meantBy(image)] = ink * (1 - notDigit);
    answers[NOT_A_DIGIT] = notDigit;
    return answers;
  });

const LINEAR = { version: 'v', temperature: 1 };

describe('scoreIdeas', () => {
  const full = new Float32Array(PIXELS).fill(1);
  const rightHalf = Array.from({ length: PIXELS }, (_, pixel) => pixel % 28 >= 14);
  const means = new Float32Array(10 * PIXELS);
  means.fill(1, 3 * PIXELS, 4 * PIXELS);
  const ideas = [
    { digit: 3, restart: 0, image: full },
    { digit: 8, restart: 1, image: full.map(() => 0.5) },
  ];

  test('gives every judge whole and masked readings, in the order of the ideas', async () => {
    const panel = assemblePanel([inkJudge('plain', 0), inkJudge('doubting', 0.5)], LINEAR);
    const scores = await scoreIdeas(panel, ideas, rightHalf, means);
    expect(scores.every((score) => scoreRecord.safeParse(score).success)).toBe(true);
    expect(scores.map(({ digit, restart }) => [digit, restart])).toEqual([
      [3, 0],
      [8, 1],
    ]);
    // Full ink: (1 + 1 * 0.5) / 2; half of it masked: (0.5 + 0.5 * 0.5) / 2.
    expect(scores[0]).toMatchObject({ recognisability: 0.75, recognisabilityMasked: 0.375 });
    expect(scores[1]).toMatchObject({ recognisability: 0.375, recognisabilityMasked: 0.1875 });
    const surer = assemblePanel(panel.judges, { version: 'v', temperature: 0.5 });
    // Full ink: 3/4 for the digit and 1/4 for none, squared: 9 of 10.
    const [sure] = await scoreIdeas(surer, ideas, rightHalf, means);
    expect(sure!.recognisability).toBeCloseTo(0.9, 12);
    expect(scores[1]!.judges).toMatchObject({
      plain: { whole: { forcedChoice: 0.5, top: 8 }, masked: { forcedChoice: 0.25 } },
      doubting: { whole: { notDigit: 0.5 } },
    });
  });

  test('describes the whole image against the mean of the intended digit', async () => {
    const panel = assemblePanel([inkJudge('plain', 0)], LINEAR);
    const [three, eight] = await scoreIdeas(panel, ideas, rightHalf, means);
    expect(three!.descriptors).toEqual({ ink: 1, components: 1, edgeLength: 0, ssimToClassMean: 1 });
    expect(eight!.descriptors.ssimToClassMean).toBeLessThan(0.01);
  });

  test('scores no idea as no score', async () => {
    const panel = assemblePanel([inkJudge('plain', 0)], LINEAR);
    expect(await scoreIdeas(panel, [], rightHalf, means)).toEqual([]);
  });
});

test('a pixel is border only where every training image is 0', () => {
  const images = new Uint8Array(2 * PIXELS);
  images[5] = 1;
  images[PIXELS + 783] = 255;
  const border = findBorder(images);
  expect(border).toHaveLength(PIXELS);
  expect(border.flatMap((isBorder, pixel) => (isBorder ? [] : [pixel]))).toEqual([5, 783]);
});

test('a full image leaves no border, a blank one nothing else', () => {
  expect(findBorder(new Uint8Array(PIXELS).fill(255))).not.toContain(true);
  expect(findBorder(new Uint8Array(PIXELS))).not.toContain(false);
});

test('masking sets the border to 0, keeps the rest, and leaves the original alone', () => {
  const image = new Float32Array(PIXELS).fill(0.75);
  const masked = maskBorder(
    image,
    Array.from({ length: PIXELS }, (_, pixel) => pixel !== 400),
  );
  expect(masked[400]).toBe(0.75);
  expect(masked.filter((value) => value !== 0)).toHaveLength(1);
  expect(image).toEqual(new Float32Array(PIXELS).fill(0.75));
});
