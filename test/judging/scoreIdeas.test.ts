import { describe, expect, test } from 'vitest';
import type { Judge } from '../../pipeline/judging/judge.ts';
import { assemblePanel } from '../../pipeline/judging/panel.ts';
import { recognisability, scoreIdeas } from '../../pipeline/judging/scoreIdeas.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { scoreRecord } from '../../pipeline/study/records.ts';

const reading = (forcedChoice: number, notDigit: number) => ({
  forcedChoice,
  notDigit,
  top: 0,
  typicality: null,
});

/** A judge whose forced choice is the image's mean ink and whose top answer is the intended digit. */
const inkJudge = (name: string, notDigit: number): Judge => ({
  name,
  probabilities: () => Promise.reject(new Error('not asked')),
  read: async (images, digits) =>
    digits.map((top, row) => {
      const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
      return { ...reading(image.reduce((a, b) => a + b, 0) / PIXELS, notDigit), top };
    }),
  dispose: async () => {},
});

describe('recognisability', () => {
  test('is the mean of P(intended), where "not a digit" takes its share', () => {
    expect(recognisability([reading(0.8, 0)])).toBe(0.8);
    expect(recognisability([reading(0.8, 0.5)])).toBeCloseTo(0.4, 12);
    expect(recognisability([reading(0.8, 0), reading(0.8, 0.5)])).toBeCloseTo(0.6, 12);
    expect(recognisability([reading(1, 1)])).toBe(0);
  });
});

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
    const panel = assemblePanel([inkJudge('plain', 0), inkJudge('doubting', 0.5)], 'v');
    const scores = await scoreIdeas(panel, ideas, rightHalf, means);
    expect(scores.every((score) => scoreRecord.safeParse(score).success)).toBe(true);
    expect(scores.map(({ digit, restart }) => [digit, restart])).toEqual([
      [3, 0],
      [8, 1],
    ]);
    // Full ink: (1 + 1 * 0.5) / 2; half of it masked: (0.5 + 0.5 * 0.5) / 2.
    expect(scores[0]).toMatchObject({ recognisability: 0.75, recognisabilityMasked: 0.375 });
    expect(scores[1]).toMatchObject({ recognisability: 0.375, recognisabilityMasked: 0.1875 });
    expect(scores[1]!.judges).toMatchObject({
      plain: { whole: { forcedChoice: 0.5, top: 8 }, masked: { forcedChoice: 0.25 } },
      doubting: { whole: { notDigit: 0.5 } },
    });
  });

  test('describes the whole image against the mean of the intended digit', async () => {
    const panel = assemblePanel([inkJudge('plain', 0)], 'v');
    const [three, eight] = await scoreIdeas(panel, ideas, rightHalf, means);
    expect(three!.descriptors).toEqual({ ink: 1, components: 1, edgeLength: 0, ssimToClassMean: 1 });
    expect(eight!.descriptors.ssimToClassMean).toBeLessThan(0.01);
  });

  test('scores no idea as no score', async () => {
    const panel = assemblePanel([inkJudge('plain', 0)], 'v');
    expect(await scoreIdeas(panel, [], rightHalf, means)).toEqual([]);
  });
});
