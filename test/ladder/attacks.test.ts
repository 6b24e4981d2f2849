import { describe, expect, test } from 'vitest';
import { ANSWERS, pickIntended } from '../../pipeline/judging/answers.ts';
import { startFarFromDigit, startFromDigits, startFromNoise } from '../../pipeline/ladder/attackStarts.ts';
import { makeAttacks, openTarget } from '../../pipeline/ladder/attacks.ts';
import type { MeantImages, RungImages } from '../../pipeline/ladder/rungImages.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';
import { makeJudge } from '../judging/madeJudge.ts';

const data = { train: readDigits('train', 0, 600), test: readDigits('t10k', 0, 200) };
const COUNT = 2;

/** P of a digit d grows with the ink of the image's column 8 + d, of which 20 pixels are in the middle. */
const judge = makeJudge('cnn', (image) => {
  const answers = new Float64Array(ANSWERS);
  for (let digit = 0; digit < 10; digit++) {
    let ink = 0;
    for (let y = 0; y < SIDE; y++) ink += image[y * SIDE + 8 + digit]!;
    answers[digit] = Math.exp(ink / 4);
  }
  answers[10] = 400;
  const sum = answers.reduce((a, b) => a + b);
  return answers.map((value) => value / sum);
});

describe('attacks on a judge', async () => {
  const lines: string[] = [];
  const attackAll = () =>
    makeAttacks([judge], { ...data, seed: 0, count: COUNT, rounds: 6 }, (line) => lines.push(line));
  const made = await attackAll();
  /** The start of an attack, made from the stream that its name says. */
  const startOf = async ({ kind }: RungImages): Promise<MeantImages> => {
    const task = { ...data, count: COUNT, seed: 0 };
    const stream = openStream(0, `ladder/4/${kind}`);
    if (kind.includes('afar')) return startFarFromDigit(task, 16);
    return kind.includes('noise') ? startFromNoise(task, stream) : startFromDigits(task, stream);
  };
  const scoresOf = async ({ images, digits }: MeantImages) =>
    pickIntended(await judge.probabilities(images), digits);

  test('are made by five methods, each said when it is done, and are the same again', async () => {
    expect(made.map(({ kind }) => kind)).toEqual(
      ['few flips in noise', 'few flips afar', 'few flips', 'many flips', 'from noise'].map(
        (method) => `${method} against cnn`,
      ),
    );
    expect(lines).toEqual(made.map(({ kind }) => `ladder: rung 4: ${kind}`));
    expect((await attackAll()).map(({ images }) => images)).toEqual(made.map(({ images }) => images));
  });

  test.each(made.map((each) => [each.kind, each] as const))(
    '%s start as they say, and raise the score by flips in the middle',
    async (_, each) => {
      const start = await startOf(each);
      expect(each.digits).toEqual(start.digits);
      expect(each.attacked).toBe('cnn');
      const [before, after] = [await scoresOf(start), await scoresOf(each)];
      for (let row = 0; row < COUNT; row++) {
        const from = rowOf(start.images, row, PIXELS);
        const to = rowOf(each.images, row, PIXELS);
        const flipped = Array.from(to.keys()).filter((at) => to[at] !== from[at]);
        expect(to.every((value) => value === 0 || value === 1)).toBe(true);
        expect(flipped.length).toBeGreaterThan(0);
        if (each.kind.startsWith('few')) expect(flipped.length).toBeLessThanOrEqual(16);
        for (const at of flipped) {
          for (const place of [at % SIDE, Math.floor(at / SIDE)]) {
            expect(place >= 4 && place < 24).toBe(true);
          }
        }
        expect(after[row]).toBeGreaterThan(before[row]!);
      }
    },
  );
});

test('some flips of each image are tried, other ones each time, and the others gain nothing', async () => {
  // P(3) is 1/8 and half as much again for a row of 20 pixels that are inked.
  const row = Array.from({ length: 20 }, (_, k) => 10 * SIDE + 4 + k);
  const made = makeJudge('made', (image) => {
    const answers = new Float64Array(ANSWERS);
    answers[3] = row.reduce((p, at) => p * (1 + image[at]! / 100), 0.125);
    answers[10] = 1 - answers[3]!;
    return answers;
  });
  const target = openTarget(made, openStream(0, 'test/tried'));
  const images = new Float32Array(2 * PIXELS);
  expect([...(await target.score(images, [3, 3]))]).toEqual([Math.log(1 / 8), Math.log(1 / 8)]);
  const found = new Set<number>();
  for (let round = 0; round < 40; round++) {
    const gains = await target.predictFlipGains(images, [3, 3]);
    for (const [at, gain] of gains.entries()) {
      if (gain === 0) continue;
      expect(row).toContain(at % PIXELS);
      expect(gain).toBeCloseTo(Math.log(1.01), 9);
      found.add(at);
    }
  }
  // Of 400 pixels 40 are tried: in 40 rounds nearly each.
  expect(found.size).toBeGreaterThan(35);
});
