/** Two made studies to compare: what test/verify makes, each read as a folder would be. */
import type { Side } from '../../pipeline/diff/side.ts';
import type { Pair } from '../../pipeline/diff/twoSides.ts';
import type { StudySummary } from '../../pipeline/verify/summary.ts';
import { makeSummary } from '../verify/madeSummary.ts';

/** Two sides that are the same but for what `change` does to B's summary, and for `own` of B. */
export function makeSides(
  change: (found: StudySummary) => void = () => undefined,
  own: Partial<Side> = {},
): Pair<Side> {
  const found = makeSummary();
  change(found);
  return { a: makeSide('runs/a', makeSummary()), b: { ...makeSide('runs/b', found), ...own } };
}

function makeSide(path: string, summary: StudySummary): Side {
  const { environment } = summary;
  return {
    ...{ path, ...summary, recorded: environment, tolerances: {}, damaged: [], pictures: {} },
    readIdea: async () => new Float32Array(784),
  };
}

/** The sides the other way round. */
export function swap({ a, b }: Pair<Side>): Pair<Side> {
  return { a: b, b: a };
}
