import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { onnxProducts } from '../../pipeline/bench/onnxProducts.ts';
import { planStep } from '../../pipeline/bench/products.ts';
import { assertSameLosses } from '../../pipeline/bench/sameWork.ts';
import { openTorch } from '../../pipeline/bench/torchPeer.ts';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { drawTinyData } from './tinyData.ts';

const data = drawTinyData();
const hasTorch =
  spawnSync('python3', ['-c', 'import importlib.util as u; u.find_spec("torch") or exit(1)']).status === 0;

// Without it there is nothing to hold against the engines, and the bench leaves it out too.
describe.skipIf(!hasTorch)('PyTorch, where python3 has torch', () => {
  test('trains as the engine does, chooses how, and multiplies as the runtime does', async () => {
    const torch = await openTorch(data);
    expect(torch.version).toMatch(/^PyTorch \d+\.\d+/);
    await assertSameLosses(onnxEngine, torch, data);

    const optimizer = completeSettings({ hidden: 4, batch: 2 });
    const start = initialiseParameters(articleArchitecture(4), 0);
    const steps = await torch.contender.openTrainer({ start, batch: 2, data, optimizer });
    expect(steps.remark).toMatch(/^(fused|foreach|for-loop) Adam$/);
    // No update was made while the fastest way was chosen.
    const engine = await onnxEngine.openTrainer({ start, batch: 2, data, optimizer });
    const batches = Int32Array.of(3, 1);
    expect((await steps.run(batches))[0]).toBeCloseTo((await engine.run(batches))[0]!, 5);
    await engine.dispose();

    const plan = planStep({ hidden: 3, batch: 2, pixels: 7 }, torch.products.weightRows);
    const ours = await onnxProducts.multiplyOnce(plan);
    const products = await torch.products.multiplyOnce(plan);
    expect([...products.keys()]).toEqual([...ours.keys()]);
    for (const [end, values] of products) {
      values.forEach((value, at) => {
        expect(value).toBeCloseTo(ours.get(end)![at]!, 5);
      });
    }
    await expect(steps.run(Int32Array.of(3, 99_999))).rejects.toThrow(UserError);
    await steps.dispose();
    await torch.dispose();
  });
});

test('where there is no such Python, one line says what to do', async () => {
  await expect(openTorch(data, 'no-such-python')).rejects.toThrow(
    /^PyTorch: expected no-such-python with the package torch, got .*ENOENT; pip install torch$/,
  );
});
