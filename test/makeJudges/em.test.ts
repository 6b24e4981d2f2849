import { describe, expect, test } from 'vitest';
import { listInk } from '../../pipeline/judging/mixture/bernoulliMixture.ts';
import { fitMixture, meanLogLikelihood } from '../../pipeline/makeJudges/em.ts';
import { LogJoint } from '../../pipeline/makeJudges/logJoint.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

const INK = [0.9, 0.1];

/** Images of two kinds: ink in nine of ten pixels on the left half and one of ten on the right, or the reverse. */
function drawTwoKinds(count: number): Float32Array {
  const stream = openStream(0, 'two kinds');
  return Float32Array.from({ length: count * PIXELS }, (_, at) => {
    const isLeft = at % 28 < 14;
    const kind = Math.floor(at / PIXELS) % 3 === 0 ? 1 : 0;
    return Number(drawUniform(stream) < INK[isLeft ? kind : 1 - kind]!);
  });
}
const images = listInk(drawTwoKinds(90));

describe('the fit', async () => {
  const { mixture, trace } = await fitMixture(images, 2, openStream(0, 'start'));

  test('finds the two kinds, how often each is, and where each has its ink', () => {
    const weights = Array.from(mixture.logWeights, Math.exp);
    const rarer = weights[0]! < weights[1]! ? 0 : 1;
    expect(weights[rarer]).toBeCloseTo(1 / 3, 2);
    const inkOf = (kind: number, isLeft: boolean) => {
      const own = mixture.ink.slice(kind * PIXELS, (kind + 1) * PIXELS);
      const half = own.filter((_, pixel) => pixel % 28 < 14 === isLeft);
      return half.reduce((a, b) => a + b, 0) / half.length;
    };
    expect(inkOf(rarer, true)).toBeCloseTo(0.1, 1);
    expect(inkOf(rarer, false)).toBeCloseTo(0.9, 1);
    expect(inkOf(1 - rarer, true)).toBeCloseTo(0.9, 1);
  });

  test('never gets less likely, and ends where it gains nothing', () => {
    trace.slice(1).forEach((log, k) => {
      expect(log).toBeGreaterThanOrEqual(trace[k]! - 1e-6);
    });
    expect(trace.length).toBeLessThan(60);
    expect(meanLogLikelihood(images, mixture)).toBeGreaterThan(trace[0]!);
  });

  test('is the same again, and another for another stream', async () => {
    expect((await fitMixture(images, 2, openStream(0, 'start'))).mixture).toEqual(mixture);
    expect((await fitMixture(images, 2, openStream(0, 'other'))).trace[0]).not.toBe(trace[0]);
  });

  test('refuses fewer images than components', async () => {
    const attempt = fitMixture(images.slice(0, 1), 2, openStream(0, 's'));
    await expect(attempt).rejects.toThrow('at least 2 images, got 1');
  });
});

test('the log joint density is a product over pixels', () => {
  const ink = Float64Array.from({ length: 2 * PIXELS }, (_, at) => (at < PIXELS ? 0.25 : 0.5));
  const joint = new LogJoint({ logWeights: Float64Array.of(Math.log(0.2), Math.log(0.8)), ink });
  const logs = joint.of(Uint16Array.of(3, 700), new Float64Array(2));
  expect(logs[0]).toBeCloseTo(Math.log(0.2) + 2 * Math.log(0.25) + 782 * Math.log(0.75), 8);
  expect(logs[1]).toBeCloseTo(Math.log(0.8) + 784 * Math.log(0.5), 8);
});

test.each([0, 1, 3, 4, 5, 7, 8, 783])(
  'the log joint density of %d ink pixels is the sum in their order, bit for bit',
  (count) => {
    const stream = openStream(count, 'test/ink');
    const mixture = {
      logWeights: Float64Array.from({ length: 3 }, () => -drawUniform(stream)),
      ink: Float64Array.from({ length: 3 * PIXELS }, () => 0.01 + 0.98 * drawUniform(stream)),
    };
    const joint = new LogJoint(mixture);
    const pixels = Uint16Array.from({ length: count }, (_, at) => 783 - at);
    const none = joint.of(Uint16Array.of(), new Float64Array(3));
    const oddsOf = (k: number, pixel: number) => {
      const p = mixture.ink[k * PIXELS + pixel]!;
      return Math.log(p) - Math.log(1 - p);
    };
    const plain = none.map((base, k) => pixels.reduce((sum, pixel) => sum + oddsOf(k, pixel), base));
    expect(joint.of(pixels, new Float64Array(3))).toEqual(plain);
  },
);

test('ink is what is at least one half', () => {
  const image = new Float32Array(PIXELS);
  image.set([0.5, 0.49, 1], 10);
  expect(listInk(image)).toEqual([Uint16Array.of(10, 12)]);
});
