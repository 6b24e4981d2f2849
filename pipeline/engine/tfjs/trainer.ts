/** Training by TensorFlow: the state lives in the variables of a graph, which one call an epoch changes. */
import type { Tensor } from '@tensorflow/tfjs-node';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { takeTrainedPixels } from '../trainedPixels.ts';
import type { TensorFlow } from './library.ts';
import type { KeptGraphs, LoadedGraph } from './loadedGraph.ts';
import { kindOf, listSettings, rateAt, readSetting } from './optimizers.ts';
import { StoredParameters } from './storedParameters.ts';
import { compute, takeValues, withTensors } from './tensors.ts';
import { buildTrainingGraph } from './trainingGraph.ts';

/** Opens a {@link Trainer}. */
export async function openTfjsTrainer(graphs: KeptGraphs, task: TrainingTask): Promise<Trainer> {
  const { tf } = graphs;
  const { start, data, optimizer, hasInputNoise = false, gradientPenalty = 0 } = task;
  const { depth, activation } = start;
  const update = kindOf(optimizer);
  const hasPenalty = gradientPenalty > 0;
  const key = JSON.stringify(['trainer', depth, activation, update, hasInputNoise, hasPenalty]);
  const graph = await graphs.open(key, () =>
    buildTrainingGraph({ architecture: start, update, hasInputNoise, hasPenalty }),
  );
  const { pixels, images } = takeTrainedPixels(task);
  const stored = new StoredParameters(start, pixels);
  const parameters = stored
    .list()
    .map(({ name, values, shape }): [string, Tensor] => [name, tf.tensor(values, [...shape])]);
  withTensors(
    {
      images: tf.scalar(images, 'string'),
      shape: tf.tensor1d([-1, pixels.length], 'int32'),
      labels: tf.scalar(data.labels, 'string'),
      ...Object.fromEntries(parameters),
    },
    (inputs) => tf.dispose(graph.call('start', inputs)),
  );
  return new TfjsTrainer({ tf, task, graph, stored });
}

/** What a trainer computes with. */
interface TrainerParts {
  readonly tf: TensorFlow;
  readonly task: TrainingTask;
  readonly graph: LoadedGraph;
  readonly stored: StoredParameters;
}

class TfjsTrainer implements Trainer {
  readonly #parts: TrainerParts;
  #updates = 0;

  constructor(parts: TrainerParts) {
    this.#parts = parts;
  }

  async run(batches: Int32Array, flips?: Uint8Array): Promise<Float32Array> {
    const { tf, task, graph } = this.#parts;
    const { batch, optimizer, gradientPenalty = 0 } = task;
    const steps = countUpdates(batches, batch);
    assertFlips(task, batches, flips);
    const rates = Float32Array.from({ length: steps }, (_, step) =>
      rateAt(optimizer, this.#updates + step + 1),
    );
    const settings = listSettings(kindOf(optimizer)).map((name): [string, Tensor] => [
      name,
      tf.scalar(readSetting(optimizer, name)),
    ]);
    const inputs = {
      batches: tf.tensor2d(batches, [steps, batch], 'int32'),
      rates: tf.tensor1d(rates),
      ...Object.fromEntries(settings),
      ...(flips && { flips: tf.scalar(flips, 'string') }),
      ...(gradientPenalty > 0 && { doubled_penalty: tf.scalar(2 * gradientPenalty) }),
    };
    const losses = await compute(graph, 'train', inputs, 'losses');
    this.#updates += steps;
    return losses;
  }

  parameters(): MlpParameters {
    const { graph, stored } = this.#parts;
    const read = graph.call('read', {});
    return stored.restore((name) => takeValues(read[name]!));
  }

  async dispose(): Promise<void> {
    this.#parts.graph.dispose();
  }
}
