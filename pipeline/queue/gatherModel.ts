/** Takes a computed model from the store into the study, and holds it against what the study wants. */
import { readModelState } from '../models/modelState.ts';
import { readTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import type { EpochRecord } from '../study/records.ts';
import { findNeed } from '../sweep/computeModel.ts';
import { sumTaken } from '../sweep/computeModels.ts';
import type { PlannedModel } from '../sweep/plan.ts';
import { fetchModel, placeModel } from './modelBundle.ts';

/** What became of it: its last epoch, if it was trained, and the seconds that its worker took; or why it has to be computed again. */
export type Gathered =
  | { readonly fault: null; readonly lastEpoch: EpochRecord | undefined; readonly seconds: number }
  | { readonly fault: string };

/** Where a computed model is, and whether it is still to come to its place. */
export interface ComputedModel {
  readonly hash: string;
  readonly store: ObjectStore;
  isInterrupted(): boolean;
}

/** Gathers a model; null where an interrupt came before it was at its place. What is of no use is removed from the store. */
export async function gatherModel(
  study: Study,
  data: StudyData,
  planned: PlannedModel,
  { hash, store, isInterrupted }: ComputedModel,
): Promise<Gathered | null> {
  const { model } = planned;
  let damage: string | null = null;
  const tree = await fetchModel(hash, store, (line) => {
    damage = line;
  });
  if (tree === null)
    return { fault: damage ?? `${model.name}: its files are gone from ${store.name}; computed again` };
  if (isInterrupted()) return null;
  await placeModel(study, model, tree);
  const state = await readModelState(study, model, data);
  const need = await findNeed(study, state, data);
  if (need !== null) {
    await store.remove(objectKeyOf('models', hash));
    return {
      fault: `${model.name}: what came from ${store.name} does not hold: ${need.reason}; computed again`,
    };
  }
  const times = await readTimes(study, model);
  const lastEpoch = state.missing === 'train' ? undefined : state.training.content.epochs.at(-1);
  return { fault: null, lastEpoch, seconds: times === null ? 0 : sumTaken(planned, times) };
}
