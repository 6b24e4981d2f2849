/** Bounds of pre-activations, tightened by optimising each over the relaxation (optimality-based bound tightening). */
import { isOpen, type Region } from './region.ts';
import type { Relaxation } from './relaxation.ts';

/**
 * Tightens in place the bounds of every unit whose sign is open in the region: over images that the relaxation does not rule
 * out, those worse than its cut among them. Returns false where none is left.
 */
export function tightenUnits(relaxation: Relaxation, region: Region): boolean {
  const { lower, upper } = region.units;
  for (const unit of relaxation.units) {
    if (!isOpen(region, unit)) continue;
    const [low, high] = [lower[unit.layer]!, upper[unit.layer]!];
    high[unit.unit] = Math.min(high[unit.unit]!, relaxation.boundUnit(unit, 1));
    low[unit.unit] = Math.max(low[unit.unit]!, relaxation.boundUnit(unit, -1));
    if (low[unit.unit]! > high[unit.unit]!) return false;
    relaxation.enter(region);
  }
  return true;
}
