/** Corrections for testing several hypotheses: max-T within the hypotheses, Holm's over the claims. */
import { LEVEL } from '../statistics/blockedEffect.ts';
import { holm, leastFlipP, maxT } from '../statistics/multiplicity.ts';
import type { StudyConfig } from '../study/config.ts';
import type { Correction } from './conclude.ts';
import { isTested, type Tested, type Untested } from './hypothesis.ts';

/**
 * p of the hypotheses after max-T with step-down, by flips of the signs of all values of a seed together. n seeds have 2^n
 * flips, so that fewer than 6 never give a p below 0.05: then, Holm's correction of the p of Student's t instead. Either was
 * fixed before the data, and the sentence says which. All hypotheses are corrected together, so that none has to wait for one
 * before it.
 */
export function correctHypotheses(
  results: readonly (Tested | Untested)[],
  options: StudyConfig['analysis'],
): Correction[] {
  const seeds = [...new Set(results.flatMap(listSeeds))].sort((a, b) => a - b);
  const fewest = Math.min(...results.filter(isTested).map(({ blocks }) => blocks.length));
  if (seeds.length === 0 || leastFlipP(fewest) >= LEVEL) return correctClaims(results);
  const values = results.map((result) => {
    const own = new Map(isTested(result) ? result.blocks.map(({ seed, value }) => [seed, value]) : []);
    return seeds.map((seed) => own.get(seed) ?? null);
  });
  return maxT(values, options).map((p) => ({ p, by: 'correction by max-T' }));
}

/** p of the claims after Holm's correction. */
export function correctClaims(results: readonly (Tested | Untested)[]): Correction[] {
  const p = holm(results.map((result) => (isTested(result) ? result.effect.p : null)));
  return p.map((corrected) => ({ p: corrected, by: "Holm's correction" }));
}

function listSeeds(result: Tested | Untested): number[] {
  return isTested(result) ? result.blocks.map(({ seed }) => seed) : [];
}
