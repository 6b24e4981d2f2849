import { beforeAll, describe, expect, test } from 'vitest';
import { splitHeldOut } from '../../pipeline/judging/judgingData.ts';
import { openKde } from '../../pipeline/judging/kde.ts';
import { fitKde, type KdeFit, kdeFit } from '../../pipeline/judging/kdeFit.ts';
import { bytesToUnit, DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { readingRecord } from '../../pipeline/study/records.ts';
import { readDigits } from './digits.ts';
import { plainEngine } from './plainDistances.ts';

const { train, heldOut } = splitHeldOut(readDigits('train', 0, 400));
const test100 = readDigits('t10k', 0, 100);
let fit: KdeFit;
beforeAll(async () => {
  fit = await fitKde(plainEngine, { train, heldOut, test: test100 });
});

const readAll = async (images: Float32Array, digits: readonly number[]) =>
  (await openKde(plainEngine, train, fit)).read(images, digits);

describe('fitKde', () => {
  test('chooses the candidate with the highest mean log posterior over the flip rates', () => {
    const best = Math.max(...fit.candidates.map((each) => each.meanLogPosterior));
    const chosen = fit.candidates.find((each) => each.bandwidth === fit.parameters.bandwidth)!;
    expect(fit.candidates).toHaveLength(17);
    expect(chosen.meanLogPosterior).toBe(best);
    expect(chosen.byFlipRate.map((each) => each.flipRate)).toEqual([0, 0.15, 0.3, 0.45]);
    const mean = chosen.byFlipRate.reduce((sum, each) => sum + each.meanLogPosterior / 4, 0);
    expect(mean).toBeCloseTo(best, 12);
  });

  test('finds more flips harder to read with the chosen bandwidth', () => {
    const chosen = fit.candidates.find((each) => each.bandwidth === fit.parameters.bandwidth)!;
    const [clean, , , noisiest] = chosen.byFlipRate;
    expect(noisiest!.meanLogPosterior).toBeLessThan(clean!.meanLogPosterior);
    expect(noisiest!.error).toBeGreaterThan(clean!.error);
  });

  test('keeps the sorted log-likelihoods of every held-out image under its own digit', () => {
    expect(fit.typicality.flat()).toHaveLength(40);
    for (const logs of fit.typicality) expect(logs).toEqual([...logs].sort((a, b) => a - b));
  });

  test('survives a file: its JSON parses to the same fit', () => {
    expect(kdeFit.parse(JSON.parse(JSON.stringify(fit)))).toEqual(fit);
  });

  test('refuses to fit without test images', async () => {
    const none = { images: new Uint8Array(0), labels: new Uint8Array(0) };
    await expect(fitKde(plainEngine, { train, heldOut, test: none })).rejects.toThrow(
      'kde: expected at least one test image, got none; use more images',
    );
  });
});

describe('openKde', () => {
  test('reads held-out digits far better than chance, with 360 references', async () => {
    const digits = Array.from(test100.labels);
    const readings = await readAll(bytesToUnit(test100.images), digits);
    const misread = readings.filter((reading, at) => reading.top !== digits[at]).length / 100;
    expect(misread).toBeLessThan(0.35);
    expect(misread).toBe(fit.testError);
    const mean = readings.reduce((sum, reading) => sum + reading.forcedChoice, 0) / 100;
    expect(mean).toBeGreaterThan(0.5);
  });

  test('gives uniform noise to the intended digit about as often as chance', async () => {
    const stream = openStream(3, 'test/noise');
    const noise = Float32Array.from({ length: 10 * PIXELS }, () => drawUniform(stream));
    const readings = await Promise.all(
      DIGITS.map((digit) => readAll(noise, new Array<number>(10).fill(digit))),
    );
    const perDigit = readings.map((of) => of.reduce((sum, each) => sum + each.forcedChoice, 0) / 10);
    expect(perDigit.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(readings.flat().every((reading) => reading.typicality === 0)).toBe(true);
  });

  test('finds a reference itself more typical than a digit of another class', async () => {
    const image = bytesToUnit(train.images.subarray(0, PIXELS));
    const digit = train.labels[0]!;
    const [own] = await readAll(image, [digit]);
    expect(own!.top).toBe(digit);
    expect(own!.notDigit).toBeNull();
    const [other] = await readAll(image, [(digit + 5) % 10]);
    expect(other!.forcedChoice).toBeLessThan(own!.forcedChoice);
    expect(other!.typicality!).toBeLessThan(own!.typicality!);
  });

  test.each([
    ['blank', 0],
    ['full', 1],
  ])('gives finite readings in range for a %s image', async (_, value) => {
    const images = new Float32Array(10 * PIXELS).fill(value);
    const readings = await readAll(images, DIGITS);
    for (const reading of readings) {
      expect(readingRecord.safeParse(reading).success).toBe(true);
      expect(reading.typicality).toBeGreaterThanOrEqual(0);
      expect(reading.typicality).toBeLessThanOrEqual(1);
    }
    expect(readings.reduce((sum, each) => sum + each.forcedChoice, 0)).toBeCloseTo(1, 9);
  });

  test('reads no image as no reading, and refuses half an image', async () => {
    expect(await readAll(new Float32Array(0), [])).toEqual([]);
    await expect(readAll(new Float32Array(392), [1])).rejects.toThrow(
      'kde: expected 1 images of 784 pixels, got 392 values',
    );
  });

  test('refuses references that it was not fitted to', async () => {
    await expect(openKde(plainEngine, heldOut, fit)).rejects.toThrow(
      'kde: expected the training images that the judge was fitted to, got others;',
    );
  });
});
