/** Training by tfjs: gradients by its automatic differentiation, updates by its Adam. */
import type { Rank, Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-node';
import { bytesToUnit, CLASSES, PIXELS } from '../../math/images.ts';
import { countUpdates } from '../batches.ts';
import type { MlpParameters, Trainer, TrainingTask } from '../engine.ts';
import { buildParameters, PARAMETER_NAMES, type ParameterName } from '../parameters.ts';
import { createAdam } from './adam.ts';
import type { TensorFlow } from './library.ts';
import { applyMlp, disposeTensors, toTensors } from './mlp.ts';

type Variables = Readonly<Record<ParameterName, Variable>>;

/** Opens a {@link Trainer}. */
export function openTfjsTrainer(tf: TensorFlow, task: TrainingTask): Trainer {
  return new TfjsTrainer(tf, task);
}

class TfjsTrainer implements Trainer {
  readonly #tf: TensorFlow;
  readonly #task: TrainingTask;
  readonly #images: Tensor2D;
  readonly #onehot: Tensor2D;
  readonly #variables: Variables;
  readonly #optimizer: ReturnType<typeof createAdam>;

  constructor(tf: TensorFlow, task: TrainingTask) {
    this.#tf = tf;
    this.#task = task;
    const { images, labels } = task.data;
    this.#images = tf.tensor2d(bytesToUnit(images), [labels.length, PIXELS]);
    this.#onehot = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES).toFloat() as Tensor2D);
    this.#variables = createVariables(tf, task.start);
    this.#optimizer = createAdam(tf, task.optimizer);
  }

  async run(batches: Int32Array): Promise<Float32Array> {
    const { batch } = this.#task;
    const losses = Array.from({ length: countUpdates(batches, batch) }, (_, step) =>
      this.#update(batches.subarray(step * batch, (step + 1) * batch)),
    );
    const stacked = this.#tf.stack(losses);
    const values = stacked.dataSync<'float32'>();
    this.#tf.dispose([stacked, ...losses]);
    return values;
  }

  /** Makes one update and returns the loss before it. */
  #update(indices: Int32Array): Scalar {
    const tf = this.#tf;
    return tf.tidy(() => {
      const index = tf.tensor1d(indices, 'int32');
      const images = tf.gather(this.#images, index); // [B, 784]
      const labels = tf.gather(this.#onehot, index); // [B, 10]
      return this.#optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(labels, applyMlp(tf, this.#variables, images)) as Scalar,
        true,
        Object.values(this.#variables),
      )!;
    });
  }

  parameters(): MlpParameters {
    return buildParameters(this.#task.start.hidden, (name) =>
      Float32Array.from(this.#variables[name].dataSync<'float32'>()),
    );
  }

  async dispose(): Promise<void> {
    // dispose of a variable unregisters its name; the optimizer's moments are not the variables' own.
    this.#optimizer.dispose();
    for (const name of PARAMETER_NAMES) this.#variables[name].dispose();
    this.#tf.dispose([this.#images, this.#onehot]);
  }
}

function createVariables(tf: TensorFlow, start: MlpParameters): Variables {
  const tensors = toTensors(tf, start);
  const variable = (name: ParameterName) => tf.variable<Rank>(tensors[name]);
  const variables = {
    w1: variable('w1'),
    b1: variable('b1'),
    w2: variable('w2'),
    b2: variable('b2'),
    w3: variable('w3'),
    b3: variable('b3'),
  };
  disposeTensors(tensors);
  return variables;
}
