/** Any search by its config. */
import type { SearchConfig } from '../study/config.ts';
import { searchAscent } from './ascent.ts';
import { searchCoordinates } from './coordinate.ts';
import type { Idea, OnProgress, SearchOptions, SearchTask } from './idea.ts';
import type { SearchableModel } from './modelView.ts';
import { searchMonteCarlo } from './monteCarlo.ts';

/** Searches all `tasks` on one model in the way that `config` names. */
export function search(
  model: SearchableModel,
  tasks: readonly SearchTask[],
  config: Omit<SearchConfig, 'start' | 'restarts'>,
  onProgress?: OnProgress,
): Promise<readonly Idea[]> {
  const { objective, seed, snapshots } = config;
  const shared: SearchOptions = {
    objective,
    ...(snapshots > 0 && { snapshotEvery: snapshots }),
    ...(onProgress && { onProgress }),
  };
  switch (config.method) {
    case 'coordinate':
      return searchCoordinates(model, tasks, { ...shared, passes: config.passes, order: config.order, seed });
    case 'monte-carlo':
      return searchMonteCarlo(model, tasks, {
        ...shared,
        proposals: config.proposals,
        schedule: { name: 'zero' },
        seed,
      });
    case 'annealing':
      return searchMonteCarlo(model, tasks, {
        ...shared,
        proposals: config.proposals,
        schedule: { name: config.schedule, from: config.hottest, to: config.coldest },
        seed,
      });
    case 'gradient': {
      const { updates, rate, variation, l2, jitter } = config;
      return searchAscent(model, tasks, {
        ...shared,
        updates,
        rate,
        totalVariation: variation,
        l2,
        jitter,
        seed,
      });
    }
  }
}
