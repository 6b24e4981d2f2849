import { describe, expect, test } from 'vitest';
import { assertSameLosses, assertSameProducts, openContenders } from '../../pipeline/bench/contenders.ts';
import { onnxProducts } from '../../pipeline/bench/onnxProducts.ts';
import type { Contender } from '../../pipeline/bench/trainingBench.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { ENGINES } from '../engine/engines.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { drawTinyData } from './tinyData.ts';

const data = drawTinyData();

test('every engine that is here contends, the portable one at small sizes; what is not here is named', async () => {
  const contenders = await openContenders(data);
  const names = contenders.at([64, 10]).map(({ name }) => name);
  expect(names.filter((name) => ENGINES.some(([engine]) => engine === name))).toEqual(
    ENGINES.map(([name]) => name),
  );
  expect(contenders.at([784, 10]).map(({ name }) => name)).toEqual(
    names.filter((name) => name !== 'onnx-wasm'),
  );
  const isHere = [ENGINES.length === 3, names.includes('PyTorch'), contenders.sequential !== null];
  expect(contenders.missing).toHaveLength(isHere.filter((one) => !one).length);
  expect(names.includes('plain tfjs-node loop')).toBe(ENGINES.length === 3);
  await contenders.dispose();
});

describe('what is compared', () => {
  /** An engine in PyTorch's place, which trains at another rate. */
  const other = (factor: number): Contender => ({
    name: 'PyTorch',
    openTrainer: (task) => {
      const learningRate = task.optimizer.learningRate * factor;
      return onnxEngine.openTrainer({ ...task, optimizer: { ...task.optimizer, learningRate } });
    },
  });

  test('must train alike', async () => {
    await expect(assertSameLosses(onnxEngine, { contender: other(1) }, data)).resolves.toBeUndefined();
    await expect(assertSameLosses(onnxEngine, { contender: other(1.01) }, data)).rejects.toThrow(UserError);
  });

  test('must give the same products', async () => {
    const wrong = {
      ...onnxProducts,
      name: 'wrong',
      multiplyOnce: async (plan: Parameters<typeof onnxProducts.multiplyOnce>[0]) => {
        const results = new Map(await onnxProducts.multiplyOnce(plan));
        results.get('g_w2')![3]! += 0.001;
        return results;
      },
    };
    await expect(assertSameProducts([onnxProducts, onnxProducts])).resolves.toBeUndefined();
    await expect(assertSameProducts([onnxProducts, wrong])).rejects.toThrow(/expected wrong's g_w2/);
  });
});
