import { expect, test } from 'vitest';
import type { LayerShape } from '../../../pipeline/engine/convNet.ts';
import { openCnn } from '../../../pipeline/judging/cnn/cnn.ts';
import { ANSWERS } from '../../../pipeline/judging/cnn/targets.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { ENGINES } from '../../engine/engines.ts';

const LAYERS: readonly LayerShape[] = [{ kind: 'dense', inputs: PIXELS, outputs: ANSWERS }];
const CARD = { name: 'cnn', description: 'A made one.', testError: 0, testImages: 1, parameters: {} };

/** The first pixel speaks for a 3 and for "not a digit", twice as loudly. */
function makeParameters(): Float32Array {
  const parameters = new Float32Array(PIXELS * ANSWERS + ANSWERS);
  parameters[3] = 1;
  parameters[10] = 2;
  return parameters;
}

test.each(ENGINES)('on %s the judge reads with its temperature, image by image', async (_, engine) => {
  const judge = await openCnn(engine, { layers: LAYERS, parameters: makeParameters() }, 0.5, CARD);
  const images = new Float32Array(2 * PIXELS);
  images[PIXELS] = Math.log(2);
  const [blank, lit] = await judge.read(images, [3, 3]);
  // Blank: eleven equal answers. Lit: exp(2 ln 2) = 4 for the 3 and 16 for "not a digit" beside nine ones.
  expect(blank!.forcedChoice).toBeCloseTo(0.1, 6);
  expect(blank!.notDigit).toBeCloseTo(1 / 11, 6);
  expect(lit!.forcedChoice).toBeCloseTo(4 / 13, 6);
  expect(lit!.notDigit).toBeCloseTo(16 / 29, 6);
  expect(lit!.top).toBe(3);
  await expect(judge.read(images, [3])).rejects.toThrow('expected 1 images');
  await judge.dispose();
});
