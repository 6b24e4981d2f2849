import { describe, expect, test } from 'vitest';
import { NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { drawFrame } from '../../pipeline/judging/imageReadings.ts';
import type { Judge } from '../../pipeline/judging/judge.ts';
import { AS_POOLED, assemblePanel } from '../../pipeline/judging/panel.ts';
import { scoreIdeas, showAs } from '../../pipeline/judging/scoreIdeas.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { mean } from '../../pipeline/math/rows.ts';
import { type ReadingName, scoreRecord } from '../../pipeline/study/records.ts';
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

/** The same judge, which calls nothing a digit where it may see through much noise. */
function refuseMuch(judge: Judge): Judge {
  const nothing = makeJudge(judge.name, () =>
    Float64Array.from({ length: 11 }, (_, at) => Number(at === NOT_A_DIGIT)),
  );
  return {
    ...judge,
    read: async (images) => ({
      little: (await judge.read(images)).little,
      much: (await nothing.read(images)).much,
    }),
  };
}

const LINEAR = { version: 'v', calibrations: AS_POOLED };

/** The right half is never inked, and of the left half the upper part is seldom. */
const rightHalf = Array.from({ length: PIXELS }, (_, pixel) => pixel % 28 >= 14);
const rest = rightHalf.map((isRight, pixel) => isRight || pixel < PIXELS / 2);
const means = new Float32Array(10 * PIXELS).fill(1, 3 * PIXELS, 4 * PIXELS);
const training = {
  // Two images, all 0.2 and all 0.6, of which frames are taken.
  train: {
    images: Uint8Array.from({ length: 2 * PIXELS }, (_, at) => (at < PIXELS ? 51 : 153)),
    labels: Uint8Array.of(1, 2),
  },
  inked: { never: rightHalf, seldom: rest },
  classMeans: means,
};

describe('scoreIdeas', () => {
  const full = new Float32Array(PIXELS).fill(1);
  const ideas = [
    { digit: 3, restart: 0, image: full },
    { digit: 8, restart: 1, image: full.map(() => 0.5) },
  ];

  test('gives every reading, in the order of the ideas, of which the masked one is the score', async () => {
    const panel = assemblePanel([inkJudge('cnn', 0), inkJudge('mixture', 0.5)], LINEAR);
    const scores = await scoreIdeas(panel, ideas, training);
    for (const score of scores) expect(scoreRecord.safeParse(score).success).toBe(true);
    expect(scores.map(({ digit, restart }) => [digit, restart])).toEqual([
      [3, 0],
      [8, 1],
    ]);
    // Full ink: (1 + 1 * 0.5) / 2; half of it masked: (0.5 + 0.5 * 0.5) / 2.
    const whole = { score: { little: 0.75, much: 0.75 } };
    expect(scores[0]).toMatchObject({ recognisability: 0.375, readings: { whole } });
    expect(scores[1]).toMatchObject({
      recognisability: 0.1875,
      readings: { masked: { score: { little: 0.1875 } }, whole: { score: { little: 0.375 } } },
    });
    expect(scores[1]!.readings.whole).toMatchObject({
      notDigit: 0.25,
      families: { network: 0.5, density: 0.25 },
      without: { network: 0.25, density: 0.5 },
      judges: { cnn: { forcedChoice: 0.5, top: 8 }, mixture: { notDigit: 0.5 } },
    });
    expect(scores[1]!.readings.whole.forcedChoice).toBeCloseTo(0.5, 12);
    expect(scores[0]!.readings.masked.judges.cnn!.forcedChoice).toBe(0.5);
  });

  test('has the score at either tolerance, and all else at the primary one', async () => {
    const panel = assemblePanel([refuseMuch(inkJudge('cnn', 0))], LINEAR);
    const [three] = await scoreIdeas(panel, ideas, training);
    expect(three!.recognisability).toBe(0.5);
    expect(three!.readings.masked).toMatchObject({
      score: { little: 0.5, much: 0 },
      notDigit: 0,
      families: { network: 0.5 },
      without: {},
    });
  });

  test('is surer where the panel is, with a family left out as well', async () => {
    const judges = [inkJudge('cnn', 0.25), inkJudge('mixture', 0.5)];
    const panel = assemblePanel(judges, {
      version: 'v',
      calibrations: { ...AS_POOLED, little: { temperature: 0.5, none: [2, 0, 0, 0, 0, 0] } },
    });
    const [three] = await scoreIdeas(panel, ideas, training);
    const { whole } = three!.readings;
    // Full ink: 5/8 for the digit and 3/8 for none, squared: 25 of 34; the cnn alone 3/4 and 1/4: 9 of 10.
    expect(whole.score.little).toBeCloseTo(25 / 34, 12);
    expect(whole.score.much).toBeCloseTo(5 / 8, 12);
    expect(whole.without.density).toBeCloseTo(0.9, 12);
    expect(whole.families.network).toBeCloseTo(0.75, 12);
  });

  test('describes the masked image against the mean of the intended digit', async () => {
    const panel = assemblePanel([inkJudge('cnn', 0)], LINEAR);
    const halfMean = means.map((value, at) => (rightHalf[at % PIXELS] ? 0 : value));
    const [three, eight] = await scoreIdeas(panel, ideas, { ...training, classMeans: halfMean });
    expect(three!.descriptors).toEqual({ ink: 0.5, components: 1, edgeLength: 28, ssimToClassMean: 1 });
    expect(eight!.descriptors.ssimToClassMean).toBeLessThan(0.6);
  });

  test('scores no idea as no score', async () => {
    const panel = assemblePanel([inkJudge('cnn', 0)], LINEAR);
    expect(await scoreIdeas(panel, [], training)).toEqual([]);
  });
});

test('a reading shows the pixels of digits and the idea, and what it puts elsewhere', () => {
  const idea = { digit: 4, restart: 2, image: new Float32Array(PIXELS).fill(1) };
  const at = (name: ReadingName) => {
    const shown = showAs(name, idea, training);
    // Lower left: often inked; upper left: seldom; upper right: never.
    return [shown[PIXELS - 28]!, shown[0]!, shown[27]!];
  };
  const frame = drawFrame(training.train, 4, 2)[0]!;
  expect(at('whole')).toEqual([1, 1, 1]);
  expect(at('masked')).toEqual([1, 1, 0]);
  expect(at('framed')).toEqual([1, frame, frame]);
});
