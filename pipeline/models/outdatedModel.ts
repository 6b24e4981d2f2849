/** Whether a model that is trained or searched would be trained or searched in another way now, and which step comes first. */
import { findCheckpointParameters, listModelMarks } from './checkpoints.ts';
import type { ModelState } from './modelState.ts';
import type { Study } from './study.ts';
import { findOutdated } from './studyCache.ts';
import type { StudyData } from './studyDataset.ts';

/** The first step of a model whose result holds, but would be computed in another way now. */
export interface OutdatedStep {
  readonly step: 'train' | 'ideas';
  readonly reason: string;
  /** Its record. */
  readonly path: string;
}

/** The first such step of a model; null where there is none before what it lacks. */
export async function findOutdatedStep(
  study: Study,
  state: ModelState,
  data: StudyData,
): Promise<OutdatedStep | null> {
  if (state.missing === 'train') return null;
  const { model, training } = state;
  const folder = study.folder.model(model.name);
  const { checkpoints } = folder;
  const marks = listModelMarks(study, model, data);
  for (const path of [
    folder.training,
    ...(marks.length > 0 ? [checkpoints.record, checkpoints.parameters] : []),
  ]) {
    const found = await findOutdated(study, 'training', path, model);
    if (found !== null) return { step: 'train', reason: found.reason, path };
  }
  if (state.missing === 'ideas') return null;
  const own = await findOutdated(study, 'ideas', folder.ideas);
  const then = marks.length > 0 ? await findOutdated(study, 'checkpoint ideas', checkpoints.ideas) : null;
  if (then !== null) {
    const reason = `at checkpoints: ${then.reason}`;
    const parameters = await findCheckpointParameters(study, model, training.inputs, marks);
    // Searched from parameters that were not kept: they are trained again.
    if (parameters.stale !== null)
      return { step: 'train', reason: `ideas ${reason}`, path: checkpoints.ideas };
    if (own === null) return { step: 'ideas', reason, path: checkpoints.ideas };
  }
  return own && { step: 'ideas', reason: own.reason, path: folder.ideas };
}
