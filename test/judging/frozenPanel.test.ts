import { beforeAll, expect, test } from 'vitest';
import { pickIntended } from '../../pipeline/judging/answers.ts';
import { openFrozenPanel, readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { type PanelReadingsAtEach, readTogether } from '../../pipeline/judging/panel.ts';
import { binarise, flipPixels, shufflePixels } from '../../pipeline/judging/pixels.ts';
import { atEachTolerance, PRIMARY_TOLERANCE, type Tolerance } from '../../pipeline/judging/tolerance.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { mean, rowOf } from '../../pipeline/math/rows.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import type { JudgeCard } from '../../pipeline/study/records.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from './digits.ts';

const COUNT = 200;
/** Every fiftieth test image: among those that the cards were measured on, easy and hard ones in their shares. */
const STRIDE = 50;
const whole = readDigits('t10k', 0, COUNT * STRIDE);
const digits = Array.from({ length: COUNT }, (_, k) => whole.labels[k * STRIDE]!);
const images = Uint8Array.from(digits.flatMap((_, k) => [...rowOf(whole.images, k * STRIDE, PIXELS)]));
const wrong = digits.map((digit, at) => (digit + 1 + (at % 9)) % 10);
const real = binarise(bytesToUnit(images));
const stream = openStream(0, 'test/frozen panel');
const HALF = COUNT / 2;
const noise = Float32Array.from({ length: HALF * PIXELS }, () => drawBelow(stream, 2));
/** As many as there are digits: abs is at 0.049 on its card, close to what is allowed. */
const shuffled = new Float32Array(COUNT * PIXELS);
for (let at = 0; at < shuffled.length; at += PIXELS) {
  shuffled.set(shufflePixels(real.subarray(at, at + PIXELS), stream), at);
}
/** More noise than little. */
const lost = flipPixels(real.subarray(0, HALF * PIXELS), 0.33, stream);

let cards: readonly JudgeCard[];
/** P(intended) by tolerance of noise and by reader, the panel and each judge. */
type Scores = Readonly<Record<Tolerance, Readonly<Record<string, Float64Array>>>>;
let scores: Readonly<Record<'real' | 'wrong' | 'noise' | 'shuffled' | 'lost', Scores>>;

function toScores(read: PanelReadingsAtEach, meant: readonly number[]): Scores {
  return atEachTolerance((tolerance) => {
    const { probabilities, judges } = read[tolerance];
    const all = { panel: { probabilities }, ...judges };
    return Object.fromEntries(
      Object.entries(all).map(([name, own]) => [name, pickIntended(own.probabilities, meant)]),
    );
  });
}

beforeAll(async () => {
  const frozen = await readFrozenPanel(JUDGE_NAMES);
  cards = frozen.cards;
  const panel = await openFrozenPanel(onnxEngine, frozen);
  try {
    const read = await readTogether(panel, real);
    scores = {
      real: toScores(read, digits),
      wrong: toScores(read, wrong),
      noise: toScores(await readTogether(panel, noise), digits.slice(0, HALF)),
      shuffled: toScores(await readTogether(panel, shuffled), digits),
      lost: toScores(await readTogether(panel, lost), digits.slice(0, HALF)),
    };
  } finally {
    await panel.dispose();
  }
}, 120_000);
const meanOf = (images: keyof typeof scores, reader: string, tolerance: Tolerance = PRIMARY_TOLERANCE) =>
  mean(scores[images][tolerance][reader]!);

test('a process reads a panel once, and one of other judges apart', async () => {
  const panel = await readFrozenPanel(['cnn']);
  expect(await readFrozenPanel(['cnn'])).toBe(panel);
  expect((await readFrozenPanel(['cnn', 'shape'])).version).not.toBe(panel.version);
});

test('the frozen panel is the one that all scores of this version name', async () => {
  expect((await readFrozenPanel(JUDGE_NAMES)).version).toBe('abs+cnn+mixture+shape-2f856d4d');
});

test('the frozen panel, opened, reads real digits and nothing else', () => {
  // Its card has 0.925 over the 2,000 test digits that these 200 are among.
  expect(meanOf('real', 'panel')).toBeGreaterThanOrEqual(0.9);
  expect(meanOf('wrong', 'panel')).toBeLessThanOrEqual(0.02);
  expect(meanOf('noise', 'panel')).toBeLessThanOrEqual(0.02);
  expect(meanOf('shuffled', 'panel')).toBeLessThanOrEqual(0.02);
});

test.each(['panel', ...JUDGE_NAMES])('%s sees digits through more noise at much than at little', (reader) => {
  expect(meanOf('lost', reader, 'much')).toBeGreaterThan(meanOf('lost', reader, 'little') + 0.05);
  // Of the noise that is no digit it makes none at either.
  expect(meanOf('noise', reader, 'much')).toBeLessThanOrEqual(0.1);
});

test.each(JUDGE_NAMES)('%s, opened, reads as its card says', (name) => {
  const card = cards.find((each) => each.name === name)!;
  // 200 of the digits behind the card: scores differ by chance, by about 0.02.
  expect(Math.abs(meanOf('real', name) - card.binarised.recognisability)).toBeLessThan(0.05);
  expect(meanOf('wrong', name)).toBeLessThanOrEqual(0.02);
  expect(meanOf('noise', name)).toBeLessThanOrEqual(0.05);
  expect(meanOf('shuffled', name)).toBeLessThanOrEqual(0.05);
});
