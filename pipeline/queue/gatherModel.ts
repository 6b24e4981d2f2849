/** Takes a computed model from the store into the study, and holds it against what the study wants. */
import { readModelState } from '../models/modelState.ts';
import { readTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import { findNeed } from '../sweep/computeModel.ts';
import { sumTaken } from '../sweep/computeModels.ts';
import type { PlannedModel } from '../sweep/plan.ts';
import { fetchModel, placeModel } from './modelBundle.ts';

/** What became of it: the seconds that its worker took, or why it has to be computed again. */
export type Gathered = { readonly fault: null; readonly seconds: number } | { readonly fault: string };

/** Gathers a model. What is of no use is removed from the store. */
export async function gatherModel(
  study: Study,
  data: StudyData,
  planned: PlannedModel,
  hash: string,
  store: ObjectStore,
): Promise<Gathered> {
  const { model } = planned;
  let damage: string | null = null;
  const tree = await fetchModel(hash, store, (line) => {
    damage = line;
  });
  if (tree === null)
    return { fault: damage ?? `${model.name}: its files are gone from ${store.name}; computed again` };
  await placeModel(study, model, tree);
  const need = await findNeed(study, await readModelState(study, model, data), data);
  if (need !== null) {
    await store.remove(objectKeyOf('models', hash));
    return {
      fault: `${model.name}: what came from ${store.name} does not hold: ${need.reason}; computed again`,
    };
  }
  const times = await readTimes(study, model);
  return { fault: null, seconds: times === null ? 0 : sumTaken(planned, times) };
}
