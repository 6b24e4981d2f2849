/** Training by TensorFlow: the state lives in the variables of a graph, which one call an epoch changes. */
import type { Tensor } from '@tensorflow/tfjs-node';
import type { OptimizerSettings } from '../../study/axes.ts';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { buildParameters, listArrays, listParameters } from '../parameters.ts';
import type { TensorFlow } from './library.ts';
import type { KeptGraphs, LoadedGraph } from './loadedGraph.ts';
import { rateAt } from './optimizers.ts';
import { compute, takeValues, withTensors } from './tensors.ts';
import { buildTrainingGraph } from './trainingGraph.ts';

/** Opens a {@link Trainer}. */
export async function openTfjsTrainer(graphs: KeptGraphs, task: TrainingTask): Promise<Trainer> {
  const { tf } = graphs;
  const { start, data, hasInputNoise = false } = task;
  const optimizer = pickOptimizerSettings(task.optimizer);
  const key = JSON.stringify(['trainer', start.depth, start.activation, optimizer, hasInputNoise]);
  const plan = { architecture: start, optimizer, hasInputNoise };
  const graph = await graphs.open(key, () => buildTrainingGraph(plan));
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
    const losses = await compute(this.#graph, 'train', inputs, 'losses');
    this.#updates += steps;
    return losses;
  }

  parameters(): MlpParameters {
    const read = this.#graph.call('read', {});
    return buildParameters(this.#task.start, (name) => Float32Array.from(takeValues(read[name]!)));
  }

  async dispose(): Promise<void> {
    this.#graph.dispose();
  }
}

/** The settings of the optimizer alone, of what may be all of a model's. */
function pickOptimizerSettings(settings: OptimizerSettings): OptimizerSettings {
  const { optimizer, learningRate, beta1, beta2, epsilon, momentum, weightDecay } = settings;
  return { optimizer, learningRate, beta1, beta2, epsilon, momentum, weightDecay };
}
