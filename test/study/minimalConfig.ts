/** The shortest config that is valid, for tests that change one thing in it. */
import type { AxisName } from '../../pipeline/study/axes.ts';

type Tree = Record<string, unknown>;

/** A new config with one model; `changes` replace or add top-level keys. */
export function minimalConfig(changes: Tree = {}): Tree {
  return { name: 'tiny', grid: { hidden: [16], batch: [20], seeds: [0] }, ...changes };
}

/** The same with one axis of the grid added or replaced. */
export function withAxis(axis: AxisName | 'seeds', values: unknown): Tree {
  return minimalConfig({ grid: { hidden: [16], batch: [20], seeds: [0], [axis]: values } });
}
