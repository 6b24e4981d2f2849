import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { drawLabelledMixture } from '../../pipeline/makeJudges/labelledMixture.ts';
import { type DigitSource, makeNonDigit, SEEN_KINDS } from '../../pipeline/makeJudges/nonDigits.ts';
import { makeProbe, PROBE_KINDS } from '../../pipeline/makeJudges/probes.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

const digits = readDigits('train', 0, 50);
const source: DigitSource = {
  digits,
  untrainedIdeas: Float32Array.from({ length: 2 * PIXELS }, (_, at) => Number(at % 3 === 0)),
};
const total = (values: Float32Array) => values.reduce((a, b) => a + b, 0);

const ALL_KINDS = [
  ...SEEN_KINDS.map((kind) => [
    kind,
    (seed: number) => makeNonDigit(kind, source, openStream(seed, kind)).image,
  ]),
  ...PROBE_KINDS.map((kind) => [
    kind,
    (seed: number) => makeProbe(kind, digits, openStream(seed, kind)).image,
  ]),
] as [string, (seed: number) => Float32Array][];

test('no kind is both shown in training and used as a probe', () => {
  expect(new Set([...SEEN_KINDS, ...PROBE_KINDS]).size).toBe(SEEN_KINDS.length + PROBE_KINDS.length);
});

describe.each(ALL_KINDS)('the kind %s', (_, make) => {
  const seeds = Array.from({ length: 12 }, (_, seed) => seed);

  test('has 784 pixels in [0, 1]', () => {
    for (const image of seeds.map(make)) {
      expect(image.length).toBe(PIXELS);
      expect(image.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  test('is drawn from its stream alone', () => {
    expect(seeds.map(make)).toEqual(seeds.map(make));
    expect(new Set(seeds.map((seed) => make(seed).join())).size).toBeGreaterThan(1);
  });
});

describe('what is made from a digit', () => {
  test('keeps its ink where only places change', () => {
    const ink = new Set(
      Array.from(digits.labels, (_, row) =>
        total(digits.images.subarray(row * PIXELS, (row + 1) * PIXELS) as never),
      ),
    );
    const tiles = makeProbe('tiles', digits, openStream(0, 't')).image;
    expect(ink).toContain(Math.round(total(tiles) * 255));
  });

  test('names the digits of its parts, which differ in a pair of halves', () => {
    for (let seed = 0; seed < 10; seed++) {
      const [first, second] = makeProbe('halves', digits, openStream(seed, 'h')).digits;
      expect(first).not.toBe(second);
    }
  });
});

describe('a labelled mixture', () => {
  const mixture = drawLabelledMixture(200, source, openStream(0, 'lesson'));

  test('has targets that sum to 1 and images in [0, 1]', () => {
    for (let at = 0; at < 200; at++) {
      expect(total(mixture.targets.subarray(at * ANSWERS, (at + 1) * ANSWERS))).toBeCloseTo(1, 6);
    }
    expect(mixture.images.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('is three fifths digits', () => {
    const digitImages = Array.from(
      { length: 200 },
      (_, at) => mixture.targets[at * ANSWERS + NOT_A_DIGIT],
    ).filter((value) => value === 0);
    expect(digitImages.length).toBeGreaterThan(92);
    expect(digitImages.length).toBeLessThan(148);
  });

  test('is the same for the same stream', () => {
    expect(drawLabelledMixture(200, source, openStream(0, 'lesson'))).toEqual(mixture);
  });
});
