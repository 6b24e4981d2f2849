import { describe, expect, test } from 'vitest';
import { climbLadder } from '../../pipeline/ladder/climbLadder.ts';
import { rungOf } from '../../pipeline/ladder/kinds.ts';
import { ladderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import { chooseExamples } from '../../pipeline/ladder/summariseScores.ts';
import { describeVerdict } from '../../pipeline/ladder/verdict.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

const ATTACKS = ['few flips in noise', 'few flips afar', 'few flips', 'many flips', 'from noise'];

/** A whole climb of two frozen judges, with one model of each kind, which learns for a moment, and two images an attack. */
const lines: string[] = [];
const record = await climbLadder(
  onnxEngine,
  {
    images: 10,
    seed: 0,
    judges: ['mixture', 'cnn'],
    controls: {
      meaningless: 1,
      meaningful: 1,
      epochs: 1,
      shuffledImages: 200,
      shuffledEpochs: 1,
      trainImages: 400,
    },
    attacks: { count: 2, rounds: 3 },
    resamples: 20,
  },
  (line) => lines.push(line),
);
const find = (name: string) => record.kinds.find(({ kind }) => kind === name)!;

describe('the climb of two frozen judges', () => {
  test('goes through every kind, rung by rung, and says so', () => {
    expect(ladderRecord.parse(record)).toEqual(record);
    expect(record.scoreVersion).toBe('cnn+mixture-2f47f64a');
    expect(record.kinds.map(({ rung, kind }) => `${rung} ${kind}`)).toEqual([
      ...['blank', 'full', 'noise', 'sparse noise', 'shuffled digits'].map((kind) => `1 ${kind}`),
      '2 ideas of untrained models',
      '2 ideas after shuffled labels',
      '3 wrong digit',
      ...record.judges.flatMap((judge) => ATTACKS.map((method) => `4 ${method} against ${judge}`)),
      ...Array.from({ length: 11 }, (_, k) => `5 ${5 * k}% flipped`),
      '6 overlaid',
      '6 blended',
      ...['shifted', 'turned', 'thickened', 'thinned', 'eroded', 'rough strokes'].map((kind) => `7 ${kind}`),
      '8 ordinary ideas',
      '8 ideas after noise',
      '8 class means',
      '9 real, grey',
      '9 real, black and white',
    ]);
    for (const { rung, kind, panel } of record.kinds) {
      expect(rungOf(kind as never)).toBe(rung);
      expect(lines).toContain(`ladder: rung ${rung}: ${kind}: ${panel.mean.toFixed(3)}`);
    }
  });

  test('has as many images as asked for, and shows ten of each', () => {
    for (const { rung, kind, images, examples } of record.kinds) {
      expect(images, kind).toBe(rung === 4 ? 2 : rung === 9 ? 40 : 10);
      expect(examples).toHaveLength(Math.min(10, images));
      for (const { pixels } of examples) expect(Buffer.from(pixels, 'base64')).toHaveLength(784);
    }
    const ideas = find('ordinary ideas').examples;
    expect(ideas.map(({ digit }) => digit)).toEqual(chooseExamples(10));
    for (const { pixels } of ideas) {
      expect(new Set(Buffer.from(pixels, 'base64'))).toEqual(new Set([0, 255]));
    }
  });

  test('finds the digits in real digits, and none where there is none', () => {
    for (const kind of record.kinds) {
      if (kind.rung <= 3) expect(kind.panel.mean, kind.kind).toBeLessThan(0.05);
      if (kind.rung === 9) expect(kind.panel.mean, kind.kind).toBeGreaterThan(0.9);
    }
    expect(find('blank').notDigit.cnn).toBeGreaterThan(0.97);
    expect(find('real, grey').notDigit.cnn).toBeLessThan(0.05);
  });

  test('pools both judges, but for images made to fool one of them, which the other reads alone', () => {
    for (const { attacked, fooled, fooling, panel, judges } of record.kinds) {
      if (attacked === null) {
        expect([fooled, fooling]).toEqual([null, null]);
        continue;
      }
      const other = attacked === 'cnn' ? 'mixture' : 'cnn';
      expect(panel).toEqual(judges[other]);
      expect(fooling!.images).toBe(2 * fooled!);
      expect(Object.keys(fooling!.judges)).toEqual([other]);
    }
    const { panel, judges } = find('25% flipped');
    for (const alone of Object.values(judges)) expect(panel.mean).not.toBeCloseTo(alone.mean, 3);
  });

  test('tests every expectation on what was measured', () => {
    const empty = record.expectations.find(({ rung }) => rung === 1)!;
    const means = record.kinds.filter(({ rung }) => rung === 1).map(({ panel }) => panel.mean);
    expect(empty.panel).toMatchObject({ measured: Math.max(...means), holds: true });
    const real = record.expectations.find(({ rung }) => rung === 9)!;
    expect(real.judges.cnn!.measured).toBe(
      Math.min(find('real, grey').judges.cnn!.mean, find('real, black and white').judges.cnn!.mean),
    );
    for (const { panel } of record.expectations) {
      if (panel.interval !== null) expect(panel.interval[0]).toBeLessThanOrEqual(panel.interval[1]);
    }
    expect(record.adjacent.map(({ lower, upper }) => upper - lower)).toEqual(Array(8).fill(1));
    expect(record.psychometric.panel.points).toEqual(
      record.kinds
        .filter(({ rung }) => rung === 5)
        .map(({ panel }, k) => ({ x: k / 20, y: expect.closeTo(panel.mean, 12) })),
    );
  });

  test('calls itself a small run', () => {
    expect(describeVerdict(record)).toContain('This is a small run: 10 images');
  });
});

test('examples of ideas are of ten digits and of ten different models', () => {
  const places = chooseExamples(100);
  expect(places.map((at) => at % 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(places.map((at) => Math.floor(at / 10))).size).toBe(10);
});

test.each([1, 2, 7, 10, 13, 60, 500, 2000])(
  'examples of %d images are among them, and differ where there are twenty or more',
  (count) => {
    const places = chooseExamples(count);
    expect(places).toHaveLength(Math.min(10, count));
    expect(places.every((at) => at >= 0 && at < count)).toBe(true);
    if (count >= 20) expect(new Set(places).size).toBe(places.length);
  },
);
