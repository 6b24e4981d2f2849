import { describe, expect, test } from 'vitest';
import { onnxProducts } from '../../pipeline/bench/onnxProducts.ts';
import { assertSameLosses, assertSameProducts } from '../../pipeline/bench/sameWork.ts';
import type { Contender } from '../../pipeline/bench/trainingBench.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { drawTinyData } from './tinyData.ts';

const data = drawTinyData();

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
