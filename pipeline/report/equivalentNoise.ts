/**
 * Equivalent noise: what a score means, in terms that can be seen. The share of flipped pixels at which real digits
 * get the same mean score from the same judges; and how that share is written.
 */
import { invertCurve } from '../statistics/psychometric.ts';
import type { JudgeCard, PanelCard } from '../study/records.ts';
import type { NoiseCurve } from '../study/tables.ts';

/** The curve of the readers of a study: of the panel, or of a judge that reads alone; none where it was not measured. */
export function chooseNoiseCurve(panel: PanelCard | null, judges: readonly JudgeCard[]): NoiseCurve {
  const card = panel ?? (judges.length === 1 ? judges[0] : undefined);
  return card?.noiseCurve ?? [];
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

/** A share of flipped pixels: `12%`, `under 1%`, `50% or more`; nothing where it is unknown. */
export function formatEquivalentNoise(share: number | null): string {
  if (share === null) return '';
  if (share >= 0.5) return '50% or more';
  return share < 0.005 ? 'under 1%' : `${Math.round(100 * share)}%`;
}
