import { expect, test } from 'vitest';
import { logDensity, triangleOf } from '../../../pipeline/judging/shape/heavyTails.ts';

const FREEDOM = 20;

/** Two components in two dimensions; the triangles are exact in float32. */
const mixture = {
  offsets: Float32Array.of(-0.5, -1.25),
  means: Float32Array.of(0, 0, 3, -1),
  factors: Float32Array.of(1, 0.5, 2, 0.25, -1, 1.5),
};

test('a triangle of D rows has D (D + 1) / 2 numbers', () => {
  expect([0, 1, 2, 64].map(triangleOf)).toEqual([0, 1, 3, 2080]);
});

test('the density is that of the formula, component by component', () => {
  const [x, y] = [0.7, -0.4];
  const term = (offset: number, squared: number) =>
    Math.exp(offset) * (1 + squared / FREEDOM) ** (-(FREEDOM + 2) / 2);
  const first = term(-0.5, x ** 2 + (0.5 * x + 2 * y) ** 2);
  const [dx, dy] = [x - 3, y + 1];
  const second = term(-1.25, (0.25 * dx) ** 2 + (-dx + 1.5 * dy) ** 2);
  expect(logDensity(mixture, Float64Array.of(x, y))).toBeCloseTo(Math.log(first + second), 10);
});
