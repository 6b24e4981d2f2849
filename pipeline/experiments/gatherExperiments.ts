/** Finds the models that can be asked, does what takes the whole grid or the panel, and gathers what was found. */

import type { WaitingPanel } from '../judging/frozenPanel.ts';
import { keepSearched, readModelStates, type SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { UserError } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import { countUntilArrival } from './comparison/arrivals.ts';
import { COMPARISON } from './comparison/comparison.ts';
import { COUNTERFEIT_SCORING } from './counterfeits/counterfeitScores.ts';
import type { ModelExperiment } from './experiment.ts';
import { findChangedScores, listUnscored, type Scoring } from './experimentScores.ts';
import type { Experiments, ModelRecord } from './experimentTables.ts';
import { HINT_SCORING } from './hints/hintScores.ts';
import { findTransfer, measureTransfer } from './transfer/transfer.ts';

/** Measures transfer where the study wants it, and scores the images of experiments that are not scored yet. */
export async function finishExperiments(
  study: Study,
  data: StudyData,
  searched: readonly SearchedModel[],
  waiting: WaitingPanel,
): Promise<void> {
  if (study.config.experiments.transfer.enabled && searched.length > 0) {
    const { stale } = await findTransfer(study, searched);
    if (stale !== null) await measureTransfer(study, searched);
  }
  const unscored = [
    ...(await listUnscored(study, searched, HINT_SCORING, waiting.version)),
    ...(await listUnscored(study, searched, COUNTERFEIT_SCORING, waiting.version)),
  ];
  for (const score of unscored) await score(await waiting.open(), data);
}

/** Everything that was asked and is current, whether or not the config still wants it. */
export async function gatherExperiments(
  study: Study,
  searched: readonly SearchedModel[],
  version: string,
): Promise<Experiments> {
  const comparisons = [];
  for (const one of searched) {
    const { result } = await COMPARISON.find(study, one);
    if (result === null) continue;
    const arrivals = countUntilArrival(result.content);
    comparisons.push({ model: one.model, record: result.content, arrivals });
  }
  const transfer = searched.length > 0 ? (await findTransfer(study, searched)).result : null;
  return {
    comparisons,
    hints: await gatherScored(study, searched, HINT_SCORING, version),
    counterfeits: await gatherScored(study, searched, COUNTERFEIT_SCORING, version),
    transfer: transfer?.content ?? null,
  };
}

async function gatherScored<Content, Scores>(
  study: Study,
  searched: readonly SearchedModel[],
  scoring: Scoring<Content, Scores>,
  version: string,
): Promise<ModelRecord<Content, Scores>[]> {
  const records: ModelRecord<Content, Scores>[] = [];
  for (const one of searched) {
    const { result } = await scoring.experiment.find(study, one);
    if (result === null) continue;
    const scores = await findChangedScores(study, one, scoring, result, version);
    records.push({ model: one.model, record: result.content, scores: scores.result?.content ?? null });
  }
  return records;
}

/** Does an experiment on each of the models that are searched and have none yet. Throws a UserError where none is. */
export async function runExperiment(
  study: Study,
  data: StudyData,
  experiment: ModelExperiment<unknown>,
  models: readonly Model[],
): Promise<{ done: number; found: number; unsearched: number }> {
  const searched = keepSearched(await readModelStates(study, data, models));
  if (searched.length === 0) {
    throw new UserError(
      `${study.folder.root}: expected models that are trained and have ideas, found none; run make sweep first`,
    );
  }
  let done = 0;
  for (const one of searched) {
    if ((await experiment.find(study, one)).stale === null) continue;
    await experiment.run(study, one, data);
    done++;
  }
  return { done, found: searched.length - done, unsearched: models.length - searched.length };
}
