/**
 * What one would write without this project: the article's network as a Layers model, compiled with Adam, trained batch by
 * batch. The benchmark measures the engines against it. Weights start as tfjs draws them.
 */
import { countUpdates } from '../engine/batches.ts';
import type { TrainingTask } from '../engine/engine.ts';
import type { TensorFlow } from '../engine/tfjs/library.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import type { Steps } from './trainingBench.ts';

/** Opens the loop. */
export function openPlainLoop(tf: TensorFlow, task: TrainingTask): Steps {
  const { data, batch, optimizer, start } = task;
  const units = start.hidden;
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units, activation: 'relu', inputShape: [PIXELS] }),
      tf.layers.dense({ units, activation: 'relu' }),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  const adam = tf.train.adam(optimizer.learningRate, optimizer.beta1, optimizer.beta2, optimizer.epsilon);
  model.compile({ optimizer: adam, loss: 'categoricalCrossentropy' });
  const images = tf.tensor2d(bytesToUnit(data.images), [data.labels.length, PIXELS]);
  const onehot = tf.tidy(() => tf.oneHot(tf.tensor1d(data.labels, 'int32'), CLASSES).toFloat());
  return {
    run: async (batches) => {
      const losses = new Float32Array(countUpdates(batches, batch));
      for (const step of losses.keys()) {
        const index = tf.tensor1d(batches.subarray(step * batch, (step + 1) * batch), 'int32');
        const [x, y] = [tf.gather(images, index), tf.gather(onehot, index)];
        losses[step] = (await model.trainOnBatch(x, y)) as number;
        tf.dispose([index, x, y]);
      }
      return losses;
    },
    dispose: async () => {
      model.dispose();
      adam.dispose();
      tf.dispose([images, onehot]);
    },
  };
}
