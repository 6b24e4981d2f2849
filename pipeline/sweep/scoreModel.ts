/** Scores one model: its ideas, and the images of its experiments. What a worker does once no model is left to compute. */
import { scoreExperiments } from '../experiments/listExperiments.ts';
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import { scoreModels } from '../models/ideaScores.ts';
import { keepSearched, readModelState } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { Model } from '../study/grid.ts';

/** Has the panel read what it has not read of a model that is computed. */
export async function scoreModel(
  study: Study,
  model: Model,
  data: StudyData,
  panel: WaitingPanel,
): Promise<void> {
  const searched = keepSearched([await readModelState(study, model, data)]);
  await scoreModels(study, data, searched, panel);
  await scoreExperiments({ study, data, searched, panel });
}
