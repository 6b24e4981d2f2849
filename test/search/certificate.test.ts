import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { certify } from '../../pipeline/search/certificate.ts';
import { arrayOf, drawModel, withArrays } from '../engine/drawn.ts';
import { definePlainEnergy, findRaisingFlips, flipPixel } from './plainSearch.ts';
import { drawImageOf, startAsArticle } from './tasks.ts';
import { buildZeroModel, drawCoarseModel, duplicatePixels } from './tiedModels.ts';
import { search, withModel } from './withModel.ts';

const certifyOn = (parameters: MlpParameters, image: Float32Array, digit: number) =>
  withModel(parameters, (model) => certify(model, image, digit));

/** The images of a search for `digit` that has converged. */
async function findOptimum(parameters: MlpParameters, digit: number): Promise<Float32Array> {
  const [idea] = await search(parameters, startAsArticle([digit]), 'converged');
  return idea!.image;
}

describe.each([
  ['drawn weights', drawModel(8, 41), 2],
  ['coarse weights, where neighbours tie', drawCoarseModel(8, 1 / 8, 42), 5],
  ['coarse weights, where rounding tells neighbours apart', drawCoarseModel(8, 0.1, 43), 5],
  ['one hidden layer with tanh', drawModel({ hidden: 8, depth: 1, activation: 'tanh' }, 44), 3],
  ['three hidden layers with gelu', drawModel({ hidden: 8, depth: 3, activation: 'gelu' }, 45), 6],
  ['four coarse layers with tanh', drawCoarseModel(8, 1 / 8, 46, { depth: 4, activation: 'tanh' }), 1],
])('on a model of %s', (_, parameters, digit) => {
  const energyOf = definePlainEnergy(parameters, digit);

  test('an image that no flip improves is certified after a look at every neighbour', async () => {
    const image = await findOptimum(parameters, digit);
    expect(findRaisingFlips(energyOf, image)).toEqual([]);
    expect(await certifyOn(parameters, image, digit)).toEqual({
      energy: energyOf(image),
      evaluations: 1 + PIXELS,
      isLocalOptimum: true,
    });
  });

  test('drawn images get the verdict of brute force', async () => {
    for (const seed of [0, 1, 2, 3]) {
      const image = drawImageOf([0, 1], seed);
      const { isLocalOptimum, energy } = await certifyOn(parameters, image, digit);
      expect(isLocalOptimum).toBe(findRaisingFlips(energyOf, image).length === 0);
      expect(energy).toBe(energyOf(image));
    }
  });

  test('a neighbour of an optimum is certified only where it is as good', async () => {
    const image = await findOptimum(parameters, digit);
    for (const pixel of [0, 111, 112, 400, 783]) {
      const neighbour = flipPixel(image, pixel);
      const { isLocalOptimum } = await certifyOn(parameters, neighbour, digit);
      expect(isLocalOptimum).toBe(findRaisingFlips(energyOf, neighbour).length === 0);
    }
  });
});

test.each([0, 111, 112, 783])('one flip that raises the energy is found at pixel %d', async (pixel) => {
  // Always on, and only this pixel matters: digit 4 wants it at 1, digit 5 at 0.
  const zero = buildZeroModel(1);
  const parameters = withArrays(zero, {
    w1: arrayOf(zero, 'w1').with(pixel, 1),
    b1: Float32Array.of(1),
    w2: Float32Array.of(1),
    w3: arrayOf(zero, 'w3').with(4, 1).with(5, -1),
  });
  const [off, on] = [new Float32Array(PIXELS), new Float32Array(PIXELS).with(pixel, 1)];
  expect(await certifyOn(parameters, off, 4)).toMatchObject({ energy: 1, isLocalOptimum: false });
  expect(await certifyOn(parameters, on, 4)).toMatchObject({ energy: 2, isLocalOptimum: true });
  expect(await certifyOn(parameters, off, 5)).toMatchObject({ energy: -1, isLocalOptimum: true });
  expect(await certifyOn(parameters, on, 5)).toMatchObject({ energy: -2, isLocalOptimum: false });
});

test('a neighbour that differs only in how the runtime rounds is no better', async () => {
  // Flips of pixels without weight leave the energy as it is, while the matrix product rounds it otherwise.
  const ideas = await search(duplicatePixels(drawModel(32, 44)), startAsArticle(DIGITS), 'converged');
  expect(ideas.map((idea) => idea.certified)).toEqual(DIGITS.map(() => true));
});

test('a plateau is a local optimum everywhere', async () => {
  const verdict = await certifyOn(buildZeroModel(2), drawImageOf([0, 1], 1), 0);
  expect(verdict).toEqual({ energy: 0, evaluations: 785, isLocalOptimum: true });
});

test('the image is left as it was', async () => {
  const image = drawImageOf([0, 1], 2);
  await certifyOn(drawCoarseModel(4, 1 / 8, 1), image, 0);
  expect(image).toEqual(drawImageOf([0, 1], 2));
});
