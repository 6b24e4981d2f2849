/** Holds what is measured side by side against each other: it must do the same work. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { completeSettings } from '../study/axes.ts';
import { expected } from '../study/errors.ts';
import { PYTORCH } from './contenderNames.ts';
import { type ProductMaker, planStep } from './products.ts';
import type { TorchPeer } from './torchPeer.ts';
import { drawIndices } from './trainingBench.ts';
import { SMALLEST_SIZE } from './trainingSizes.ts';

/** Steps over which PyTorch is held against an engine, and the most that a loss may differ, in nats: 5e-7 was seen. */
const COMPARED_STEPS = 20;
const MOST_DIFFERENCE = 1e-5;

/**
 * Chainer, and with it our engines, has Adam's epsilon outside the bias correction, PyTorch inside. With one as small as this
 * that makes no difference; with the usual 1e-8 the losses drift apart by some 5e-4 over those steps.
 */
const COMPARED_EPSILON = 1e-12;

/**
 * Throws a UserError where PyTorch does not train as `engine` does: the losses of the same steps from the same start on the
 * same batches.
 */
export async function assertSameLosses(
  engine: Pick<Engine, 'name' | 'openTrainer'>,
  { contender }: Pick<TorchPeer, 'contender'>,
  data: LabelledImages,
): Promise<void> {
  const [hidden, batch] = SMALLEST_SIZE;
  const start = initialiseParameters(articleArchitecture(hidden), 0);
  const batches = drawIndices(COMPARED_STEPS * batch, data.labels.length);
  const optimizer = { ...completeSettings({ hidden, batch }), epsilon: COMPARED_EPSILON };
  const losses: Float32Array[] = [];
  for (const { openTrainer } of [engine, contender]) {
    const trainer = await openTrainer({ start, batch, data, optimizer });
    losses.push(await trainer.run(batches));
    await trainer.dispose();
  }
  const difference = mostDifference(losses[0]!, losses[1]!);
  if (difference <= MOST_DIFFERENCE) return;
  throw expected(
    PYTORCH,
    `losses within ${MOST_DIFFERENCE} of those of ${engine.name} over ${COMPARED_STEPS} steps`,
    `a difference of ${difference}`,
    'try another version of torch',
  );
}

/** Most that a product may differ between two libraries, of values of about 1. */
const MOST_PRODUCT_DIFFERENCE = 1e-4;

/** Throws an Error where the libraries do not give the same products. */
export async function assertSameProducts(makers: readonly ProductMaker[]): Promise<void> {
  const [hidden, batch] = SMALLEST_SIZE;
  const plan = planStep({ hidden, batch, pixels: 20 }, 'inputs');
  const first = await makers[0]!.multiplyOnce(plan);
  for (const { name, multiplyOnce } of makers.slice(1)) {
    for (const [end, values] of await multiplyOnce(plan)) {
      const difference = mostDifference(values, first.get(end)!);
      if (difference <= MOST_PRODUCT_DIFFERENCE) continue;
      throw new Error(
        `bench: expected ${name}'s ${end} to be that of ${makers[0]!.name}, got a difference of ${difference}`,
      );
    }
  }
}

/** The largest difference of two values; NaN where a value is no number. */
function mostDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}
