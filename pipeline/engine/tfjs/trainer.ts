/** Training by TensorFlow: the state lives in the variables of a graph, which one call an epoch changes. */
import type { Tensor } from '@tensorflow/tfjs-node';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { buildParameters, listArrays, listParameters } from '../parameters.ts';
import type { TensorFlow } from './library.ts';
import { type LoadedGraph, loadGraph } from './loadedGraph.ts';
import { rateAt } from './optimizers.ts';
import { takeValues, withTensors } from './tensors.ts';
import { buildTrainingGraph } from './trainingGraph.ts';

/** Opens a {@link Trainer}. */
export async function openTfjsTrainer(tf: TensorFlow, task: TrainingTask): Promise<Trainer> {
  const { start, data, optimizer, hasInputNoise = false } = task;
  const graph = await loadGraph(tf, buildTrainingGraph({ architecture: start, optimizer, hasInputNoise }));
  const arrays = listArrays(start);
  const parameters = listParameters(start).map(({ name, shape }, at): [string, Tensor] => [
    name,
    tf.tensor(arrays[at]!, [...shape]),
  ]);
  withTensors(
    {
      images: tf.scalar(data.images, 'string'),
      labels: tf.scalar(data.labels, 'string'),
      ...Object.fromEntries(parameters),
    },
    (inputs) => tf.dispose(graph.call('start', inputs)),
  );
  return new TfjsTrainer(tf, task, graph);
}

class TfjsTrainer implements Trainer {
  readonly #tf: TensorFlow;
  readonly #task: TrainingTask;
  readonly #graph: LoadedGraph;
  #updates = 0;

  constructor(tf: TensorFlow, task: TrainingTask, graph: LoadedGraph) {
    this.#tf = tf;
    this.#task = task;
    this.#graph = graph;
  }

  async run(batches: Int32Array, flips?: Uint8Array): Promise<Float32Array> {
    const tf = this.#tf;
    const { batch, optimizer } = this.#task;
    const steps = countUpdates(batches, batch);
    assertFlips(this.#task, batches, flips);
    const rates = Float32Array.from({ length: steps }, (_, step) =>
      rateAt(optimizer, this.#updates + step + 1),
    );
    const inputs = {
      batches: tf.tensor2d(batches, [steps, batch], 'int32'),
      rates: tf.tensor1d(rates),
      ...(flips && { flips: tf.scalar(flips, 'string') }),
    };
    const { losses } = withTensors(inputs, (given) => this.#graph.call('train', given));
    this.#updates += steps;
    return takeValues(losses!);
  }

  parameters(): MlpParameters {
    const read = this.#graph.call('read', {});
    return buildParameters(this.#task.start, (name) => Float32Array.from(takeValues(read[name]!)));
  }

  async dispose(): Promise<void> {
    this.#graph.dispose();
  }
}
