import { expect, test } from 'vitest';
import { slopeWeights } from '../../pipeline/statistics/slopeWeights.ts';

const weigh = (weights: readonly number[] | null, y: readonly number[]) =>
  weights!.reduce((sum, weight, at) => sum + weight * y[at]!, 0);

test('of a plane they give its slopes, also where the points form no grid', () => {
  const [a, b] = [
    [0, 1, 2, 0, 5, 3],
    [4, 4, 9, 1, 2, 2],
  ];
  const y = a!.map((x, at) => 7 + 2 * x - 3 * b![at]!);
  expect(weigh(slopeWeights(a!, [b!]), y)).toBeCloseTo(2, 10);
  expect(weigh(slopeWeights(b!, [a!]), y)).toBeCloseTo(-3, 10);
  // A third that says the same as the second changes nothing.
  expect(weigh(slopeWeights(a!, [b!, b!.map((x) => 2 * x + 1)]), y)).toBeCloseTo(2, 10);
});

test('of points off a line they give the slope of least squares', () => {
  // Sum (x - 1)(y - 2) / sum (x - 1)^2 = (1 x 1 + 0 + 1 x 2) / 2.
  expect(weigh(slopeWeights([0, 1, 2], []), [1, 1, 4])).toBeCloseTo(1.5, 12);
});

test('there are none where x is constant, or follows from the others', () => {
  expect(slopeWeights([7, 7, 7], [])).toBeNull();
  expect(slopeWeights([6.64, 9.97, 13.29], [[1, 1 + 3.33, 1 + 6.65]])).toBeNull();
  expect(slopeWeights([3], [])).toBeNull();
});
