/** Training on onnxruntime: the state lives in tensors that each call takes and gives back. */
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { buildParameters, countParameters, listArrays } from '../parameters.ts';
import { rateAt } from './optimizers.ts';
import type { Runtime } from './runtime.ts';
import { buildTrainingGraph, listState } from './trainingGraph.ts';

type State = Readonly<Record<string, Tensor>>;

/** Opens a {@link Trainer} on `runtime`. */
export async function openOnnxTrainer(runtime: Runtime, task: TrainingTask): Promise<Trainer> {
  const images = task.data.labels.length;
  const graph = buildTrainingGraph({
    architecture: task.start,
    batch: task.batch,
    images,
    optimizer: task.optimizer,
    hasInputNoise: task.hasInputNoise ?? false,
  });
  const most = runtime.isBlocking ? countStepsOfTurn(task) : Infinity;
  return new OnnxTrainer(await runtime.openSession(graph), task, images, most);
}

/** Multiplications of a run after which the process is to hear again: about a second of WebAssembly. */
const MULTIPLICATIONS_OF_TURN = 1e10;

/** Updates that one run makes at most: forward and backward, each parameter is multiplied three times an image. */
function countStepsOfTurn({ start, batch }: TrainingTask): number {
  return Math.max(1, Math.floor(MULTIPLICATIONS_OF_TURN / (3 * batch * countParameters(start))));
}

class OnnxTrainer implements Trainer {
  readonly #session: InferenceSession;
  readonly #task: TrainingTask;
  readonly #data: State;
  readonly #mostSteps: number;
  #state: State;
  #updates = 0;

  constructor(session: InferenceSession, task: TrainingTask, images: number, mostSteps: number) {
    this.#session = session;
    this.#mostSteps = mostSteps;
    this.#task = task;
    this.#data = {
      images: new Tensor('uint8', task.data.images, [images, PIXELS]),
      onehot: new Tensor('float32', encodeOneHot(task.data.labels), [images, CLASSES]),
    };
    this.#state = createState(task);
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
    const rates = Float32Array.from({ length: steps }, (_, step) =>
      rateAt(optimizer, this.#updates + step + 1),
    );
    const names = Object.keys(this.#state);
    const outputs = await this.#session.run({
      ...this.#data,
      ...Object.fromEntries(names.map((name) => [`${name}_in`, this.#state[name]!])),
      batches: new Tensor('int32', batches, [steps, batch]),
      rates: new Tensor('float32', rates, [steps]),
      ...(flips && { flips: new Tensor('uint8', flips, [steps, batch, PIXELS]) }),
    });
    this.#state = Object.fromEntries(names.map((name) => [name, outputs[`${name}_out`] as Tensor]));
    this.#updates += steps;
    return outputs.losses!.data as Float32Array;
  }

  parameters(): MlpParameters {
    return buildParameters(this.#task.start, (name) =>
      Float32Array.from(this.#state[name]!.data as Float32Array),
    );
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

/** The start: parameters as given, all that the optimizer remembers 0. */
function createState({ start, optimizer }: TrainingTask): State {
  const arrays = listArrays(start);
  return Object.fromEntries(
    listState(start, optimizer).map(({ name, shape, length }, at) => [
      name,
      new Tensor('float32', arrays[at] ?? new Float32Array(length), shape),
    ]),
  );
}

/** Labels [n] as rows [n, 10] with a 1 at the label. */
function encodeOneHot(labels: Uint8Array): Float32Array {
  const rows = new Float32Array(labels.length * CLASSES);
  for (let i = 0; i < labels.length; i++) rows[i * CLASSES + labels[i]!] = 1;
  return rows;
}
