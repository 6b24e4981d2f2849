import { expect, test } from 'vitest';
import { isTensorFlowInstalled } from '../../pipeline/engine/tfjs/library.ts';
import type { Study } from '../../pipeline/models/study.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { type FasterEngine, findFasterEngine, isClearlyLess } from '../../pipeline/sweep/fasterEngine.ts';
import { planStudy, predictSweepSeconds } from '../../pipeline/sweep/plan.ts';
import { ENGINE_COSTS } from '../../pipeline/sweep/unitCosts.ts';
import { openSmallStudy, type SmallStudy } from '../models/smallStudy.ts';

/** What is said of a study on one worker, where TensorFlow is installed or not. */
async function predict(
  study: Study,
  { data }: SmallStudy,
  isInstalled: boolean,
): Promise<FasterEngine | null> {
  const plan = await planStudy(study, data);
  return findFasterEngine(study, data, { plan, workers: 1 }, () => isInstalled);
}

/** The same study with so much to train that nothing else counts. */
const enlarge = (small: SmallStudy, changes: object = {}) =>
  small.change({ hidden: [784], epochs: 1_000_000, ...changes });

test.each([
  [89, 100, true],
  [91, 100, false],
  [100, 100, false],
  [0, 0, true],
])('%d seconds instead of %d are clearly less: %s', (other, own, isLess) => {
  expect(isClearlyLess(other, own)).toBe(isLess);
});

test('tfjs is told with its own prediction where that is clearly less', async () => {
  const small = await openSmallStudy();
  const study = await enlarge(small);
  const own = predictSweepSeconds(await planStudy(study, small.data), 1);
  const onTfjs = { ...study, config: { ...study.config, engine: 'tfjs' as const } };
  const other = predictSweepSeconds(await planStudy(onTfjs, small.data), 1);
  expect(other).not.toBe(own);
  expect(isClearlyLess(other, own)).toBe(true);
  expect(await predict(study, small, true)).toMatchObject({ engine: 'tfjs', seconds: other });
});

test('a study that takes seconds stays with the engine that starts faster', async () => {
  const small = await openSmallStudy();
  expect(ENGINE_COSTS.tfjs.start).toBeGreaterThan(ENGINE_COSTS.onnx.start);
  expect(await predict(small.study, small, true)).toBeNull();
});

test('onnx-wasm is told where all models are small and trained by its kernel', async () => {
  const small = await openSmallStudy();
  const { record } = small.data;
  const data = { ...small.data, record: { ...record, counts: { ...record.counts, train: 60_000 } } };
  const find = async (grid: object) => {
    const narrow = { hidden: [16], batch: [10], seeds: [0], ...grid };
    return predict(await small.change({ epochs: 20, sections: { grid: narrow } }), { ...small, data }, false);
  };
  expect(await find({})).toMatchObject({ engine: 'onnx-wasm' });
  const wider = [{ hidden: [16, 128] }, { activation: ['relu', 'tanh'] }, { optimizer: ['sgd'] }];
  for (const grid of [...wider, { weightDecay: [0.01] }, { batch: [1000], hidden: [64] }]) {
    expect(await find(grid)).toBeNull();
  }
});

test('nothing is told where tfjs cannot be chosen, or would compute again what is there', async () => {
  const small = await openSmallStudy();
  const study = await enlarge(small);
  expect(await predict(study, small, false)).toBeNull();
  for (const engine of ['tfjs', 'onnx-wasm'] as const) {
    expect(await predict({ ...study, config: { ...study.config, engine } }, small, true)).toBeNull();
  }
  const [model] = small.study.models;
  await computeModel(small.study, model!, small.data);
  expect(await predict(await small.change({ hidden: [3, 784] }), small, true)).toBeNull();
});

test.runIf(process.env.DIGIT_IDEAS_REQUIRE_TFJS)('an installed library is found without loading it', () => {
  expect(isTensorFlowInstalled()).toBe(true);
});
