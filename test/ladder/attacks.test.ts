import { describe, expect, test } from 'vitest';
import { ANSWERS, pickIntended } from '../../pipeline/judging/answers.ts';
import { openFrozenJudge, readFrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import { startFarFromDigit, startFromDigits, startFromNoise } from '../../pipeline/ladder/attackStarts.ts';
import { makeAttacks, openTarget } from '../../pipeline/ladder/attacks.ts';
import type { MeantImages, RungImages } from '../../pipeline/ladder/rungImages.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { mean, rowOf } from '../../pipeline/math/rows.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from '../judging/digits.ts';
import { makeJudge } from '../judging/madeJudge.ts';

const data = { train: readDigits('train', 0, 600), test: readDigits('t10k', 0, 200) };
const COUNT = 2;

describe('attacks on the frozen mixture', async () => {
  const frozen = await readFrozenJudge('mixture');
  const judge = await openFrozenJudge(frozen, onnxEngine);
  const lines: string[] = [];
  const attackAll = () =>
    makeAttacks(onnxEngine, [frozen], { ...data, seed: 0, count: COUNT, rounds: 20 }, (line) =>
      lines.push(line),
    );
  const made = await attackAll();
  /** The start of an attack, made from the stream that its name says. */
  const startOf = ({ kind }: RungImages): Promise<MeantImages> => {
    const task = { engine: onnxEngine, ...data, count: COUNT, seed: 0 };
    const stream = openStream(0, `ladder/4/${kind}`);
    if (kind.includes('afar')) return startFarFromDigit(task, 16);
    return kind.includes('noise') ? startFromNoise(task, stream) : startFromDigits(task, stream);
  };
  const scoresOf = async ({ images, digits }: MeantImages) =>
    pickIntended(await judge.probabilities(images), digits);

  test('are made by five methods, each said when it is done, and are the same again', async () => {
    expect(made.map(({ kind }) => kind)).toEqual(
      ['few flips in noise', 'few flips afar', 'few flips', 'many flips', 'from noise'].map(
        (method) => `${method} against mixture`,
      ),
    );
    expect(lines).toEqual(made.map(({ kind }) => `ladder: rung 4: ${kind}`));
    expect((await attackAll()).map(({ images }) => images)).toEqual(made.map(({ images }) => images));
  });

  test.each(made.map((each) => [each.kind, each] as const))('%s start as they say', async (_, each) => {
    const start = await startOf(each);
    expect(each.digits).toEqual(start.digits);
    expect(each.attacked).toBe('mixture');
    expect(each.images.every((value) => value === 0 || value === 1)).toBe(true);
    for (let row = 0; row < COUNT; row++) {
      const from = rowOf(start.images, row, PIXELS);
      const flips = rowOf(each.images, row, PIXELS).filter((value, at) => value !== from[at]).length;
      expect(flips).toBeGreaterThan(0);
      if (each.kind.startsWith('few')) expect(flips).toBeLessThanOrEqual(16);
    }
  });

  test.each(made.map((each) => [each.kind, each] as const))('%s raise every score', async (_, each) => {
    const [before, after] = [await scoresOf(await startOf(each)), await scoresOf(each)];
    after.forEach((score, row) => {
      expect(score).toBeGreaterThan(before[row]!);
    });
  });

  test('without a limit fool the judge', async () => {
    const many = made.find(({ kind }) => kind.startsWith('many'))!;
    expect(Math.min(...(await scoresOf(many)))).toBeGreaterThanOrEqual(0.5);
    const few = made.find(({ kind }) => kind.startsWith('few flips afar'))!;
    expect(mean(await scoresOf(few))).toBeLessThan(0.5);
  });
});

test('where a judge has no gradient, each flip is tried', async () => {
  // P(3) is 1/8 and twice as much for each of pixels 5 and 9 that is inked.
  const judge = makeJudge('made', (image) => {
    const answers = new Float64Array(ANSWERS);
    answers[3] = (1 + image[5]!) * (1 + image[9]!) * 0.125;
    answers[10] = 1 - answers[3]!;
    return answers;
  });
  const target = openTarget(judge);
  const images = new Float32Array(2 * PIXELS);
  images[PIXELS + 9] = 1;
  expect([...(await target.score(images, [3, 3]))]).toEqual([Math.log(1 / 8), Math.log(1 / 4)]);
  const gains = await target.predictFlipGains(images, [3, 3]);
  const gained = [...gains.entries()].filter(([, gain]) => gain !== 0);
  expect(gained).toEqual([
    [5, expect.closeTo(Math.LN2, 12)],
    [9, expect.closeTo(Math.LN2, 12)],
    [PIXELS + 5, expect.closeTo(Math.LN2, 12)],
    [PIXELS + 9, expect.closeTo(-Math.LN2, 12)],
  ]);
});
