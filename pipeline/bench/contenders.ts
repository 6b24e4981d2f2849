/** Who is measured: every engine that this machine has, PyTorch, and the plain loop that they are measured against. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { openTensorFlow } from '../engine/tfjs/library.ts';
import { completeSettings } from '../study/axes.ts';
import { ENGINE_NAMES } from '../study/engineNames.ts';
import { expected, UserError } from '../study/errors.ts';
import { PLAIN_LOOP, PYTORCH } from './contenderNames.ts';
import { type CoordinatePeer, compileCoordinatePeer } from './coordinatePeer.ts';
import { onnxProducts } from './onnxProducts.ts';
import { openPlainLoop } from './plainLoop.ts';
import { type ProductMaker, planStep } from './products.ts';
import { createTensorFlowProducts } from './tensorFlowProducts.ts';
import { openTorch, type TorchPeer } from './torchPeer.ts';
import { type Contender, drawIndices } from './trainingBench.ts';
import { SMALLEST_SIZE, type TrainingSize } from './trainingSizes.ts';

/** The engine for hashes, not for speed: it is measured where it takes seconds, not minutes. */
const PORTABLE = 'onnx-wasm';
const LARGEST_PORTABLE_HIDDEN = 64;

/** Everything to be measured on this machine, and one line for each that it lacks. Call `dispose` when done. */
export interface Contenders {
  /** The fast engines, `onnx` first. */
  readonly engines: readonly Engine[];
  /** Who trains at a size. */
  at(size: TrainingSize): readonly Contender[];
  readonly makers: readonly ProductMaker[];
  readonly sequential: CoordinatePeer | null;
  /** Each runtime and its version. */
  readonly runtimes: readonly string[];
  readonly missing: readonly string[];
  dispose(): Promise<void>;
}

/** Opens all that can be opened. `data`: what PyTorch trains on. */
export async function openContenders(data: LabelledImages): Promise<Contenders> {
  const missing: string[] = [];
  /** What `open` gives; null, and a line about it, where this machine lacks it. */
  const attempt = async <Opened>(open: () => Promise<Opened>): Promise<Opened | null> => {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      missing.push(error.message);
      return null;
    }
  };
  const opened: Engine[] = [];
  for (const name of ENGINE_NAMES) {
    const engine = await attempt(async () => {
      const found = await openEngine(name);
      await found.load();
      return found;
    });
    if (engine) opened.push(engine);
  }
  const tf = opened.some(({ name }) => name === 'tfjs') ? await openTensorFlow() : null;
  const torch = await attempt(() => openTorch(data));
  const isTorchAlike =
    torch !== null && (await attempt(() => assertSameLosses(opened[0]!, torch, data))) !== null;
  const makers = [
    onnxProducts,
    ...(tf ? [createTensorFlowProducts(tf)] : []),
    ...(isTorchAlike ? [torch.products] : []),
  ];
  await assertSameProducts(makers);
  const trainers = [
    ...opened,
    ...(isTorchAlike ? [torch.contender] : []),
    ...(tf
      ? [{ name: PLAIN_LOOP, openTrainer: async (task) => openPlainLoop(tf, task) } satisfies Contender]
      : []),
  ];
  const sequential = await attempt(() => compileCoordinatePeer());
  return {
    engines: opened.filter(({ name }) => name !== PORTABLE),
    at: ([hidden]) => trainers.filter(({ name }) => name !== PORTABLE || hidden <= LARGEST_PORTABLE_HIDDEN),
    makers,
    sequential,
    runtimes: [...opened.map(({ version }) => version), ...(torch ? [torch.version] : [])],
    missing,
    dispose: async () => {
      sequential?.dispose();
      await torch?.dispose();
    },
  };
}

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
