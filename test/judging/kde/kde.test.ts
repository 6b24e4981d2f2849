import { beforeAll, describe, expect, test } from 'vitest';
import { UNCALIBRATED } from '../../../pipeline/judging/calibration.ts';
import { centreImages } from '../../../pipeline/judging/centring.ts';
import { openJudge, type Witness } from '../../../pipeline/judging/judge.ts';
import { splitHeldOut } from '../../../pipeline/judging/judgingData.ts';
import { openKde } from '../../../pipeline/judging/kde/kde.ts';
import { fitKde, type KdeFit } from '../../../pipeline/judging/kde/kdeFit.ts';
import { openClassDensities, singleBandwidth } from '../../../pipeline/judging/kde/kernelDensity.ts';
import { findThinRows, widenStrokes } from '../../../pipeline/judging/kde/strokes.ts';
import { bytesToUnit, PIXELS } from '../../../pipeline/math/images.ts';
import { dilate, erode } from '../../../pipeline/math/morphology.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { makeDigits, readDigits } from '../digits.ts';
import { plainEngine } from '../plainDistances.ts';

const { train, heldOut } = splitHeldOut(readDigits('train', 0, 400));
const test100 = readDigits('t10k', 0, 100);
let fit: KdeFit;
let witness: Witness;
beforeAll(async () => {
  fit = await fitKde(plainEngine, { train, heldOut });
  witness = await openKde(plainEngine, train, fit.bandwidth);
});
const openReader = () => openJudge(witness, { name: 'kde', calibration: UNCALIBRATED, typicality: null });

describe('the fit', () => {
  test('chooses the candidate with the highest mean log posterior over the flip rates', () => {
    const best = Math.max(...fit.candidates.map((each) => each.meanLogPosterior));
    const chosen = fit.candidates.find((each) => each.bandwidth === fit.bandwidth)!;
    expect(fit.candidates).toHaveLength(17);
    expect(chosen.meanLogPosterior).toBe(best);
    expect(chosen.byFlipRate.map((each) => each.flipRate)).toEqual([0, 0.15, 0.3, 0.45]);
    const mean = chosen.byFlipRate.reduce((sum, each) => sum + each.meanLogPosterior / 4, 0);
    expect(mean).toBeCloseTo(best, 12);
  });

  test('finds more flips harder to read with the chosen bandwidth', () => {
    const chosen = fit.candidates.find((each) => each.bandwidth === fit.bandwidth)!;
    const [clean, , , noisiest] = chosen.byFlipRate;
    expect(noisiest!.meanLogPosterior).toBeLessThan(clean!.meanLogPosterior);
    expect(noisiest!.error).toBeGreaterThan(clean!.error);
  });

  test('is the same again, and refuses to choose without held-out images', async () => {
    expect(await fitKde(plainEngine, { train, heldOut })).toEqual(fit);
    const none = { images: new Uint8Array(0), labels: new Uint8Array(0) };
    await expect(fitKde(plainEngine, { train, heldOut: none })).rejects.toThrow(
      'kde: expected at least one held-out image, got none; use more images',
    );
  });
});

describe('the judge', () => {
  test('reads test digits far better than chance, with 360 references', async () => {
    const digits = Array.from(test100.labels);
    const { records } = await openReader().read(bytesToUnit(test100.images), digits);
    const misread = records.filter((reading, at) => reading.top !== digits[at]).length;
    expect(misread).toBeLessThan(35);
  });

  test('finds full images more like noise than like a digit, blank ones nearly, and digits not', async () => {
    const stream = openStream(3, 'test/noise');
    const images = new Float32Array(4 * PIXELS);
    images.set(Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < 0.5)));
    images.fill(1, 2 * PIXELS, 3 * PIXELS);
    images.set(bytesToUnit(train.images.subarray(0, PIXELS)), 3 * PIXELS);
    const { none } = await witness.evidence(images);
    expect(Array.from(none, (score) => score > 0)).toEqual([false, true, true, false]);
  });

  test('finds a reference itself likelier under its own digit than under another', async () => {
    const digit = train.labels[0]!;
    const { digits } = await witness.evidence(bytesToUnit(train.images.subarray(0, PIXELS)));
    const own = digits[digit]!;
    expect(Array.from(digits).filter((log) => log > own)).toEqual([]);
    expect(digits[(digit + 5) % 10]!).toBeLessThan(own);
  });

  test('reads no image as no reading, and refuses half an image', async () => {
    expect((await openReader().read(new Float32Array(0), [])).records).toEqual([]);
    await expect(openReader().read(new Float32Array(392), [1])).rejects.toThrow(
      'kde: expected 1 images of 784 pixels, got 392 values',
    );
  });
});

