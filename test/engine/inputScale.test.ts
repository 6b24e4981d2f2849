import { expect, test } from 'vitest';
import { foldGivenScale, foldInputScale } from '../../pipeline/engine/foldScale.ts';
import { AS_IS, type InputScale } from '../../pipeline/engine/inputScale.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { errorLine } from '../store/errorLine.ts';
import { arrayOf, drawImages, drawModel, withArrays } from './drawn.ts';
import { computePlainLogits, toPlain } from './plainMlp.ts';

const NORMALISED = { ...AS_IS, mean: 0.1307, std: 0.3081 };

/** What the model sees of a pixel, step by step as the scale's own words have it. */
function prepare(x: number, { isInverted, low, high, mean, std }: InputScale): number {
  const inverted = isInverted ? 1 - x : x;
  const ranged = low + (high - low) * inverted;
  return (ranged - mean) / std;
}

test.each<[string, InputScale]>([
  ['normalised images', NORMALISED],
  ['0..255', { ...AS_IS, high: 255 }],
  ['-1..1', { ...AS_IS, low: -1 }],
  ['inverted images', { ...AS_IS, isInverted: true }],
  ['inverted and normalised images', { ...NORMALISED, isInverted: true }],
  ['all at once', { isInverted: true, low: -3, high: 5, mean: 0.5, std: 2.5 }],
])('a model for %s, folded, gives for images in 0..1 what it gives for those', (_, scale) => {
  const model = drawModel({ hidden: 7, depth: 3, activation: 'tanh' }, 5);
  const images = bytesToUnit(drawImages(6, 3).images);
  const wanted = computePlainLogits(
    toPlain(model),
    Float64Array.from(images, (x) => prepare(x, scale)),
  );
  const got = computePlainLogits(toPlain(foldInputScale(model, scale)), images);
  const size = Math.max(...wanted.map(Math.abs));
  got.forEach((logit, at) => {
    expect(Math.abs(logit - wanted[at]!) / size).toBeLessThan(2e-5);
  });
});

test('every number is computed in double precision and rounded once, and later layers stay', () => {
  const model = drawModel(3, 2);
  const folded = foldInputScale(model, NORMALISED);
  const [weights, biases] = [arrayOf(model, 'w1'), arrayOf(model, 'b1')];
  expect(arrayOf(folded, 'w1')).toEqual(weights.map((weight) => Math.fround((1 / 0.3081) * weight)));
  for (const unit of [0, 1, 2]) {
    let sum = 0;
    for (let pixel = 0; pixel < PIXELS; pixel++) sum += weights[3 * pixel + unit]!;
    expect(arrayOf(folded, 'b1')[unit]).toBe(Math.fround(biases[unit]! + (-0.1307 / 0.3081) * sum));
  }
  for (const name of ['w2', 'b2', 'w3', 'b3'] as const) {
    expect(arrayOf(folded, name)).toBe(arrayOf(model, name));
  }
});

test('the scale of our own images changes nothing', () => {
  const model = drawModel(3, 2);
  expect(foldInputScale(model, AS_IS)).toBe(model);
  expect(foldInputScale(model, { ...AS_IS, high: 2, std: 2 })).toBe(model);
});

test('a scale that float32 cannot hold is refused', async () => {
  const model = drawModel(3, 2);
  const large = withArrays(model, { w1: arrayOf(model, 'w1').with(0, 3e38) });
  expect(foldGivenScale(large, AS_IS, 'm.dat')).toBe(large);
  expect(await errorLine(() => foldGivenScale(large, { ...AS_IS, high: 255 }, 'm.dat'))).toBe(
    'm.dat: expected a scale that leaves finite weights, got infinite ones; check --range and --std',
  );
});
