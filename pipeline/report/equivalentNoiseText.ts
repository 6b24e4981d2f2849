/** Equivalent noise in words. */

/** A share of flipped pixels: `12%`, `under 1%`, `50% or more`; nothing where it is unknown. */
export function formatEquivalentNoise(share: number | null): string {
  if (share === null) return '';
  if (share >= 0.5) return '50% or more';
  return share < 0.005 ? 'under 1%' : `${Math.round(100 * share)}%`;
}