describe('thin strokes', () => {
  test('are read as they are and half a pixel wider, in equal parts; usual ones as they are', async () => {
    const reference = bytesToUnit(train.images.subarray(0, PIXELS));
    const thin = erode(reference);
    const wide = thin.map((value, at) => (value + dilate(thin)[at]!) / 2);
    const ink = (image: Float32Array) => image.reduce((sum, value) => sum + value, 0) / PIXELS;
    const usual = train.images.reduce((sum, value) => sum + value, 0) / train.images.length / 255;
    expect(ink(thin)).toBeLessThan(usual);
    const densities = await openClassDensities(plainEngine, train);
    const logs = async (image: Float32Array) =>
      densities.ofAllDigits(centreImages(image), singleBandwidth(fit.bandwidth));
    const [asItIs, wider] = [await logs(thin), await logs(wide)];
    const { digits } = await witness.evidence(thin);
    digits.forEach((value, digit) => {
      const larger = Math.max(asItIs[digit]!, wider[digit]!);
      const mean =
        larger + Math.log((Math.exp(asItIs[digit]! - larger) + Math.exp(wider[digit]! - larger)) / 2);
      expect(value).toBeCloseTo(mean, 6);
    });
    const bold = dilate(dilate(reference));
    expect(ink(bold)).toBeGreaterThan(usual);
    expect((await witness.evidence(bold)).digits).toEqual(await logs(bold));
  });

  test('are widened in every image of less ink than usual, wherever it stands among others', () => {
    const images = new Float32Array(3 * PIXELS);
    images.fill(0.2, 0, PIXELS);
    images[PIXELS + 400] = 1;
    images.fill(0.1, 2 * PIXELS);
    expect(findThinRows(images, 0.15)).toEqual([1, 2]);
    const widened = widenStrokes(images, [1]);
    const inked = [372, 399, 400, 401, 428];
    expect(widened).toEqual(
      Float32Array.from({ length: PIXELS }, (_, at) => (at === 400 ? 1 : inked.includes(at) ? 0.5 : 0)),
    );
    expect(widenStrokes(images, [])).toEqual(new Float32Array(0));
  });
});

test('the promise of flips is that of the slopes of the log densities, by finite differences', async () => {
  const made = makeDigits();
  const bandwidth = 0.8;
  const small = await openKde(plainEngine, made, bandwidth);
  // Full of ink but for two pixels, so that its centre of mass is in the middle and it is read where it stands.
  const image = Float32Array.from({ length: PIXELS }, (_, at) => Number(at !== 30 && at !== 31));
  const digit = 3;
  const promise = await small.promiseOfFlips!(image, [digit]);
  const logs = async (of: Float32Array) => (await small.evidence(of)).digits;
  const before = await logs(image);
  const others = Array.from(before).map((value, other) => (other === digit ? -Infinity : value));
  const rival = others.indexOf(Math.max(...others));
  const step = 2 ** -8;
  for (const pixel of [30, 31, 32, 10 * rival, 10 * rival + 1, 500]) {
    const at = async (change: number) =>
      logs(image.map((value, i) => (i === pixel ? value + change : value)));
    const [up, down] = [await at(step), await at(-step)];
    const slope = (of: number) => (up[of]! - down[of]!) / (2 * step);
    const wanted = (1 - 2 * image[pixel]!) * (2 * slope(digit) - slope(rival));
    // The promise leaves out 1 / bandwidth^2. Distances are float32.
    expect(Math.abs(promise[pixel]! / bandwidth ** 2 - wanted), `pixel ${pixel}`).toBeLessThan(0.02);
  }
});
