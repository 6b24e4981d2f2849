/**
 * tfjs's Adam with epsilon where Chainer has it.
 *
 * tfjs:    p -= alpha * mHat / (sqrt(vHat) + epsilon), mHat = m / (1 - beta1^t), vHat = v / (1 - beta2^t)
 * Chainer: p -= alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
 *
 * The second is the first with epsilon / sqrt(1 - beta2^t). At the first update of a weight whose gradient is as small
 * as epsilon the difference is the whole step, so the engines would part there.
 */
import type { AdamOptimizer } from '@tensorflow/tfjs-node';
import type { TrainingConfig } from '../../study/config.ts';
import type { TensorFlow } from './library.ts';

/** An optimizer for {@link TensorFlow}. Call its `dispose` when done. */
export function createAdam(
  tf: TensorFlow,
  { learningRate, beta1, beta2, epsilon }: TrainingConfig['optimizer'],
): AdamOptimizer {
  class ChainerAdam extends tf.AdamOptimizer {
    override applyGradients(gradients: Parameters<AdamOptimizer['applyGradients']>[0]): void {
      this.epsilon = epsilon / Math.sqrt(1 - beta2 ** (this.iterations + 1));
      super.applyGradients(gradients);
    }
  }
  return new ChainerAdam(learningRate, beta1, beta2, epsilon);
}
