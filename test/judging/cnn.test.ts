import { expect, test } from 'vitest';
import type { LayerShape } from '../../pipeline/engine/convNet.ts';
import { ANSWERS } from '../../pipeline/judging/answers.ts';
import { UNCALIBRATED } from '../../pipeline/judging/calibration.ts';
import { openCnn } from '../../pipeline/judging/cnn.ts';
import { openJudge } from '../../pipeline/judging/judge.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { ENGINES } from '../engine/engines.ts';

const LAYERS: readonly LayerShape[] = [{ kind: 'dense', inputs: PIXELS, outputs: ANSWERS }];

/** The first pixel speaks for a 3 and for "not a digit", twice as loudly. */
function makeParameters(): Float32Array {
  const parameters = new Float32Array(PIXELS * ANSWERS + ANSWERS);
  parameters[3] = 1;
  parameters[10] = 2;
  return parameters;
}

test.each(ENGINES)('on %s, uncalibrated, the judge reads a softmax of its logits', async (_, engine) => {
  const model = await openCnn(engine, { layers: LAYERS, parameters: makeParameters() });
  const judge = openJudge(model, { name: 'cnn', calibration: UNCALIBRATED, typicality: null });
  const images = new Float32Array(2 * PIXELS);
  images[PIXELS] = Math.log(2);
  const readings = await judge.read(images);
  const [blank, lit] = [readings.record(0, 3), readings.record(1, 3)];
  // Blank: eleven equal answers. Lit: 2 for the 3 and 4 for "not a digit" beside nine ones.
  expect(blank.forcedChoice).toBeCloseTo(0.1, 6);
  expect(blank.notDigit).toBeCloseTo(1 / 11, 6);
  expect(lit.forcedChoice).toBeCloseTo(2 / 11, 6);
  expect(lit.notDigit).toBeCloseTo(4 / 15, 6);
  expect(lit).toMatchObject({ top: 3, typicality: null });
  expect(readings.probabilities).toEqual(await judge.probabilities(images));
  await judge.dispose();
});
