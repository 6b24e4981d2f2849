import { describe, expect, test } from 'vitest';
import { CAVITIES, sumCavities } from '../../../pipeline/judging/shape/cavities.ts';
import { DIRECTIONS, sumContours } from '../../../pipeline/judging/shape/contours.ts';
import { describeShapes, estimateNoise, FEATURES } from '../../../pipeline/judging/shape/shapeFeatures.ts';
import { smooth } from '../../../pipeline/judging/shape/smoothing.ts';
import { Zones } from '../../../pipeline/judging/shape/zones.ts';
import { PIXELS, SIDE, transposeImages } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { BAR, BAY, draw, RING } from './drawings.ts';

const noise = (() => {
  const stream = openStream(0, 'test/shape');
  return Float32Array.from({ length: PIXELS }, () => drawUniform(stream));
})();

/** Sums over zones [zones, channels] by channel. */
function byChannel(sums: Float64Array, channels: number): number[] {
  return Array.from({ length: channels }, (_, channel) =>
    sums.reduce((sum, value, at) => sum + (at % channels === channel ? value : 0), 0),
  );
}

/** The image with rows and columns exchanged. */
function transpose(image: Float32Array): Float32Array {
  return Float32Array.from(transposeImages(Uint8Array.from(image)));
}

describe('smoothing', () => {
  test('is a convolution with binomial weights', () => {
    const dot = draw((x, y) => x === 10 && y === 12);
    const smoothed = smooth(dot, 2);
    const weights = [1, 4, 6, 4, 1];
    for (let at = 0; at < PIXELS; at++) {
      const [dx, dy] = [(at % SIDE) - 8, Math.floor(at / SIDE) - 10];
      expect(smoothed[at]).toBeCloseTo(((weights[dx] ?? 0) * (weights[dy] ?? 0)) / 256, 7);
    }
  });

  test('leaves a flat image as it is, to its edges', () => {
    const flat = new Float32Array(PIXELS).fill(0.75);
    expect(smooth(flat, 3)).toEqual(flat);
  });
});

describe('zones', () => {
  test('share out every value, and more to the nearer one', () => {
    const zones = new Zones(4, 5.5, 2);
    for (const pixel of [0, 27, 400, 783]) {
      const sums = new Float64Array(zones.length);
      zones.add(pixel, 3, 1, sums);
      expect(byChannel(sums, 2)[0]).toBe(0);
      expect(byChannel(sums, 2)[1]).toBeCloseTo(3, 12);
    }
    const sums = new Float64Array(zones.length);
    // Two of the zones along an axis stand at 13.5 - 2.75 and 13.5 + 2.75.
    zones.add(13 * SIDE + 11, 1, 0, sums);
    const [left, right] = [(1 * 4 + 1) * 2, (1 * 4 + 2) * 2].map((at) => sums[at]! + sums[at + 8]!);
    expect(left).toBeCloseTo(1 - 0.25 / 5.5, 12);
    expect(right).toBeCloseTo(0.25 / 5.5, 12);
  });
});

describe('contours', () => {
  const zones = new Zones(4, 5.5, DIRECTIONS);

  test('of an upright bar face left and right, those of a lying one up and down', () => {
    // Its ends face up and down: 16 pixels of sides, 4 of ends.
    const upright = byChannel(sumContours(BAR, 0, zones), DIRECTIONS);
    expect(upright[0]).toBeCloseTo(upright[4]!, 12);
    expect(upright[0]).toBeGreaterThan(3 * upright[2]!);
    const lying = byChannel(sumContours(transpose(BAR), 0, zones), DIRECTIONS);
    expect(lying[2]).toBeCloseTo(upright[0]!, 12);
    expect(lying[0]).toBeCloseTo(upright[2]!, 12);
  });

  test('of a slope have the length of its gradient, split between the two nearest directions', () => {
    const slope = (u: number, v: number) =>
      Float32Array.from({ length: PIXELS }, (_, at) => (u * (at % SIDE) + v * Math.floor(at / SIDE)) / 64);
    const inner = (SIDE - 2) * (SIDE - 2);
    const sums = (u: number, v: number) =>
      byChannel(sumContours(slope(u, v), 0, zones), DIRECTIONS).map((sum) => (64 * sum) / inner);
    const expectSums = (u: number, v: number, wanted: Readonly<Record<number, number>>) => {
      sums(u, v).forEach((sum, direction) => {
        expect(sum, `${u}, ${v}: ${direction}`).toBeCloseTo(wanted[direction] ?? 0, 4);
      });
    };
    expectSums(1, 0, { 0: 1 });
    expectSums(0, -1, { 6: 1 });
    expectSums(1, 1, { 1: Math.SQRT2 });
    expectSums(-2, 1, { 4: 1, 3: Math.SQRT2 });
    expectSums(-1, -3, { 6: 2, 5: Math.SQRT2 });
  });

  test('that noise alone would make are left out', () => {
    expect(byChannel(sumContours(BAR, 2, zones), DIRECTIONS)).toEqual(Array(DIRECTIONS).fill(0));
    const whole = byChannel(sumContours(BAR, 0, zones), DIRECTIONS);
    const less = byChannel(sumContours(BAR, 0.25, zones), DIRECTIONS);
    // Straight edges of black and white have a gradient of 1/2.
    expect(less[0]! / whole[0]!).toBeCloseTo(0.5, 1);
  });
});

