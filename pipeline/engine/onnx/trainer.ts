/** Training on onnxruntime: the state lives in tensors that each call takes and gives back. */
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { buildParameters, PARAMETER_NAMES, type ParameterName } from '../parameters.ts';
import type { Runtime } from './runtime.ts';
import { buildTrainingGraph, STATE_NAMES, scaledRate, stateShape } from './trainingGraph.ts';

type State = Readonly<Record<string, Tensor>>;

/** Opens a {@link Trainer} on `runtime`. */
export async function openOnnxTrainer(runtime: Runtime, task: TrainingTask): Promise<Trainer> {
  const images = task.data.labels.length;
  const session = await runtime.openSession(
    buildTrainingGraph(task.start.hidden, task.batch, images, task.optimizer),
  );
  return new OnnxTrainer(session, task, images);
}

class OnnxTrainer implements Trainer {
  readonly #session: InferenceSession;
  readonly #task: TrainingTask;
  readonly #data: State;
  #state: State;
  #updates = 0;

  constructor(session: InferenceSession, task: TrainingTask, images: number) {
    this.#session = session;
    this.#task = task;
    this.#data = {
      images: new Tensor('uint8', task.data.images, [images, PIXELS]),
      onehot: new Tensor('float32', encodeOneHot(task.data.labels), [images, CLASSES]),
    };
    this.#state = startState(task.start);
  }

  async run(batches: Int32Array): Promise<Float32Array> {
    const steps = countUpdates(batches, this.#task.batch);
    const rates = Float32Array.from({ length: steps }, (_, step) =>
      scaledRate(this.#task.optimizer, this.#updates + step + 1),
    );
    const inputs = Object.fromEntries(STATE_NAMES.map((name) => [`${name}_in`, this.#state[name]!]));
    const outputs = await this.#session.run({
      ...this.#data,
      ...inputs,
      batches: new Tensor('int32', batches, [steps, this.#task.batch]),
      rates: new Tensor('float32', rates, [steps]),
    });
    this.#state = Object.fromEntries(STATE_NAMES.map((name) => [name, outputs[`${name}_out`] as Tensor]));
    this.#updates += steps;
    return outputs.losses!.data as Float32Array;
  }

  parameters(): MlpParameters {
    return buildParameters(this.#task.start.hidden, (name) =>
      Float32Array.from(this.#state[name]!.data as Float32Array),
    );
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

/** The start: parameters as given, moments 0. */
function startState(start: MlpParameters): State {
  const tensor = (state: string) => {
    const shape = stateShape(state, start.hidden);
    const isParameter = (PARAMETER_NAMES as readonly string[]).includes(state);
    const length = shape.reduce((product, size) => product * size, 1);
    const values = isParameter ? start[state as ParameterName] : new Float32Array(length);
    return new Tensor('float32', values, shape);
  };
  return Object.fromEntries(STATE_NAMES.map((state) => [state, tensor(state)]));
}

/** Labels [n] as rows [n, 10] with a 1 at the label. */
function encodeOneHot(labels: Uint8Array): Float32Array {
  const rows = new Float32Array(labels.length * CLASSES);
  for (let i = 0; i < labels.length; i++) rows[i * CLASSES + labels[i]!] = 1;
  return rows;
}
