/**
 * Coordinate search: visit the pixels in an order, give each the value 0 or 1 whose energy is larger, pass after pass.
 * In raster order this is the article's `search_gd`.
 *
 * The layers behind the first are nearly all the work. A kernel computes what of them a flip moves; where it does not take the
 * searches, they run side by side, so that they become matrix products for many candidates (runSearches.ts).
 */
import { PIXELS } from '../math/images.ts';
import { drawPermutation, openStream } from '../math/streams.ts';
import type { OrderName } from '../study/config.ts';
import { concludeSearch } from './concludeSearch.ts';
import { CoordinateSearch } from './coordinateSearch.ts';
import type { Idea, SearchOptions, SearchTask } from './idea.ts';
import { type SearchableModel, viewModel } from './modelView.ts';
import { defineObjectives } from './objectives.ts';
import { runSearches } from './runSearches.ts';

/** How long a coordinate search is, and in which order it visits the pixels. */
export interface CoordinateOptions extends SearchOptions {
  /** Ends each search after so many passes, or when no single flip raises the energy. */
  readonly passes: number | 'converged';
  /** Raster order unless given; shuffled: an order of its own for each task, the same in every pass. */
  readonly order?: OrderName;
  /** Of shuffled orders (stream `search/order/DIGIT/RESTART`); 0 unless given. */
  readonly seed?: number;
}

/**
 * Searches all `tasks` on one model. The images are those of visiting one pixel at a time with exact logits.
 */
export async function searchCoordinates(
  model: SearchableModel,
  tasks: readonly SearchTask[],
  options: CoordinateOptions,
): Promise<Idea[]> {
  const view = viewModel(model);
  const objective = defineObjectives(view.classes)[options.objective ?? 'logit'];
  const lastVisit = options.passes === 'converged' ? Number.POSITIVE_INFINITY : options.passes * PIXELS;
  const searches = await runSearches(
    { model, view, objective, onProgress: options.onProgress },
    tasks,
    (on, task) =>
      new CoordinateSearch(on, task, {
        objective,
        lastVisit,
        order: chooseOrder(task, options),
        snapshotEvery: options.snapshotEvery,
      }),
  );
  const ideas: Idea[] = [];
  for (const [k, search] of searches.entries()) {
    ideas.push(await concludeSearch(view, search, tasks[k]!, search.visits));
  }
  return ideas;
}

/** The pixels [784] in the order of their visits; undefined for raster order. */
function chooseOrder(task: SearchTask, { order, seed = 0 }: CoordinateOptions): Int32Array | undefined {
  if (order !== 'shuffled') return undefined;
  return drawPermutation(openStream(seed, `search/order/${task.digit}/${task.restart}`), PIXELS);
}
