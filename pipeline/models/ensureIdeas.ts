/** The ideas of a trained model, its own and those at its checkpoints: searched as far as they are not there. */

import { expected } from '../study/errors.ts';
import { computeCheckpointIdeas, findCheckpointGap, type TrainedAt } from './checkpointIdeas.ts';
import { dropCheckpointParameters } from './checkpoints.ts';
import { computeIdeas, findIdeas, type IdeasResult } from './modelIdeas.ts';
import type { Study } from './study.ts';
import { findOutdated } from './studyCache.ts';
import type { StudyData } from './studyDataset.ts';

/**
 * Finds the ideas that are missing or would be searched in another way now; afterwards the parameters at checkpoints go, unless
 * the study keeps them. Throws a UserError where these are missing before.
 */
export async function ensureIdeas(
  study: Study,
  trained: TrainedAt,
  data: StudyData,
): Promise<{ readonly ideas: IdeasResult; readonly hasSearched: boolean }> {
  const { model, training } = trained;
  const folder = study.folder.model(model.name);
  const found = (await findIdeas(study, model, training, data)).result;
  const held = found && (await findOutdated(study, 'ideas', folder.ideas)) === null ? found : null;
  const ideas = held ?? (await computeIdeas(study, model, training, data));
  const gap = await findCheckpointGap(study, trained, data);
  if (gap?.missing === 'train') {
    const what = 'its checkpoints as they were written';
    throw expected(model.name, what, gap.reason, 'run the same command again');
  }
  const isDue =
    gap !== null || (await findOutdated(study, 'checkpoint ideas', folder.checkpoints.ideas)) !== null;
  if (isDue) await computeCheckpointIdeas(study, trained, data);
  await dropCheckpointParameters(study, model);
  return { ideas, hasSearched: held === null || isDue };
}
