/** Training by tfjs: gradients by its automatic differentiation, updates by its optimizers. */
import type { Rank, Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-node';
import { bytesToUnit, CLASSES, PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { assertFlips, countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { buildParameters } from '../parameters.ts';
import type { TensorFlow } from './library.ts';
import { applyMlp, disposeTensors, type MlpTensors, toTensors } from './mlp.ts';
import { createUpdater, type Updater } from './optimizers.ts';

/** Opens a {@link Trainer}. */
export function openTfjsTrainer(tf: TensorFlow, task: TrainingTask): Trainer {
  return new TfjsTrainer(tf, task);
}

class TfjsTrainer implements Trainer {
  readonly #tf: TensorFlow;
  readonly #task: TrainingTask;
  readonly #images: Tensor2D;
  readonly #onehot: Tensor2D;
  /** The network over {@link TfjsTrainer.#variables}. */
  readonly #network: MlpTensors;
  /** Weights and biases of every layer in turn. */
  readonly #variables: readonly Variable[];
  readonly #updater: Updater;

  constructor(tf: TensorFlow, task: TrainingTask) {
    this.#tf = tf;
    this.#task = task;
    const { images, labels } = task.data;
    this.#images = tf.tensor2d(bytesToUnit(images), [labels.length, PIXELS]);
    this.#onehot = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES).toFloat() as Tensor2D);
    const layers = createVariables(tf, task.start);
    this.#network = { activation: task.start.activation, layers };
    this.#variables = layers.flatMap(({ weights, biases }) => [weights, biases]);
    this.#updater = createUpdater(tf, task.optimizer);
  }

  async run(batches: Int32Array, flips?: Uint8Array): Promise<Float32Array> {
    const { batch } = this.#task;
    const steps = countUpdates(batches, batch);
    assertFlips(this.#task, batches, flips);
    const losses = Array.from({ length: steps }, (_, step) =>
      this.#update(
        batches.subarray(step * batch, (step + 1) * batch),
        flips && rowOf(flips, step, batch * PIXELS),
      ),
    );
    const stacked = this.#tf.stack(losses);
    const values = stacked.dataSync<'float32'>();
    this.#tf.dispose([stacked, ...losses]);
    return values;
  }

  /** Makes one update and returns the loss before it. */
  #update(indices: Int32Array, flips: Uint8Array | undefined): Scalar {
    const tf = this.#tf;
    return tf.tidy(() => {
      const index = tf.tensor1d(indices, 'int32');
      const clean = tf.gather(this.#images, index); // [B, 784]
      const images = flips ? this.#flip(clean, flips) : clean;
      const labels = tf.gather(this.#onehot, index); // [B, 10]
      return this.#updater.update(
        () => tf.losses.softmaxCrossEntropy(labels, applyMlp(tf, this.#network, images)) as Scalar,
        this.#variables,
      );
    });
  }

  /** |x - flip|: 1 - x where flip is 1. */
  #flip(clean: Tensor2D, flips: Uint8Array): Tensor2D {
    const marks = this.#tf.tensor2d(Float32Array.from(flips), [flips.length / PIXELS, PIXELS]);
    return clean.sub<Tensor2D>(marks).abs();
  }

  parameters(): MlpParameters {
    const arrays = this.#variables.map((variable) => Float32Array.from(variable.dataSync<'float32'>()));
    return buildParameters(this.#task.start, () => arrays.shift()!);
  }

  async dispose(): Promise<void> {
    // dispose of a variable unregisters its name; the optimizer's moments are not the variables' own.
    this.#updater.dispose();
    for (const variable of this.#variables) variable.dispose();
    this.#tf.dispose([this.#images, this.#onehot]);
  }
}

function createVariables(tf: TensorFlow, start: MlpParameters) {
  const tensors = toTensors(tf, start);
  const layers = tensors.layers.map(({ weights, biases }) => ({
    weights: tf.variable<Rank>(weights),
    biases: tf.variable<Rank>(biases),
  }));
  disposeTensors(tensors);
  return layers;
}
