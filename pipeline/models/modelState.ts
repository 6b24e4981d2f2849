/** What there is of a model: read once, with the reason where something is missing. */
import type { Model } from '../study/grid.ts';
import { findCheckpointGap } from './checkpointIdeas.ts';
import { findIdeas, type IdeasResult } from './modelIdeas.ts';
import { findModel } from './modelOrigin.ts';
import { listAllModels, type Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';
import type { TrainingResult } from './trainedModel.ts';

/** A model that is trained and whose ideas are found, where the study wants it those at its checkpoints too. */
export interface SearchedModel {
  readonly model: Model;
  readonly training: TrainingResult;
  readonly ideas: IdeasResult;
}

/** A model and the first step that it lacks; null where it lacks neither. */
export type ModelState =
  | { readonly model: Model; readonly missing: 'train'; readonly reason: string }
  | {
      readonly model: Model;
      readonly missing: 'ideas';
      readonly reason: string;
      readonly training: TrainingResult;
    }
  | (SearchedModel & { readonly missing: null });

/** Looks at what is there of one model: every file of it is read and hashed. */
export async function readModelState(study: Study, model: Model, data: StudyData): Promise<ModelState> {
  const training = await findModel(study, model, data.identity);
  if (training.stale !== null) return { model, missing: 'train', reason: training.stale };
  const gap = await findCheckpointGap(study, { model, training: training.result }, data);
  if (gap?.missing === 'train') return { model, missing: 'train', reason: gap.reason };
  const ideas = await findIdeas(study, model, training.result, data);
  if (ideas.stale !== null) {
    return { model, missing: 'ideas', reason: ideas.stale, training: training.result };
  }
  if (gap !== null) return { model, missing: 'ideas', reason: gap.reason, training: training.result };
  return { model, missing: null, training: training.result, ideas: ideas.result };
}

/** The states of all models of a study, those beside the grid after the others, or of `models`, in their order. */
export async function readModelStates(
  study: Study,
  data: StudyData,
  models: readonly Model[] = listAllModels(study),
): Promise<ModelState[]> {
  const states: ModelState[] = [];
  for (const model of models) states.push(await readModelState(study, model, data));
  return states;
}

/** Those of the models that are trained and searched. */
export function keepSearched(states: readonly ModelState[]): SearchedModel[] {
  return states.filter((state) => state.missing === null);
}

/** Those of the models that are not, each with the reason. */
export function listUnsearched(states: readonly ModelState[]): { model: string; reason: string }[] {
  return states.flatMap((state) => {
    if (state.missing === null) return [];
    const reason = state.missing === 'ideas' ? `ideas ${state.reason}` : state.reason;
    return [{ model: state.model.name, reason }];
  });
}