describe('cavities', () => {
  const zones = new Zones(4, 5.5, CAVITIES);
  const cavitiesOf = (image: Float32Array) => byChannel(sumCavities(image, zones), CAVITIES);

  test('of a ring are its hole, pixel by pixel', () => {
    const [hole, ...bays] = cavitiesOf(RING);
    expect(hole).toBeCloseTo(8 * 8, 9);
    expect(bays).toEqual([0, 0, 0, 0]);
  });

  test('of a ring without a side are a bay that is open there', () => {
    const [hole, left, right, up, down] = cavitiesOf(BAY);
    expect(hole).toBe(0);
    expect(right).toBeGreaterThan(8 * 8 - 1);
    expect([left, up, down]).toEqual([0, 0, 0]);
    const [, , , turnedUp, turnedDown] = cavitiesOf(transpose(BAY));
    expect(turnedUp).toBe(0);
    expect(turnedDown).toBeCloseTo(right!, 9);
  });

  test('of a bar and of a blank image are none', () => {
    expect(cavitiesOf(BAR)).toEqual([0, 0, 0, 0, 0]);
    expect(cavitiesOf(new Float32Array(PIXELS))).toEqual([0, 0, 0, 0, 0]);
  });

  test('are those of the definition, at every pixel of grey noise', () => {
    const wanted = [0, 0, 0, 0, 0];
    for (let at = 0; at < PIXELS; at++) {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
      const most = (isThere: (otherX: number, otherY: number) => boolean) =>
        noise.reduce(
          (largest, value, other) =>
            isThere(other % SIDE, Math.floor(other / SIDE)) ? Math.max(largest, value) : largest,
          0,
        );
      const l = most((otherX, otherY) => otherY === y && otherX < x);
      const r = most((otherX, otherY) => otherY === y && otherX > x);
      const u = most((otherX, otherY) => otherX === x && otherY < y);
      const d = most((otherX, otherY) => otherX === x && otherY > y);
      const ground = 1 - noise[at]!;
      [
        l * r * u * d,
        (1 - l) * r * u * d,
        l * (1 - r) * u * d,
        l * r * (1 - u) * d,
        l * r * u * (1 - d),
      ].forEach((value, channel) => {
        wanted[channel]! += ground * value;
      });
    }
    cavitiesOf(noise).forEach((sum, channel) => {
      expect(sum).toBeCloseTo(wanted[channel]!, 6);
    });
  });
});

test('the noise of an image is its standard deviation, and nothing smooth has any', () => {
  // Uniform on [0, 1): variance 1/12.
  expect(estimateNoise(noise)).toBeCloseTo(Math.sqrt(1 / 12), 1);
  expect(estimateNoise(Float32Array.from({ length: PIXELS }, (_, at) => (at % SIDE) / SIDE))).toBeLessThan(
    1e-6,
  );
});

describe('the features', () => {
  const distance = (a: Float32Array, b: Float32Array) => {
    const [one, other] = [describeShapes(a), describeShapes(b)];
    return Math.sqrt(one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0));
  };

  test('of several images are those of each', () => {
    const both = new Float32Array(2 * PIXELS);
    both.set(BAR);
    both.set(RING, PIXELS);
    const features = describeShapes(both);
    expect(features.subarray(0, FEATURES)).toEqual(describeShapes(BAR));
    expect(features.subarray(FEATURES)).toEqual(describeShapes(RING));
  });

  test('are numbers for a blank and a full image', () => {
    expect(describeShapes(new Float32Array(PIXELS)).every(Number.isFinite)).toBe(true);
    expect(describeShapes(new Float32Array(PIXELS).fill(1)).every(Number.isFinite)).toBe(true);
  });

  test('change less by paler ink or by thicker strokes than by another shape', () => {
    const thick = draw((x, y) => {
      const away = Math.max(Math.abs(x - 13.5), Math.abs(y - 13.5));
      return away > 3 && away < 7;
    });
    const other = distance(RING, BAY);
    expect(
      distance(
        RING,
        RING.map((value) => 0.8 * value),
      ),
    ).toBeLessThan(other / 2);
    expect(distance(RING, thick)).toBeLessThan(other);
  });
});
