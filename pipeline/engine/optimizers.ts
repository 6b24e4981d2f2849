/** What the optimizers of all engines share; what each computes is documented in onnx/optimizers.ts. */
import { raise } from '../math/powers.ts';
import type { OptimizerName, OptimizerSettings } from '../study/axes.ts';

/** Prefixes of the values that an optimizer remembers of each parameter, beside the parameter itself. */
export const MEMORIES: Readonly<Record<OptimizerName, readonly string[]>> = {
  adam: ['m_', 'v_'],
  adamw: ['m_', 'v_'],
  sgd: [],
  momentum: ['v_'],
};

/** The bias correction of Adam's update t (from 1), as Chainer has it: sqrt(1 - beta2^t) / (1 - beta1^t). */
export function correctBias({ beta1, beta2 }: Pick<OptimizerSettings, 'beta1' | 'beta2'>, t: number): number {
  return Math.sqrt(1 - raise(beta2, t)) / (1 - raise(beta1, t));
}
