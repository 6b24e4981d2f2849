/** PyTorch beside the engines: pytorch.py in a process of its own, where there are Python and torch. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { LabelledImages, TrainingTask } from '../engine/engine.ts';
import { listArrays } from '../engine/parameters.ts';
import { decodeFloat32, encodeFloat32 } from '../store/float32.ts';
import { expected, UserError } from '../study/errors.ts';
import { PYTORCH } from './contenderNames.ts';
import { PeerProcess } from './peerProcess.ts';
import { drawInputs, listEnds, type ProductMaker, type ProductPlan, type Products } from './products.ts';
import type { Contender, Steps } from './trainingBench.ts';

const SCRIPT = fileURLToPath(new URL('pytorch.py', import.meta.url));

/** One thread, as every engine has. */
const ENVIRONMENT = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** PyTorch, ready to train and to multiply. Call `dispose` when done. */
export interface TorchPeer {
  /** `PyTorch 2.13.0+cpu`. */
  readonly version: string;
  readonly contender: Contender;
  readonly products: ProductMaker;
  dispose(): Promise<void>;
}

const nothing = z.object({});

/** Starts Python. Throws a UserError that says how to get torch where `python` does not have it. */
export async function openTorch(data: LabelledImages, python = 'python3'): Promise<TorchPeer> {
  const peer = new PeerProcess(PYTORCH, [python, SCRIPT], { ...process.env, ...ENVIRONMENT });
  try {
    const { version } = await peer.ask({ do: 'version' }, z.object({ version: z.string() }));
    const { images, labels } = data;
    await peer.ask({ do: 'take_images', images: encodeBytes(images), labels: encodeBytes(labels) }, nothing);
    return {
      version: `${PYTORCH} ${version}`,
      contender: { name: PYTORCH, openTrainer: (task) => openTraining(peer, task) },
      products: createProducts(peer),
      dispose: () => peer.close(),
    };
  } catch (error) {
    await peer.close();
    if (!(error instanceof UserError)) throw error;
    const got = error.message.replace(`${PYTORCH}: `, '');
    throw expected(PYTORCH, `${python} with the package torch`, got, 'pip install torch');
  }
}

let opened = 0;

/** Opens a training with the fastest of PyTorch's ways to compute Adam. */
async function openTraining(peer: PeerProcess, { start, batch, optimizer }: TrainingTask): Promise<Steps> {
  const name = `training ${opened++}`;
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  const arrays = listArrays(start).map((array) => encodeBytes(encodeFloat32(array)));
  const { setting } = await peer.ask(
    {
      ...{ do: 'open_training', name, hidden: start.hidden, batch },
      start: start.layers.map((_, layer) => arrays.slice(2 * layer, 2 * layer + 2)),
      adam: { learningRate, beta1, beta2, epsilon },
    },
    z.object({ setting: z.string() }),
  );
  const answer = z.object({ losses: z.string() });
  return {
    remark: `${setting} Adam`,
    run: async (batches) => {
      const bytes = new Uint8Array(batches.buffer, batches.byteOffset, batches.byteLength);
      const { losses } = await peer.ask({ do: 'train', name, batch, batches: encodeBytes(bytes) }, answer);
      return decodeNumbers(losses);
    },
    dispose: async () => void (await peer.ask({ do: 'close', name }, nothing)),
  };
}

function createProducts(peer: PeerProcess): ProductMaker {
  const openProducts = async (plan: ProductPlan): Promise<Products & { readonly name: string }> => {
    const name = `products ${opened++}`;
    const inputs = [...drawInputs(plan)].map(([input, values]) => [
      input,
      { shape: plan.inputs[input], values: encodeBytes(encodeFloat32(values)) },
    ]);
    const { products } = plan;
    await peer.ask({ do: 'open_products', name, inputs: Object.fromEntries(inputs), products }, nothing);
    return {
      name,
      run: async (times) => void (await peer.ask({ do: 'multiply', name, times }, nothing)),
      dispose: async () => void (await peer.ask({ do: 'close', name }, nothing)),
    };
  };
  return {
    name: PYTORCH,
    weightRows: 'outputs',
    openProducts,
    async multiplyOnce(plan) {
      const products = await openProducts(plan);
      await products.run(1);
      const answer = z.object({ results: z.record(z.string(), z.string()) });
      const { results } = await peer.ask(
        { do: 'read', name: products.name, results: listEnds(plan) },
        answer,
      );
      await products.dispose();
      return new Map(Object.entries(results).map(([end, values]) => [end, decodeNumbers(values)]));
    },
  };
}

function encodeBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function decodeNumbers(text: string): Float32Array {
  return decodeFloat32(Buffer.from(text, 'base64'), PYTORCH);
}
