/** Who is measured: every engine that this machine has, PyTorch, and the plain loop that they are measured against. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { openTensorFlow } from '../engine/tfjs/library.ts';
import type { EngineName } from '../study/config.ts';
import { ENGINE_NAMES } from '../study/engineNames.ts';
import { UserError } from '../study/errors.ts';
import { PLAIN_LOOP } from './contenderNames.ts';
import { type CoordinatePeer, compileCoordinatePeer } from './coordinatePeer.ts';
import { onnxProducts } from './onnxProducts.ts';
import { openPlainLoop } from './plainLoop.ts';
import type { ProductMaker } from './products.ts';
import { assertSameLosses, assertSameProducts } from './sameWork.ts';
import { createTensorFlowProducts } from './tensorFlowProducts.ts';
import { openTorch, type TorchPeer } from './torchPeer.ts';
import type { Contender } from './trainingBench.ts';

/** The engine for hashes: its steps are measured, and not what takes it long. */
const PORTABLE = 'onnx-wasm';

/** Everything to be measured on this machine, and one line for each that it lacks. Call `dispose` when done. */
export interface Contenders {
  /** The fast engines, `onnx` first. */
  readonly engines: readonly Engine[];
  /** Who trains. */
  readonly trainers: readonly Contender[];
  readonly makers: readonly ProductMaker[];
  readonly sequential: CoordinatePeer | null;
  /** Each runtime and its version. */
  readonly runtimes: readonly string[];
  readonly missing: readonly string[];
  dispose(): Promise<void>;
}

/** What the peers in other languages are started or made with; python3 and g++ unless given. */
export interface Programs {
  readonly python?: string;
  readonly compiler?: string;
}

/** Opens all that can be opened. `data`: what PyTorch trains on. */
export async function openContenders(data: LabelledImages, programs: Programs = {}): Promise<Contenders> {
  const missing: string[] = [];
  const opened: Engine[] = [];
  for (const name of ENGINE_NAMES) {
    const engine = await attempt(() => openAndLoad(name), missing);
    if (engine) opened.push(engine);
  }
  const tf = opened.some(({ name }) => name === 'tfjs') ? await openTensorFlow() : null;
  const sequential = await attempt(() => compileCoordinatePeer(programs.compiler), missing);
  const torch = await attempt(() => openAlike(opened[0]!, data, programs.python), missing);
  const makers = [
    onnxProducts,
    ...(tf ? [createTensorFlowProducts(tf)] : []),
    ...(torch ? [torch.products] : []),
  ];
  const dispose = async () => {
    sequential?.dispose();
    await torch?.dispose();
  };
  try {
    await assertSameProducts(makers);
  } catch (error) {
    await dispose();
    throw error;
  }
  const plainLoop =
    tf && ({ name: PLAIN_LOOP, openTrainer: async (task) => openPlainLoop(tf, task) } satisfies Contender);
  const trainers: Contender[] = [
    ...opened,
    ...(torch ? [torch.contender] : []),
    ...(plainLoop ? [plainLoop] : []),
  ];
  return {
    engines: opened.filter(({ name }) => name !== PORTABLE),
    ...{ trainers, makers, sequential, missing },
    runtimes: [...opened.map(({ version }) => version), ...(torch ? [torch.version] : [])],
    dispose,
  };
}

/** What `open` gives; null where this machine lacks it, with a line about it in `missing`. */
async function attempt<Opened>(open: () => Promise<Opened>, missing: string[]): Promise<Opened | null> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    missing.push(error.message);
    return null;
  }
}

async function openAndLoad(name: EngineName): Promise<Engine> {
  const engine = await openEngine(name);
  await engine.load();
  return engine;
}

/** PyTorch, once it has shown that it trains as `engine` does. */
async function openAlike(engine: Engine, data: LabelledImages, python?: string): Promise<TorchPeer> {
  const torch = await openTorch(data, python);
  try {
    await assertSameLosses(engine, torch, data);
    return torch;
  } catch (error) {
    await torch.dispose();
    throw error;
  }
}
