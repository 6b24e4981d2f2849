/** From log densities to what a reader says: Bayes' rule with equal priors. */
import { CLASSES } from '../math/images.ts';

/** log P(digit | x) [10] = log p(x | digit) - logsumexp over digits, in nats; equal priors. */
export function logPosterior(logDensities: Float64Array): Float64Array {
  const largest = logDensities.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logDensities.reduce((total, value) => total + Math.exp(value - largest), 0);
  return logDensities.map((value) => value - largest - Math.log(sum));
}

/** The digit of the largest of ten scores; the smaller digit on a tie. */
export function mostLikely(scores: Float64Array): number {
  let best = 0;
  for (let digit = 1; digit < CLASSES; digit++) if (scores[digit]! > scores[best]!) best = digit;
  return best;
}

/** Share of the ascending `references` that lie below `value`, in [0, 1]; null for no references. */
export function shareBelow(references: readonly number[], value: number): number | null {
  if (references.length === 0) return null;
  let low = 0;
  let high = references.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (references[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low / references.length;
}
