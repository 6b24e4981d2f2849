import { beforeAll, expect, test } from 'vitest';
import { pickIntended } from '../../pipeline/judging/answers.ts';
import { openFrozenPanel, readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { type PanelReadings, readTogether } from '../../pipeline/judging/panel.ts';
import { binarise, shufflePixels } from '../../pipeline/judging/pixels.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { mean } from '../../pipeline/math/rows.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import type { JudgeCard } from '../../pipeline/study/records.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from './digits.ts';

const COUNT = 200;
const { images, labels } = readDigits('t10k', 1000, COUNT);
const digits = Array.from(labels);
const wrong = digits.map((digit, at) => (digit + 1 + (at % 9)) % 10);
const real = binarise(bytesToUnit(images));
const stream = openStream(0, 'test/frozen panel');
const HALF = COUNT / 2;
const noise = Float32Array.from({ length: HALF * PIXELS }, () => drawBelow(stream, 2));
const shuffled = new Float32Array(HALF * PIXELS);
for (let at = 0; at < shuffled.length; at += PIXELS) {
  shuffled.set(shufflePixels(real.subarray(at, at + PIXELS), stream), at);
}

let cards: readonly JudgeCard[];
/** P(intended) by reader, the panel and each judge. */
type Scores = Readonly<Record<string, Float64Array>>;
let scores: Readonly<Record<'real' | 'wrong' | 'noise' | 'shuffled', Scores>>;

function toScores({ probabilities, judges }: PanelReadings, meant: readonly number[]): Scores {
  const all = { panel: { probabilities }, ...judges };
  return Object.fromEntries(
    Object.entries(all).map(([name, own]) => [name, pickIntended(own.probabilities, meant)]),
  );
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
      shuffled: toScores(await readTogether(panel, shuffled), digits.slice(0, HALF)),
    };
  } finally {
    await panel.dispose();
  }
}, 120_000);
const meanOf = (images: keyof typeof scores, reader: string) => mean(scores[images][reader]!);

test('the frozen panel is the one that all scores of this version name', async () => {
  expect((await readFrozenPanel(JUDGE_NAMES)).version).toBe('cnn+kde+mixture-d00dbfd7');
});

test('the frozen panel, opened, reads real digits and nothing else', () => {
  expect(meanOf('real', 'panel')).toBeGreaterThanOrEqual(0.93);
  expect(meanOf('wrong', 'panel')).toBeLessThanOrEqual(0.02);
  expect(meanOf('noise', 'panel')).toBeLessThanOrEqual(0.05);
  expect(meanOf('shuffled', 'panel')).toBeLessThanOrEqual(0.05);
});

test.each(JUDGE_NAMES)('%s, opened, reads as its card says', (name) => {
  const card = cards.find((each) => each.name === name)!;
  // 200 of the digits behind the card: scores differ by chance, by about 0.02.
  expect(Math.abs(meanOf('real', name) - card.binarised.recognisability)).toBeLessThan(0.05);
  expect(meanOf('wrong', name)).toBeLessThanOrEqual(0.02);
  expect(meanOf('noise', name)).toBeLessThanOrEqual(0.05);
  expect(meanOf('shuffled', name)).toBeLessThanOrEqual(0.05);
});
