/** Runs searches on a model until each is done: by the kernel where it takes the model, else side by side by matrix products. */
import { canSearchByKernel, searchByKernel } from './changeView.ts';
import type { OnProgress, SearchTask } from './idea.ts';
import type { ModelView, SearchableModel, SearchedModel } from './modelView.ts';
import type { Objective } from './objectives.ts';
import { advanceAll, type RunningSearch } from './speculation.ts';

/** What searches run on, and what they make large. */
export interface SearchGround {
  readonly model: SearchableModel;
  /** The same, as matrix products have it. */
  readonly view: ModelView;
  readonly objective: Objective;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * The searches of all tasks, done, in their order; `open` begins one on the model that it is given. Those whose progress is followed
 * go side by side, a few candidates of each in turn, so that what is said of all of them at once is of about the same effort.
 */
export async function runSearches<Search extends RunningSearch>(
  { model, view, objective, onProgress }: SearchGround,
  tasks: readonly SearchTask[],
  open: (model: SearchedModel, task: SearchTask) => Search,
): Promise<Search[]> {
  if (canSearchByKernel(model, onProgress === undefined ? 1 : tasks.length)) {
    // The other objectives need the logits of all classes.
    const wantedBy = ({ digit }: SearchTask) => (objective.name === 'logit' ? digit : undefined);
    const searches = await searchByKernel(model, { tasks, wantedBy, open, onProgress });
    if (searches !== null) return searches;
  }
  const searches = tasks.map((task) => open(view, task));
  await advanceAll(view, searches, onProgress);
  return searches;
}
