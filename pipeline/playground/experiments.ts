/** What can be done to an image in a playground: a flip, a search that can be watched, and a counterfeit. */
import type { LoadedModel } from '../engine/engine.ts';
import { SIDE } from '../math/images.ts';
import type { Changed } from '../search/changeSearch.ts';
import { CoordinateSearch } from '../search/coordinateSearch.ts';
import { findFewestChanges, oppositeOf } from '../search/fewestChanges.ts';
import { viewModel } from '../search/modelView.ts';
import { OBJECTIVES } from '../search/objectives.ts';
import { advanceAll } from '../search/speculation.ts';

/** Most pixels that a counterfeit may flip. */
export const FLIP_BUDGET = 100;

/** Visits of a watched search between two looks at it: two rows of pixels. */
const VISITS_PER_LOOK = 2 * SIDE;

/** Waits until the page has been drawn; throws where the reader wants no more. */
export type Breathe = () => Promise<void>;

/** An image [784] with one pixel at the far end: 0 where it is at least 1/2, and 1 where it is less. */
export function flipPixel(image: Float32Array, pixel: number): Float32Array {
  return image.map((value, at) => (at === pixel ? Number(value < 0.5) : value));
}

/**
 * The coordinate search of the study (search/coordinate.ts) on one image, until no single flip raises the digit's energy.
 * `look` is given the search after every other row of pixels; what it waits for, the search waits for.
 */
export async function searchFrom(
  model: LoadedModel,
  start: Float32Array,
  digit: number,
  look: (search: CoordinateSearch) => Promise<void>,
): Promise<CoordinateSearch> {
  let looked = 0;
  const watched = breathing(model, async () => {
    if (search.visits - looked < VISITS_PER_LOOK) return;
    looked = search.visits;
    await look(search);
  });
  const view = viewModel(watched);
  const search = new CoordinateSearch(
    view,
    { digit, start },
    { objective: OBJECTIVES.logit, lastVisit: Number.POSITIVE_INFINITY },
  );
  await advanceAll(view, [search]);
  return search;
}

/** The fewest flips that were found to have the model read `target`, as in the study's experiment of counterfeits. */
export async function counterfeit(
  model: LoadedModel,
  image: Float32Array,
  target: number,
  breathe: Breathe,
): Promise<Changed> {
  const task = { image, offered: oppositeOf(image), target };
  const [changed] = await findFewestChanges(breathing(model, breathe), [task], { budget: FLIP_BUDGET });
  return changed!;
}

/** The model, which breathes before each matrix product of a search. */
function breathing(model: LoadedModel, breathe: Breathe): LoadedModel {
  return {
    ...model,
    async logitsOfChanges(bases, changes) {
      await breathe();
      return model.logitsOfChanges(bases, changes);
    },
  };
}
