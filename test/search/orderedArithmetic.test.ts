import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { computePreActivation, movePreActivation } from '../../pipeline/search/firstLayer.ts';
import { computeOrderedLogits, isNearTie } from '../../pipeline/search/orderedArithmetic.ts';
import { ACTIVATION_NAMES } from '../../pipeline/study/axes.ts';
import { arrayOf, drawModel } from '../engine/drawn.ts';
import { definePlainEnergy } from './plainSearch.ts';
import { drawImageOf } from './tasks.ts';
import { buildZeroModel } from './tiedModels.ts';

/** The smallest gap that float32 cannot hold next to this number: 2^24 + 1 rounds to 2^24. */
const BIG = 2 ** 24;

/** A model of zeros of two hidden units; w1 has these rows at pixels 10, 20 and 30. */
function buildModel(rows: readonly (readonly [number, number])[]) {
  const model = buildZeroModel(2);
  for (const [k, row] of rows.entries()) arrayOf(model, 'w1').set(row, (k + 1) * 10 * 2);
  return model;
}

/** Networks of every depth and activation. */
const arbitraryShape = fc.record({
  hidden: fc.integer({ min: 1, max: 20 }),
  depth: fc.integer({ min: 1, max: 4 }),
  activation: fc.constantFrom(...ACTIVATION_NAMES),
});

/** An image with pixels 10, 20 and 30 at 1. */
const image = new Float32Array(PIXELS).with(10, 1).with(20, 1).with(30, 1);

describe('the ordered logit', () => {
  test('of a small model is computed by hand, in float32 and in the order of the index', () => {
    // Unit 0: 2^24 + 1 -> 2^24; - 2^24 = 0; + 0.5. Unit 1: -2^24 + 2^24 = 0; + 1; + 0.25.
    const model = buildModel([
      [BIG, -BIG],
      [1, BIG],
      [-BIG, 1],
    ]);
    arrayOf(model, 'b1').set([0.5, 0.25]);
    // Unit 0: 2 * 0.5 - 1.25 = -0.25, which ReLU makes 0. Unit 1: 4 * 0.5 + 2 * 1.25 - 1.5 = 3.
    arrayOf(model, 'w2').set([2, 4, -1, 2]);
    arrayOf(model, 'b2').set([0, -1.5]);
    arrayOf(model, 'w3').set([100, 2], 4); // digits 4 and 5 of unit 0
    arrayOf(model, 'w3').set([2, -7], 10 + 4); // and of unit 1
    arrayOf(model, 'b3').set([-1, 1], 4);
    expect(computeOrderedLogits(model, image)[4]).toBe(2 * 3 - 1);
    expect(computeOrderedLogits(model, image)[5]).toBe(-7 * 3 + 1);
    expect(computeOrderedLogits(model, image)[6]).toBe(0);
  });

  test('adds the bias last', () => {
    const model = buildModel([]);
    arrayOf(model, 'b2').set([1, 1]);
    arrayOf(model, 'w3').set([1], 0);
    arrayOf(model, 'w3').set([1], 10);
    arrayOf(model, 'b3').set([BIG], 0);
    // Bias first, each 1 would be lost.
    expect(computeOrderedLogits(model, image)[0]).toBe(BIG + 2);
  });

  test('rounds a product before it is added', () => {
    const factor = 1 + 2 ** -12; // its square is 1 + 2^-11 + 2^-24, which rounds to 1 + 2^-11
    const model = buildModel([]);
    arrayOf(model, 'b2').set([1 + 2 ** -11, factor]);
    arrayOf(model, 'w3').set([-1], 0);
    arrayOf(model, 'w3').set([factor], 10);
    expect(computeOrderedLogits(model, image)[0]).toBe(0);
  });

  test('is that of the plain forward pass, to the bit', () => {
    fc.assert(
      fc.property(arbitraryShape, fc.nat(1000), fc.nat(9), (shape, seed, digit) => {
        const model = drawModel(shape, seed);
        const grey = drawImageOf([0, 0.1, 0.5, 0.7, 1], seed);
        expect(computeOrderedLogits(model, grey)[digit]).toBe(definePlainEnergy(model, digit)(grey));
      }),
      { seed: 1, numRuns: 80 },
    );
  });
});

test.each([
  [0, 0, true],
  [7, 7, true],
  [0, 3.9e-6, true],
  [0, 4.1e-6, false],
  [1, 1 + 7.9e-6, true],
  [1, 1 - 7.9e-6, true],
  [1, 1 + 8.1e-6, false],
  [-99, -99 - 3.9e-4, true],
  [-99, -99 + 4.1e-4, false],
  [-1, 1, false],
  [Number.NaN, 1, false],
])('energies %d and %d are a near tie: %s', (a, b, isTie) => {
  expect(isNearTie(a, b)).toBe(isTie);
});

describe('the pre-activation', () => {
  test('of the hand-computed rows is exact in double precision', () => {
    const model = buildModel([
      [BIG, 0.5],
      [1, 0.25],
      [-BIG, 2],
    ]);
    arrayOf(model, 'b1').set([0.125, -1]);
    expect([...computePreActivation(model, image)]).toEqual([1.125, 1.75]);
  });

  test('moved by a change is that of the changed image, and can be moved back', () => {
    const model = drawModel(6, 2);
    const grey = drawImageOf([0, 0.5, 1], 2).with(50, 0.25);
    const z = computePreActivation(model, grey);
    const before = z.slice();
    movePreActivation(model, z, 50, 0.75);
    const oracle = computePreActivation(model, grey.with(50, 1));
    for (const [j, value] of z.entries()) expect(value).toBeCloseTo(oracle[j]!, 12);
    movePreActivation(model, z, 50, -0.75);
    for (const [j, value] of z.entries()) expect(value).toBeCloseTo(before[j]!, 12);
    expect(oracle).not.toEqual(before);
  });
});
