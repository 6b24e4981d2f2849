/**
 * tfjs's Adam, given the rate and epsilon at each update with which its step is Chainer's.
 *
 * tfjs:    p -= alpha' * (m / c1) / (sqrt(v / c2) + epsilon'), c = 1 - beta^t as float32 has it
 * Chainer: p -= alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
 *
 * so alpha' = alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * c1 / sqrt(c2) and epsilon' = epsilon / sqrt(c2). Epsilon
 * alone decides the step of a weight whose gradient is as small as it. And c2 is off by 1.3e-5 of itself at the first
 * update; seen without the correction: steps off by 6e-6, until some unit's sign differs, and after 100 updates a loss
 * off by 0.3%. With it: 4e-7.
 */
import type { AdamOptimizer } from '@tensorflow/tfjs-node';
import { raise } from '../../math/powers.ts';
import type { TrainingConfig } from '../../study/config.ts';
import type { TensorFlow } from './library.ts';

/** The optimizer. Call its `dispose` when done. */
export function createAdam(
  tf: TensorFlow,
  { learningRate, beta1, beta2, epsilon }: TrainingConfig['optimizer'],
): AdamOptimizer {
  class ChainerAdam extends tf.AdamOptimizer {
    readonly #nextC1 = trackComplement(beta1);
    readonly #nextC2 = trackComplement(beta2);

    override applyGradients(gradients: Parameters<AdamOptimizer['applyGradients']>[0]): void {
      const t = this.iterations + 1;
      const [c1, rootOfC2] = [this.#nextC1(), Math.sqrt(this.#nextC2())];
      const correction = Math.sqrt(1 - raise(beta2, t)) / (1 - raise(beta1, t));
      this.learningRate = (learningRate * correction * c1) / rootOfC2;
      this.epsilon = epsilon / rootOfC2;
      super.applyGradients(gradients);
    }
  }
  return new ChainerAdam(learningRate, beta1, beta2, epsilon);
}

/** 1 - beta, 1 - beta^2, ... in float32, as tfjs computes them from a running product. */
function trackComplement(beta: number): () => number {
  let power = 1;
  return () => {
    power = Math.fround(power * Math.fround(beta));
    return Math.fround(1 - power);
  };
}
