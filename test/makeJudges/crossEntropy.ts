import { ANSWERS, LEAST_PROBABILITY } from '../../pipeline/judging/answers.ts';

/** Mean cross-entropy in nats of targets [n, 11] under probabilities [n, 11]. */
export function measureCrossEntropy(probabilities: Float64Array, targets: Float32Array): number {
  let total = 0;
  targets.forEach((target, at) => {
    if (target > 0) total -= target * Math.log(Math.max(probabilities[at]!, LEAST_PROBABILITY));
  });
  return (total * ANSWERS) / targets.length;
}
