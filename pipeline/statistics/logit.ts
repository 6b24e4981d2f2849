/** The logit scale, on which shares near 0 and 1 have room to vary. */
import { mean } from 'simple-statistics';
import { studentInterval } from './studentInterval.ts';

/** Shares are moved this far away from 0 and 1 before their logit is taken, which at either would be infinite. */
export const LOGIT_CLIP = 1e-4;

/** log(p / (1 - p)) of p in [0, 1], clipped to [{@link LOGIT_CLIP}, 1 - LOGIT_CLIP]: between -9.21 and 9.21. */
export function clippedLogit(p: number): number {
  const clipped = Math.min(1 - LOGIT_CLIP, Math.max(LOGIT_CLIP, p));
  return Math.log(clipped / (1 - clipped));
}

/** 1 / (1 + exp(-x)), in [0, 1]. */
export function inverseLogit(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/**
 * The mean of values in [0, 1] on the logit scale and its 95% interval (Student's t), both taken back to [0, 1]. Near the
 * ends, where shares are skewed, it covers what an interval of t cut off at 0 and 1 does not. The mean is at most the
 * plain one for values below a half and at least that for values above; they are the same for values close together.
 * The interval is null for one value. Throws a RangeError for none.
 */
export function logitInterval(values: readonly number[]): {
  readonly mean: number;
  readonly interval: [low: number, high: number] | null;
} {
  if (values.length === 0) throw new RangeError('logitInterval: expected at least one value, got none');
  const logits = values.map(clippedLogit);
  const interval = studentInterval(logits);
  return {
    mean: inverseLogit(mean(logits)),
    interval: interval && [inverseLogit(interval[0]), inverseLogit(interval[1])],
  };
}
