import { describe, expect, test } from 'vitest';
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { openPlainModel } from '../../pipeline/engine/plain/plainModel.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { argmax } from '../../pipeline/math/rows.ts';
import { counterfeit, flipPixel, searchFrom } from '../../pipeline/playground/experiments.ts';
import { searchCoordinates } from '../../pipeline/search/coordinate.ts';
import { findFewestChanges, oppositeOf } from '../../pipeline/search/fewestChanges.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from '../judging/digits.ts';

const parameters = initialiseParameters({ hidden: 24, depth: 2, activation: 'relu' }, 5);
const plain = openPlainModel(parameters);
const image = bytesToUnit(readDigits('t10k', 0, 1).images);

describe('what a page does to an image is what the study does to it, to the bit', () => {
  test('a search', async () => {
    const model = await onnxEngine.loadModel(parameters);
    const task = { digit: 4, restart: 0, start: image };
    const [idea] = await searchCoordinates(model, [task], { passes: 'converged' });
    await model.dispose();

    const visits: number[] = [];
    const search = await searchFrom(plain, image, 4, async (now) => {
      visits.push(now.visits);
    });
    expect(search.held.image).toEqual(idea!.image);
    expect(search.visits).toBe(idea!.steps);
    expect(search.energy).toBeCloseTo(idea!.energy, 4);
    // It is looked at about once every two rows of pixels.
    expect(visits.length).toBeGreaterThan(search.visits / 130);
    expect(visits.length).toBeLessThan(search.visits / 55);
  });

  test('a counterfeit', async () => {
    const { logits } = plain;
    const read = argmax(await logits(image));
    const target = (read + 3) % 10;
    const model = await onnxEngine.loadModel(parameters);
    const task = { image, offered: oppositeOf(image), target };
    const [changed] = await findFewestChanges(model, [task], { budget: 100 });
    await model.dispose();

    const found = await counterfeit(plain, image, target, async () => undefined);
    expect(found.pixels).toEqual(changed!.pixels);
    expect(found.isReached).toBe(true);
    expect(argmax(await logits(found.image))).toBe(target);
  });
});

test('a search ends where what looks at it throws', async () => {
  let looks = 0;
  const stop = searchFrom(plain, image, 4, async () => {
    looks++;
    if (looks === 3) throw new Error('enough');
  });
  await expect(stop).rejects.toThrow('enough');
  expect(looks).toBe(3);
});

test('a flip takes a pixel to the far end and leaves the image that it is given', () => {
  const grey = new Float32Array(PIXELS).fill(0.4);
  expect(flipPixel(grey, 5)[5]).toBe(1);
  expect(flipPixel(flipPixel(grey, 5), 5)[5]).toBe(0);
  expect(grey[5]).toBe(Math.fround(0.4));
});
