import { describe, expect, test } from 'vitest';
import { openShape } from '../../pipeline/judging/shape/shape.ts';
import { findClusters } from '../../pipeline/makeJudges/clusters.ts';
import { findPrincipalAxes } from '../../pipeline/makeJudges/principalAxes.ts';
import { fitShape } from '../../pipeline/makeJudges/shapeFit.ts';
import { fitTMixture, invertRoot, poolScatter } from '../../pipeline/makeJudges/tMixtureFit.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { argmax, rowOf } from '../../pipeline/math/rows.ts';
import { drawUniform, fillNormal, openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

const stream = (name: string) => openStream(0, `test/shapeFit/${name}`);

test('principal axes are orthonormal and follow the directions that points were spread along', () => {
  // Along (3, 4) / 5 with deviation 4, along (-4, 3) / 5 with deviation 1, about (10, -2); a third coordinate is still.
  const normal = fillNormal(stream('axes'), 1, new Float32Array(4000));
  const points = new Float64Array(6000);
  for (let row = 0; row < 2000; row++) {
    const [a, b] = [4 * normal[2 * row]!, normal[2 * row + 1]!];
    points.set([10 + 0.6 * a - 0.8 * b, -2 + 0.8 * a + 0.6 * b, 5], 3 * row);
  }
  const { mean, axes } = findPrincipalAxes(points, 3, 2, stream('start'));
  [10, -2, 5].forEach((value, i) => {
    expect(Math.abs(mean[i]! - value)).toBeLessThan(0.3);
  });
  const along = (axis: number, x: number, y: number) =>
    Math.abs(axes[3 * axis]! * x + axes[3 * axis + 1]! * y);
  expect(along(0, 0.6, 0.8)).toBeGreaterThan(0.999);
  expect(along(1, -0.8, 0.6)).toBeGreaterThan(0.999);
  expect(axes[0]! * axes[3]! + axes[1]! * axes[4]! + axes[2]! * axes[5]!).toBeCloseTo(0, 12);
});

test('clusters are the heaps that points lie in', () => {
  const draw = stream('heaps');
  const points = Float64Array.from({ length: 600 }, (_, at) => (at % 4 < 2 ? 0 : 10) + drawUniform(draw));
  const clusters = findClusters(points, 2, 2, stream('clusters'));
  expect(clusters.map(({ length }) => length)).toEqual([300, 300]);
  const low = clusters.map((cluster) => Math.min(...cluster)).sort((a, b) => a - b);
  expect(low[0]).toBeLessThan(1);
  expect(low[1]).toBeGreaterThanOrEqual(10);
  expect(() => findClusters(points.subarray(0, 2), 2, 2, stream('few'))).toThrow('at least 2 points, got 1');
});

test('the inverted root of a covariance turns it into the identity', () => {
  const covariance = Float64Array.of(4, 2, 1, 2, 3, 0.5, 1, 0.5, 2);
  const { factor, logDeterminant } = invertRoot(covariance, 3);
  const rows = [
    [factor[0]!, 0, 0],
    [factor[1]!, factor[2]!, 0],
    [factor[3]!, factor[4]!, factor[5]!],
  ];
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, x, i) => sum + b.reduce((inner, y, j) => inner + x * covariance[3 * i + j]! * y, 0), 0);
  rows.forEach((a, i) => {
    rows.forEach((b, j) => {
      expect(product(a, b)).toBeCloseTo(Number(i === j), 12);
    });
  });
  // The determinant of the covariance, by hand, is 14.
  expect(logDeterminant).toBeCloseTo(-Math.log(14) / 2, 12);
});

describe('the densities', () => {
  const cluster = Float64Array.of(0, 0, 2, 0, 0, 4, 2, 4);

  test("have a cluster's mean, and a covariance that few points hardly move from the common one", () => {
    const common = { points: 1000, covariance: Float64Array.of(2, 0, 0, 8) };
    const { means, factors, offsets } = fitTMixture([cluster], common, 8);
    expect([...means]).toEqual([1, 2]);
    // Of its own, the cluster has variances 1 and 4.
    const variances = [(4 * 1 + 300 * 2) / 304, (4 * 4 + 300 * 8) / 304];
    expect(factors[0]).toBeCloseTo(1 / Math.sqrt(variances[0]!), 4);
    expect(factors[2]).toBeCloseTo(1 / Math.sqrt(variances[1]!), 4);
    expect(offsets[0]).toBeCloseTo(Math.log(0.5) - Math.log(variances[0]! * variances[1]!) / 2, 4);
  });

  test("share the scatter of points about their own clusters' means", () => {
    const far = cluster.map((value) => value + 100);
    const { points, covariance } = poolScatter([cluster, far, new Float64Array(0)], 2);
    expect(points).toBe(8);
    expect([...covariance]).toEqual([1, 0, 0, 4]);
  });
});

test('a small fit reads digits that it has not seen', async () => {
  const learning = { digits: readDigits('train', 0, 2000), untrainedIdeas: new Float32Array(PIXELS) };
  const model = await fitShape({ learning, sizes: { shapeImages: 700 } });
  const unseen = readDigits('train', 2000, 100);
  const { digits } = (await openShape(model).evidence(bytesToUnit(unseen.images))).little;
  const right = unseen.labels.filter((label, row) => argmax(rowOf(digits, row, CLASSES)) === label);
  expect(right.length).toBeGreaterThan(50);
});
