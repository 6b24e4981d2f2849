import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import type { DigitSource } from '../../pipeline/makeJudges/images/example.ts';
import { drawMixture, drawStructured, targetsAt } from '../../pipeline/makeJudges/labelledMixture.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

const source: DigitSource = {
  digits: readDigits('train', 0, 50),
  untrainedIdeas: Float32Array.from({ length: 2 * PIXELS }, (_, at) => Number(at % 3 === 0)),
};
const COUNT = 200;
const total = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
const targetOf = (targets: Float32Array, at: number) => targets.subarray(at * ANSWERS, (at + 1) * ANSWERS);
/** The same text for the same numbers: far faster to compare than they are one by one. */
const textOf = (values: Float32Array) => Buffer.from(values.buffer).toString('base64');
const draw = (purpose: 'learning' | 'calibrating' | 'testing') =>
  drawMixture(purpose, COUNT, source, openStream(0, 'lesson'));

describe.each(['learning', 'calibrating', 'testing'] as const)('a mixture for %s', (purpose) => {
  const mixture = draw(purpose);

  test('has images in [0, 1], targets that sum to 1, and rates below 0.45', () => {
    expect(mixture.images.length).toBe(COUNT * PIXELS);
    expect(mixture.images.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (let at = 0; at < COUNT; at++) expect(total(targetOf(mixture.targets, at))).toBeCloseTo(1, 6);
    expect(mixture.flipped.length).toBe(COUNT);
    expect(mixture.flipped.every((rate) => rate >= 0 && rate < 0.45)).toBe(true);
  });

  test('is about three fifths digits', () => {
    const none = Array.from({ length: COUNT }, (_, at) => targetOf(mixture.targets, at)[NOT_A_DIGIT]!);
    // Half of what is partly a digit counts here as none.
    const digits = none.filter((value) => value < 0.6);
    expect(digits.length).toBeGreaterThan(0.45 * COUNT);
    expect(digits.length).toBeLessThan(0.72 * COUNT);
  });

  test('is the same for the same stream', () => {
    const again = draw(purpose);
    expect(textOf(again.images)).toBe(textOf(mixture.images));
    expect(textOf(again.targets)).toBe(textOf(mixture.targets));
    expect(textOf(again.flipped)).toBe(textOf(mixture.flipped));
  });
});

test('what is calibrated on has answers between yes and no, what is learnt only of overlays', () => {
  const between = (purpose: 'learning' | 'calibrating') => {
    const { targets } = draw(purpose);
    return Array.from({ length: COUNT }, (_, at) => Math.max(...targetOf(targets, at))).filter(
      (p) => p < 0.95,
    );
  };
  expect(between('calibrating').length).toBeGreaterThan(2 * between('learning').length);
});

test('beyond its tolerance a judge is to say "not a digit", and below it is told what the image shows', () => {
  const targets = new Float32Array(3 * ANSWERS);
  targets.set([0.25, 0.25], 4);
  targets[NOT_A_DIGIT] = 0.5;
  targets[ANSWERS + 7] = 1;
  targets[2 * ANSWERS + NOT_A_DIGIT] = 1;
  const mixture = {
    images: new Float32Array(3 * PIXELS),
    targets,
    flipped: Float32Array.of(0.26, 0.25, 0.4),
  };
  const little = targetsAt(mixture, 'little');
  expect([...targetOf(little, 0)]).toEqual([...targetOf(targets, 2)]);
  expect([...little.subarray(ANSWERS)]).toEqual([...targets.subarray(ANSWERS)]);
  expect(targetsAt(mixture, 'much')).toEqual(targets);
  expect(targets[4]).toBe(0.25);
});

test('structured non-digits are clean, and neither blank nor full', () => {
  const images = drawStructured(100, source, openStream(0, 'structured'));
  for (let at = 0; at < images.length; at += PIXELS) {
    const ink = total(images.subarray(at, at + PIXELS));
    expect(ink).toBeGreaterThan(5);
    expect(ink).toBeLessThan(0.95 * PIXELS);
  }
  expect(textOf(drawStructured(100, source, openStream(0, 'structured')))).toBe(textOf(images));
});

test('half of the images are masked, where it is known which pixels no training image inks', () => {
  const inkedShares = Float64Array.from({ length: PIXELS }, (_, pixel) => pixel % 2);
  const inkOf = (image: Float32Array, parity: number) =>
    total(image.filter((_, pixel) => pixel % 2 === parity));
  const { images } = drawMixture('learning', COUNT, { ...source, inkedShares }, openStream(0, 'masked'));
  const rows = Array.from({ length: COUNT }, (_, at) => images.subarray(at * PIXELS, (at + 1) * PIXELS));
  const masked = rows.filter((image) => inkOf(image, 0) === 0);
  expect(masked.length).toBeGreaterThan(0.4 * COUNT);
  expect(masked.length).toBeLessThan(0.6 * COUNT);
  // The other pixels keep their ink.
  expect(masked.filter((image) => inkOf(image, 1) > 5).length).toBeGreaterThan(0.9 * masked.length);
});
