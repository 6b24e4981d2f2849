/**
 * Equivalent noise: what a score means, in terms that can be seen. The share of flipped pixels at which real digits
 * get the same mean score from the same judges.
 */
import { invertCurve } from '../math/psychometric.ts';
import type { JudgeCard } from '../study/records.ts';
import type { NoiseCurve } from './tables.ts';

/** The panel's curve: the mean of its judges', which are all taken at the same shares of flipped pixels. */
export function panelNoiseCurve(cards: readonly JudgeCard[]): NoiseCurve {
  return (cards[0]?.noiseCurve ?? []).map(({ flipRate }, at) => ({
    flipRate,
    recognisability:
      cards.reduce((sum, card) => sum + card.noiseCurve[at]!.recognisability, 0) / cards.length,
  }));
}

/**
 * The share of flipped pixels at which the mean score of real digits is `score`, in [0, 0.5]: 0 for scores above that
 * of clean digits, 0.5 for scores below that of digits with half of their pixels flipped; null without a curve.
 */
export function equivalentNoise(curve: NoiseCurve, score: number): number | null {
  if (curve.length === 0) return null;
  return invertCurve(
    curve.map(({ flipRate, recognisability }) => ({ x: flipRate, y: recognisability })),
    score,
  );
}
