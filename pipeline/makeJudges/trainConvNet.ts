/**
 * Trains a convolutional network by tfjs: its automatic differentiation and its Adam, with a rate that falls linearly
 * to 0 and a running average of the weights.
 *
 * Kingma and Ba, arXiv 1412.6980 (Adam, and the average of section 7.2). The library comes in as an argument: nothing
 * but training needs it.
 */
import { setImmediate } from 'node:timers/promises';
import type { Scalar, Variable } from '@tensorflow/tfjs-node';
import {
  type ConvNet,
  countConvNetParameters,
  fanIn,
  inputSides,
  type LayerShape,
  splitParameters,
} from '../engine/convNet.ts';
import { applyConvNet, toLayerTensors } from '../engine/tfjs/convNet.ts';
import type { TensorFlow } from '../engine/tfjs/library.ts';
import { PIXELS } from '../math/images.ts';
import { fillNormal, openStream } from '../math/streams.ts';

/** What of TensorFlow.js training needs: tfjs-node has it, and plain tfjs. */
export type TrainingLibrary = Pick<
  TensorFlow,
  | 'AdamOptimizer'
  | 'conv2d'
  | 'dispose'
  | 'losses'
  | 'matMul'
  | 'tensor1d'
  | 'tensor2d'
  | 'tensor4d'
  | 'tidy'
  | 'variable'
>;

/** Everything that fixes a training run. */
export interface ConvNetTask {
  readonly layers: readonly LayerShape[];
  /** Fixes the start; the batches have streams of their own. */
  readonly seed: number;
  readonly updates: number;
  /** Adam's rate at the first update; at update t of T it is rate * (1 - t / T). */
  readonly rate: number;
  /** Weight of the past in the running average; less in the first updates: min(averaging, (1 + t) / (10 + t)). */
  readonly averaging: number;
  /** The images of an update, from 0. */
  readonly drawBatch: (update: number) => Lesson;
}

/** Images [n, 784] in [0, 1] and what to answer to them, distributions [n, answers]. */
export interface Lesson {
  readonly images: Float32Array;
  readonly targets: Float32Array;
}

/**
 * The averaged weights after training; the same task gives the same bytes on one machine with one thread. `onUpdate`
 * is given the mean cross-entropy of each update, in nats, before it is made. Throws a RangeError where a loss is not
 * finite.
 */
export async function trainConvNet(
  tf: TrainingLibrary,
  task: ConvNetTask,
  onUpdate: (update: number, loss: number) => void = () => undefined,
): Promise<ConvNet> {
  const variables = createVariables(tf, initialiseConvNet(task.layers, task.seed));
  const averages = variables.map((variable) => tf.variable(variable, false));
  const optimizer = createFallingAdam(tf, task);
  try {
    for (let k = 0; k < task.updates; k++) {
      // A signal is heard between updates alone.
      await setImmediate();
      const loss = makeUpdate(tf, optimizer, { layers: task.layers, variables }, task.drawBatch(k));
      if (!Number.isFinite(loss))
        throw new RangeError(`cnn: expected a finite loss, got ${loss} at update ${k}`);
      updateAverages(tf, averages, variables, Math.min(task.averaging, (1 + k) / (10 + k)));
      onUpdate(k, loss);
    }
    return readVariables(task.layers, averages);
  } finally {
    optimizer.dispose();
    for (const variable of [...variables, ...averages]) variable.dispose();
  }
}

/** He et al., arXiv 1502.01852: weights normal with standard deviation sqrt(2 / fan-in), biases 0. */
export function initialiseConvNet(layers: readonly LayerShape[], seed: number): ConvNet {
  inputSides(layers);
  const parameters = new Float32Array(countConvNetParameters(layers));
  splitParameters({ layers, parameters }).forEach(({ weights }, at) => {
    const deviation = Math.sqrt(2 / fanIn(layers[at]!));
    fillNormal(openStream(seed, `cnn/init/${at}`), deviation, weights);
  });
  return { layers, parameters };
}

function createVariables(tf: TrainingLibrary, start: ConvNet): Variable[] {
  const tensors = toLayerTensors(tf, start);
  const variables = tensors.map((tensor) => tf.variable(tensor));
  tf.dispose(tensors);
  return variables;
}

function createFallingAdam(tf: TrainingLibrary, { rate, updates }: ConvNetTask) {
  class FallingAdam extends tf.AdamOptimizer {
    override applyGradients(
      gradients: Parameters<InstanceType<typeof tf.AdamOptimizer>['applyGradients']>[0],
    ) {
      this.learningRate = rate * (1 - this.iterations / updates);
      super.applyGradients(gradients);
    }
  }
  return new FallingAdam(rate, 0.9, 0.999, 1e-8);
}

/** Makes one update; returns the loss before it. */
function makeUpdate(
  tf: TrainingLibrary,
  optimizer: ReturnType<typeof createFallingAdam>,
  { layers, variables }: { readonly layers: readonly LayerShape[]; readonly variables: Variable[] },
  batch: Lesson,
): number {
  return tf.tidy(() => {
    const count = batch.images.length / PIXELS;
    const images = tf.tensor2d(batch.images, [count, PIXELS]);
    const targets = tf.tensor2d(batch.targets, [count, batch.targets.length / count]);
    const measure = () =>
      tf.losses.softmaxCrossEntropy(targets, applyConvNet(tf, layers, variables, images)) as Scalar;
    return optimizer.minimize(measure, true, variables)!.dataSync<'float32'>()[0]!;
  });
}

/** average = past * average + (1 - past) * variable. */
function updateAverages(
  tf: TrainingLibrary,
  averages: Variable[],
  variables: Variable[],
  past: number,
): void {
  tf.tidy(() => {
    averages.forEach((average, at) => {
      average.assign(average.mul(past).add(variables[at]!.mul(1 - past)));
    });
  });
}

function readVariables(layers: readonly LayerShape[], variables: Variable[]): ConvNet {
  const parameters = new Float32Array(countConvNetParameters(layers));
  let at = 0;
  for (const variable of variables) {
    const ordered = variable.rank === 4 ? variable.transpose([3, 2, 0, 1]) : variable.clone();
    parameters.set(ordered.dataSync<'float32'>(), at);
    ordered.dispose();
    at += variable.size;
  }
  return { layers, parameters };
}
