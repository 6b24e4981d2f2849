/**
 * Adam's square root scaling rule (Malladi et al., 2022, arXiv 2205.10287): how its numbers follow the batch size, so that
 * models of equal epochs go about the same way through the same images.
 */
import type { Settings } from './axes.ts';

/** The settings that the rule changes. */
export type ScaledSettings = Pick<Settings, 'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'>;

/**
 * The settings for a batch `kappa` times as large: learningRate sqrt(kappa), 1 - kappa (1 - beta1), 1 - kappa (1 - beta2)
 * and epsilon / sqrt(kappa). The paper has no decoupled weight decay: that of adamw, which takes learningRate times weightDecay
 * of a parameter in each update, is multiplied by sqrt(kappa), so that as much is taken in an epoch. A beta below 0 is one that
 * the rule cannot scale.
 */
export function scaleAdam(
  settings: ScaledSettings & Pick<Settings, 'optimizer'>,
  kappa: number,
): ScaledSettings {
  const { optimizer, learningRate, beta1, beta2, epsilon, weightDecay } = settings;
  const root = Math.sqrt(kappa);
  return {
    learningRate: learningRate * root,
    beta1: scaleDecay(beta1, kappa),
    beta2: scaleDecay(beta2, kappa),
    epsilon: epsilon / root,
    weightDecay: optimizer === 'adamw' ? weightDecay * root : weightDecay,
  };
}

/** 1 - kappa (1 - beta) to twelve decimals: what is left of 0.9 ten times as fast is 0, not 2e-16. */
function scaleDecay(beta: number, kappa: number): number {
  // 0 is added, for the rounding of a very small negative number is -0.
  return Number((1 - kappa * (1 - beta)).toFixed(12)) + 0;
}
