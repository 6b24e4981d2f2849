import { beforeAll, describe, expect, test } from 'vitest';
import { UNCALIBRATED } from '../../../pipeline/judging/calibration.ts';
import { centreImages } from '../../../pipeline/judging/centring.ts';
import type { EvidenceModel } from '../../../pipeline/judging/evidenceModel.ts';
import { openJudge } from '../../../pipeline/judging/judge.ts';
import { splitHeldOut } from '../../../pipeline/judging/judgingData.ts';
import { findThinRows, openKde, widenStrokes } from '../../../pipeline/judging/kde/kde.ts';
import { openClassDensities, singleBandwidth } from '../../../pipeline/judging/kde/kernelDensity.ts';
import { bytesToUnit, PIXELS } from '../../../pipeline/math/images.ts';
import { dilate, erode } from '../../../pipeline/math/morphology.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { makeDigits, readDigits } from '../digits.ts';
import { plainEngine } from '../plainDistances.ts';

const { train } = splitHeldOut(readDigits('train', 0, 400));
/** What the fit chooses for these images (test/makeJudges/kdeFit.test.ts). */
const BANDWIDTH = Math.SQRT2;
const test100 = readDigits('t10k', 0, 100);
let model: EvidenceModel;
beforeAll(async () => {
  model = await openKde(plainEngine, train, BANDWIDTH);
});
const openMade = () => openJudge(model, { name: 'kde', calibration: UNCALIBRATED, typicality: null });

describe('the judge', () => {
  test('reads test digits far better than chance, with 360 references', async () => {
    const digits = Array.from(test100.labels);
    const readings = await openMade().read(bytesToUnit(test100.images));
    const misread = digits.filter((digit, row) => readings.record(row, digit).top !== digit).length;
    expect(misread).toBeLessThan(35);
  });

  test('finds full images more like noise than like a digit, blank ones nearly, and digits not', async () => {
    const stream = openStream(3, 'test/noise');
    const images = new Float32Array(4 * PIXELS);
    images.set(Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < 0.5)));
    images.fill(1, 2 * PIXELS, 3 * PIXELS);
    images.set(bytesToUnit(train.images.subarray(0, PIXELS)), 3 * PIXELS);
    const { none } = await model.evidence(images);
    expect(Array.from(none, (score) => score > 0)).toEqual([false, true, true, false]);
  });

  test('finds a reference itself likelier under its own digit than under another', async () => {
    const digit = train.labels[0]!;
    const { digits } = await model.evidence(bytesToUnit(train.images.subarray(0, PIXELS)));
    const own = digits[digit]!;
    expect(Array.from(digits).filter((log) => log > own)).toEqual([]);
    expect(digits[(digit + 5) % 10]!).toBeLessThan(own);
  });

  test('reads no image as no reading', async () => {
    expect((await openMade().read(new Float32Array(0))).probabilities).toEqual(new Float64Array(0));
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
      densities.ofAllDigits(centreImages(image), singleBandwidth(BANDWIDTH));
    const [asItIs, wider] = [await logs(thin), await logs(wide)];
    const { digits } = await model.evidence(thin);
    digits.forEach((value, digit) => {
      const larger = Math.max(asItIs[digit]!, wider[digit]!);
      const mean =
        larger + Math.log((Math.exp(asItIs[digit]! - larger) + Math.exp(wider[digit]! - larger)) / 2);
      expect(value).toBeCloseTo(mean, 6);
    });
    const bold = dilate(dilate(reference));
    expect(ink(bold)).toBeGreaterThan(usual);
    expect((await model.evidence(bold)).digits).toEqual(await logs(bold));
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

test('the predicted gains of flips are those of the gradients of the log densities, by finite differences', async () => {
  const made = makeDigits();
  const bandwidth = 0.8;
  const small = await openKde(plainEngine, made, bandwidth);
  // Full of ink but for two pixels, so that its centre of mass is in the middle and it is read where it stands.
  const image = Float32Array.from({ length: PIXELS }, (_, at) => Number(at !== 30 && at !== 31));
  const digit = 3;
  const gains = await small.predictFlipGains!(image, [digit]);
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
    // The gains leave out 1 / bandwidth^2. Distances are float32.
    expect(Math.abs(gains[pixel]! / bandwidth ** 2 - wanted), `pixel ${pixel}`).toBeLessThan(0.02);
  }
});
