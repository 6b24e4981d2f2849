/**
 * tfjs's optimizers, told such rates that their steps are those documented in ../onnx/optimizers.ts.
 *
 * Adam. tfjs:    p -= alpha' * (m / c1) / (sqrt(v / c2) + epsilon'), c = 1 - beta^t as float32 has it
 *       Chainer: p -= alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
 *
 * so alpha' = alpha * sqrt(1 - beta2^t) / (1 - beta1^t) * c1 / sqrt(c2) and epsilon' = epsilon / sqrt(c2). Epsilon
 * alone decides the step of a weight whose gradient is as small as it. And c2 is off by 1.3e-5 of itself at the first
 * update; seen without the correction: steps off by 6e-6, until some unit's sign differs, and after 100 updates a loss
 * off by 0.3%. With it: 4e-7.
 */
import type { AdamOptimizer, Optimizer, Scalar, Tensor, Variable } from '@tensorflow/tfjs-node';
import { raise } from '../../math/powers.ts';
import type { OptimizerName, OptimizerSettings } from '../../study/axes.ts';
import type { TensorFlow } from './library.ts';

/** Moves variables along the gradient of a loss. Call `dispose` when done. */
export interface Updater {
  /** Makes one update of `variables` and returns the loss before it. To be called inside tidy. */
  update(loss: () => Scalar, variables: readonly Variable[]): Scalar;
  dispose(): void;
}

/** The optimizer of `settings`, with its weight decay. */
export function createUpdater(tf: TensorFlow, settings: OptimizerSettings): Updater {
  const { optimizer: name, learningRate, weightDecay } = settings;
  const optimizer = OPTIMIZERS[name](tf, settings);
  const isDecoupled = name === 'adamw';
  return {
    update: (loss, variables) => {
      const { value, grads } = optimizer.computeGradients(loss, [...variables]);
      const gradients = variables.map((variable) => {
        const gradient = grads[variable.name]!;
        const isPulled = weightDecay > 0 && !isDecoupled;
        return {
          name: variable.name,
          tensor: isPulled ? addDecay(gradient, variable, weightDecay) : gradient,
        };
      });
      if (weightDecay > 0 && isDecoupled) shrink(variables, learningRate * weightDecay);
      optimizer.applyGradients(gradients);
      return value;
    },
    dispose: () => optimizer.dispose(),
  };
}

/** g + wd p. */
function addDecay(gradient: Tensor, variable: Variable, weightDecay: number): Tensor {
  return gradient.add(variable.mul(weightDecay));
}

/** p <- p - share p. */
function shrink(variables: readonly Variable[], share: number): void {
  for (const variable of variables) variable.assign(variable.sub(variable.mul(share)));
}

/** The optimizers without weight decay, which is done here: adamw's is adam's. */
const OPTIMIZERS: Readonly<
  Record<OptimizerName, (tf: TensorFlow, settings: OptimizerSettings) => Optimizer>
> = {
  adam: createAdam,
  adamw: createAdam,
  sgd: (tf, { learningRate }) => tf.train.sgd(learningRate),
  momentum: createMomentum,
};

/** tfjs's own, which in 4.22.0 leaves the tensor of its learning rate behind when it is disposed of. */
function createMomentum(tf: TensorFlow, { learningRate, momentum }: OptimizerSettings): Optimizer {
  class DisposedMomentum extends tf.MomentumOptimizer {
    override dispose(): void {
      super.dispose();
      this.c.dispose();
    }
  }
  return new DisposedMomentum(learningRate, momentum);
}

function createAdam(
  tf: TensorFlow,
  { learningRate, beta1, beta2, epsilon }: OptimizerSettings,
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
