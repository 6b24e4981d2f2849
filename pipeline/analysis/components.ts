/** Where the variance of scores comes from: cells, digits, models, starts. */
import { groupBy } from '../statistics/groupBy.ts';
import {
  estimateComponents,
  shareVariance,
  type VarianceComponents,
} from '../statistics/varianceComponents.ts';
import { nameSettings, type ReadModel } from './readModels.ts';
import type { Way } from './ways.ts';

/** The components, or why there are none. */
export interface ScoreComponents {
  readonly components: VarianceComponents | null;
  /** The share of each in [0, 1]. */
  readonly shares: VarianceComponents | null;
  readonly refused: string | null;
}

/** Variance components of scores by one way, of the seeds, digits and starts that every cell has. */
export function findComponents(models: readonly ReadModel[], way: Way): ScoreComponents {
  const cells = [...groupBy(models, ({ model }) => nameSettings(model.settings)).values()];
  const seeds = inAll(cells.map((own) => own.map(({ seed }) => seed)));
  const balanced = cells.map((own) => seeds.map((seed) => own.find((model) => model.seed === seed)!));
  const ideas = balanced.flat().map(({ checkpoint }) => checkpoint.ideas);
  const digits = inAll(ideas.map((own) => own.map(({ digit }) => digit)));
  const starts = inAll(ideas.map((own) => own.map(({ digit, restart }) => `${digit} ${restart}`)));
  const restarts = inAll(
    digits.map((digit) =>
      starts.filter((start) => start.startsWith(`${digit} `)).map((start) => start.split(' ')[1]!),
    ),
  );
  const scores = balanced.map((own) =>
    own.map(({ checkpoint }) => {
      const byStart = new Map(checkpoint.ideas.map((idea) => [`${idea.digit} ${idea.restart}`, idea]));
      return digits.map((digit) =>
        restarts.map((restart) => way.scoreOf(byStart.get(`${digit} ${restart}`)!.scores)),
      );
    }),
  );
  const components = restarts.length === 0 ? null : estimateComponents(scores);
  if (components === null) {
    const refused = `needs at least 2 cells, seeds and digits that all have, got ${cells.length}, ${seeds.length} and ${digits.length}`;
    return { components, shares: null, refused };
  }
  return { components, shares: shareVariance(components), refused: null };
}

/** The distinct values that are in every list, ascending. */
function inAll<Value extends number | string>(lists: readonly (readonly Value[])[]): Value[] {
  const [first = [], ...others] = lists.map((list) => new Set(list));
  return [...first]
    .filter((value) => others.every((other) => other.has(value)))
    .sort((a, b) => (a < b ? -1 : 1));
}
