import { describe, expect, test } from 'vitest';
import { ANSWERS, answersTo, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import type { Judge } from '../../pipeline/judging/judge.ts';
import { assemblePanel } from '../../pipeline/judging/panel.ts';
import { scoreIdeas } from '../../pipeline/judging/scoreIdeas.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { scoreRecord } from '../../pipeline/study/records.ts';

/**
 * A judge whose forced choice of the intended digit is the image's mean ink, the rest being another digit, and whose top
 * answer is the intended digit.
 */
const inkJudge = (name: string, notDigit: number): Judge => ({
  name,
  probabilities: () => Promise.reject(new Error('not asked')),
  read: async (images, digits) => {
    const probabilities = new Float64Array(digits.length * ANSWERS);
    const records = digits.map((top, row) => {
      const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
      const forcedChoice = image.reduce((a, b) => a + b, 0) / PIXELS;
      const answers = answersTo(row, probabilities);
      answers[top] = forcedChoice * (1 - notDigit);
      answers[(top + 1) % 10] = (1 - forcedChoice) * (1 - notDigit);
      answers[NOT_A_DIGIT] = notDigit;
      return { forcedChoice, notDigit, top, typicality: null };
    });
    return { probabilities, records };
  },
  dispose: async () => {},
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
