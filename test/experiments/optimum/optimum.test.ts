/** Provably best images beside ideas, on models whose best image is known. */
import { expect, test } from 'vitest';
import { buildParameters } from '../../../pipeline/engine/parameters.ts';
import { openKeptImage } from '../../../pipeline/experiments/keptImages.ts';
import { findOptima } from '../../../pipeline/experiments/optimum/optimum.ts';
import type { ModelOptimum } from '../../../pipeline/experiments/optimum/optimumRecord.ts';
import { OPTIMUM_SCORING } from '../../../pipeline/experiments/optimum/optimumScores.ts';
import { describeOptimum, reportOptimum } from '../../../pipeline/experiments/optimum/optimumSection.ts';
import { CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { CONSTANT_SHAPE, makeStudy } from '../../report/fixture.ts';
import { withModel } from '../../search/withModel.ts';

/**
 * One hidden unit that is open for the best image: the logit of 4 is its value, that of 5 minus its value, so that the best
 * image of 4 has ink exactly where the weight is positive, and that of 5 has a closed unit.
 */
const WEIGHTS = (() => {
  const stream = openStream(0, 'test/optimum/experiment');
  return Float32Array.from({ length: PIXELS }, () => drawUniform(stream) - 0.5);
})();
const MODEL = buildParameters({ hidden: 1, depth: 1, activation: 'relu' }, (name, length) => {
  if (name === 'w1') return WEIGHTS;
  const out = new Float32Array(length);
  if (name === 'w2') out.set([1, -1], 4);
  return out;
});
const BEST = WEIGHTS.map((weight) => Number(weight > 0));
const LARGEST = WEIGHTS.reduce((sum, weight) => sum + Math.max(0, weight), 0);

/** Ideas of 4 and 5 without ink. */
const IDEAS = [4, 5].map((digit) => ({ digit, image: new Float32Array(PIXELS) }));

test('the best image is found and proved, with its logit by the engine and its files', async () => {
  const { record, files } = await withModel(MODEL, (model) => findOptima(model, IDEAS, 200));
  const [four, five] = record.digits;
  expect(four).toMatchObject({ digit: 4, isProved: true, idea: { logit: 0 } });
  expect(openKeptImage(four!.best.image)).toEqual(BEST);
  expect(four!.best.logit).toBeCloseTo(LARGEST, 4);
  expect(four!.bound).toBeGreaterThanOrEqual(four!.best.logit);
  expect(four!.changed).toBe(BEST.reduce((sum, value) => sum + value, 0));
  // Nothing is above 0 where the unit can only lower the logit.
  expect(five).toMatchObject({ digit: 5, isProved: true, best: { logit: 0 }, changed: 0 });
  expect(Object.keys(files!)).toEqual(['best_4.vf', 'best_4.png', 'best_5.vf', 'best_5.png']);
});

test('a digit whose ideas are grey is left out, and a report without any digit says so', async () => {
  const grey = [{ digit: 4, image: new Float32Array(PIXELS).fill(0.5) }];
  const { record } = await withModel(MODEL, (model) => findOptima(model, grey, 200));
  expect(record.digits).toEqual([]);
  const { model } = makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }).models[0]!;
  const part = reportOptimum([{ model, record, scores: { digits: [] } }]);
  expect(part.finding).toContain('No model has a black-and-white idea');
  expect(String(part.render([]))).not.toContain('NaN');
});

test('a model whose logits are others than those of its parameters is refused', async () => {
  await withModel(MODEL, async (model) => {
    const other = { ...model, parameters: MODEL, logits: async () => new Float32Array(2 * CLASSES).fill(1) };
    await expect(findOptima(other, IDEAS, 200)).rejects.toThrow(/engine's logit of 4/);
  });
});

test('judges are shown both images without the pixels that no training image inks, and the report tells it', async () => {
  const { record } = await withModel(MODEL, (model) => findOptima(model, IDEAS, 200));
  const train = { images: new Uint8Array(PIXELS).fill(255, 0, PIXELS / 2), labels: Uint8Array.of(0) };
  // P of every digit is the share of inked pixels.
  const panel = {
    probabilities: (images: Float32Array) =>
      Promise.resolve(
        Float64Array.from({ length: (11 * images.length) / PIXELS }, (_, at) => {
          const image = images.subarray(Math.floor(at / 11) * PIXELS).subarray(0, PIXELS);
          return image.reduce((sum, value) => sum + value, 0) / PIXELS;
        }),
      ),
  };
  const nothing = { bytes: new Uint8Array(), path: 'made' };
  const scores = await OPTIMUM_SCORING.score(panel, record, nothing, { train, test: train });
  const upper = BEST.subarray(0, PIXELS / 2).reduce((sum, value) => sum + value, 0) / PIXELS;
  expect(scores.digits).toEqual([
    { idea: 0, best: upper },
    { idea: 0, best: 0 },
  ]);

  const { model } = makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }).models[0]!;
  const found: ModelOptimum = { model, record, scores };
  expect(describeOptimum([found])).toContain('proved for 2; 1 of these are the model’s idea');
  expect(describeOptimum([found])).toContain('1 better, 0 worse');
  const { table, csv, render } = reportOptimum([found]);
  expect(table!.rows.map((row) => row[0])).toEqual([`${model.name}: 4`, `${model.name}: 5`]);
  expect(csv.optimum!.rows).toHaveLength(2);
  expect(String(render([]))).not.toMatch(/NaN|undefined/);
  expect(describeOptimum([{ ...found, scores: null }])).not.toContain('judges');
});
