/** Training on onnxruntime: the state lives in tensors that each call takes and gives back. */
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { expectWidth } from '../inkedPixels.ts';
import { buildParameters, countParameters, listArrays, listParameters } from '../parameters.ts';
import { type TrainedPixels, takeTrainedPixels } from '../trainedPixels.ts';
import { putRows, takeRows } from './firstWeights.ts';
import { rateAt } from './optimizers.ts';
import type { Runtime } from './runtime.ts';
import { paysToGather } from './trainingBatch.ts';
import { buildTrainingGraph, type TrainingGraphPlan } from './trainingGraph.ts';
import { listState, listTensors, type ParameterTensor, pack, unpack } from './trainingState.ts';

type State = Readonly<Record<string, Tensor>>;

/** What a trainer keeps in its tensors: of which pixels, and which parameters in which. */
interface Layout {
  readonly taken: TrainedPixels;
  readonly tensors: readonly ParameterTensor[];
}

/** Opens a {@link Trainer} on `runtime`. */
export async function openOnnxTrainer(runtime: Runtime, task: TrainingTask): Promise<Trainer> {
  const taken = takeTrainedPixels(task);
  const most = runtime.isBlocking ? countStepsOfTurn(task) : Infinity;
  const layout = { taken, tensors: listTensors(task.start, taken.pixels.length) };
  const graph = buildTrainingGraph(planGraph(task, taken));
  const session = await runtime.openSession(graph, isLarge(task) ? 'kept' : 'planned');
  return new OnnxTrainer(session, task, layout, most);
}

/** Numbers in a tensor, 4 MB, from which on planned memory is no faster. */
const LARGE = 1024 * 1024;

/** Whether the tensors of a batch are large: those of 10,000 images take 31 MB each, and planned they are there twice. */
function isLarge({ start, batch }: TrainingTask): boolean {
  return batch * Math.max(PIXELS, start.hidden) >= LARGE;
}

/** The graph of `task` on the pixels that are taken. */
export function planGraph(
  task: TrainingTask,
  { counts, pixels: { length: pixels } }: Pick<TrainedPixels, 'counts' | 'pixels'>,
): TrainingGraphPlan {
  const { start, batch, data, optimizer, hasInputNoise = false, gradientPenalty = 0 } = task;
  const images = data.labels.length;
  const inked = expectWidth(counts, images, batch);
  const needsAll = hasInputNoise || gradientPenalty > 0;
  const gathersInked = !needsAll && paysToGather({ hidden: start.hidden, batch, pixels, inked });
  return {
    ...{ architecture: start, batch, images, pixels, optimizer, hasInputNoise, gathersInked },
    gradientPenalty,
  };
}

/** Multiplications of a run after which the process is to hear again: about a second of WebAssembly. */
const MULTIPLICATIONS_OF_TURN = 1e10;

/**
 * Updates that one run makes at most: forward and backward, each parameter is multiplied three times an image, and three times
 * more for a gradient penalty.
 */
function countStepsOfTurn({ start, batch, gradientPenalty = 0 }: TrainingTask): number {
  const products = gradientPenalty > 0 ? 6 : 3;
  return Math.max(1, Math.floor(MULTIPLICATIONS_OF_TURN / (products * batch * countParameters(start))));
}

class OnnxTrainer implements Trainer {
  readonly #session: InferenceSession;
  readonly #task: TrainingTask;
  readonly #layout: Layout;
  readonly #data: State;
  readonly #mostSteps: number;
  #state: State;
  #updates = 0;

  constructor(session: InferenceSession, task: TrainingTask, layout: Layout, mostSteps: number) {
    this.#session = session;
    this.#task = task;
    this.#layout = layout;
    this.#mostSteps = mostSteps;
    const { labels } = task.data;
    const { images, pixels } = layout.taken;
    this.#data = {
      images: new Tensor('uint8', images, [labels.length, pixels.length]),
      onehot: new Tensor('float32', encodeOneHot(labels), [labels.length, CLASSES]),
    };
    this.#state = createState(task, layout);
  }

  async run(batches: Int32Array, flips?: Uint8Array): Promise<Float32Array> {
    const { batch } = this.#task;
    const steps = countUpdates(batches, batch);
    assertFlips(this.#task, batches, flips);
    const losses = new Float32Array(steps);
    for (let from = 0; from < steps; from += this.#mostSteps) {
      const to = Math.min(steps, from + this.#mostSteps);
      const own = batches.subarray(from * batch, to * batch);
      losses.set(
        await this.#runAtOnce(own, flips?.subarray(from * batch * PIXELS, to * batch * PIXELS)),
        from,
      );
    }
    return losses;
  }

  /** Makes the updates in one run; the same bits, however many runs an epoch is cut into. */
  async #runAtOnce(batches: Int32Array, flips: Uint8Array | undefined): Promise<Float32Array> {
    const { batch, optimizer } = this.#task;
    const steps = batches.length / batch;
    const moves = Float32Array.from(
      { length: steps },
      (_, step) => -rateAt(optimizer, this.#updates + step + 1),
    );
    const names = Object.keys(this.#state);
    const outputs = await this.#session.run({
      ...this.#data,
      ...Object.fromEntries(names.map((name) => [`${name}_in`, this.#state[name]!])),
      batches: new Tensor('int32', batches, [steps, batch]),
      moves: new Tensor('float32', moves, [steps]),
      ...(flips && { flips: new Tensor('uint8', flips, [steps, batch, PIXELS]) }),
    });
    this.#state = Object.fromEntries(names.map((name) => [name, outputs[`${name}_out`] as Tensor]));
    this.#updates += steps;
    return outputs.losses!.data as Float32Array;
  }

  parameters(): MlpParameters {
    const { taken, tensors } = this.#layout;
    const { start } = this.#task;
    const trained = new Map(
      tensors.flatMap((tensor) => unpack(tensor, this.#state[tensor.name]!.data as Float32Array)),
    );
    return buildParameters(start, (name) => {
      const values = trained.get(name)!;
      return name === 'w1' ? putRows(start.layers[0]!.weights, taken.pixels, values) : values;
    });
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

/** The start: parameters as given, all that the optimizer remembers 0. */
function createState({ start, optimizer }: TrainingTask, { taken, tensors }: Layout): State {
  const arrays = listArrays(start);
  const given = new Map(listParameters(start).map(({ name }, at) => [name, arrays[at]!]));
  given.set('w1', takeRows(given.get('w1')!, taken.pixels));
  const packed = tensors.map((tensor) => pack(tensor, (name) => given.get(name)!));
  return Object.fromEntries(
    listState(tensors, optimizer).map(({ name, shape, length }, at) => [
      name,
      new Tensor('float32', packed[at] ?? new Float32Array(length), shape),
    ]),
  );
}

/** Labels [n] as rows [n, 10] with a 1 at the label. */
function encodeOneHot(labels: Uint8Array): Float32Array {
  const rows = new Float32Array(labels.length * CLASSES);
  for (let i = 0; i < labels.length; i++) rows[i * CLASSES + labels[i]!] = 1;
  return rows;
}
