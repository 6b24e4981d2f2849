/** Why a sweep would compute what of a study: every stage of it fresh, stale or missing, with the fields that differ. */
import { EXPERIMENTS, isWanted, listWantedExperiments } from '../experiments/listExperiments.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { findCheckpointIdeas } from '../models/checkpointIdeas.ts';
import { findCheckpointScores } from '../models/checkpointScores.ts';
import { findCheckpoints, listModelMarks } from '../models/checkpoints.ts';
import { findScores } from '../models/ideaScores.ts';
import { findJudgesCheck } from '../models/judgesCheck.ts';
import { findIdeas } from '../models/modelIdeas.ts';
import { findModel } from '../models/modelOrigin.ts';
import { keepSearched, readModelStates, type SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import { judgeStage, type StageState } from '../models/studyCache.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { TrainingResult } from '../models/trainedModel.ts';
import { exists } from '../store/files.ts';
import { isGivenModel } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import { keepOfGrid } from '../study/sideModels.ts';

/** The stages of one model, or of the study as a whole, in the order in which they are done. */
export interface Explained {
  /** The model's name, or the study's. */
  readonly name: string;
  readonly stages: readonly StageState[];
}

/** A model of a study, and what the stages of it depend on beside it. */
interface Asked {
  readonly study: Study;
  readonly model: Model;
  readonly data: StudyData;
  /** Of the scores that are wanted. */
  readonly version: string;
}

/** The stages of each of `models`, and then those of the study as a whole. Nothing is written. */
export async function explainStudy(
  study: Study,
  data: StudyData,
  models: readonly Model[],
): Promise<readonly Explained[]> {
  const { version } = await readFrozenPanel(study.config.judging.judges);
  const explained: Explained[] = [];
  for (const model of models) {
    explained.push({ name: model.name, stages: await explainModel({ study, model, data, version }) });
  }
  return [...explained, { name: study.config.name, stages: await explainWhole(study, data, version) }];
}

async function explainModel(asked: Asked): Promise<StageState[]> {
  const { study, model, data } = asked;
  const path = study.folder.model(model.name).training;
  const lookup = await findModel(study, model, data.identity);
  const judged = await judgeStage(study, 'training', path, lookup, model);
  // What was taken in is told by its file alone: no code of the study has computed it.
  const training = { ...judged, hasKey: judged.hasKey || isGivenModel(model) };
  if (lookup.result === null) return [training, ...(await waitFor(asked, 'training', ['ideas', 'scores']))];
  const atCheckpoints = await explainCheckpoints(asked, lookup.result);
  return [training, ...(await explainSearch(asked, lookup.result)), ...atCheckpoints];
}

async function explainSearch(asked: Asked, training: TrainingResult): Promise<StageState[]> {
  const { study, model, data, version } = asked;
  const folder = study.folder.model(model.name);
  const lookup = await findIdeas(study, model, training, data);
  const ideas = await judgeStage(study, 'ideas', folder.ideas, lookup);
  if (lookup.result === null) return [ideas, ...(await waitFor(asked, 'ideas', ['scores']))];
  const searched: SearchedModel = { model, training, ideas: lookup.result };
  const scores = await findScores(study, searched, version);
  const experiments: StageState[] = [];
  for (const { onModel } of listWantedExperiments(study, model)) {
    experiments.push(await onModel.judge(study, searched));
    const scored = await onModel.judgeScores(study, searched, version);
    if (scored !== null) experiments.push(scored);
  }
  return [ideas, await judgeStage(study, 'scores', folder.scores, scores), ...experiments];
}

async function explainCheckpoints(asked: Asked, training: TrainingResult): Promise<StageState[]> {
  const { study, model, data, version } = asked;
  const marks = listModelMarks(study, model, data);
  if (marks.length === 0) return [];
  const { checkpoints } = study.folder.model(model.name);
  const measured = await findCheckpoints(study, model, training.inputs, marks);
  const states = [await judgeStage(study, 'training', checkpoints.record, measured, model)];
  if (measured.result === null) return states;
  const ideas = await findCheckpointIdeas(study, { model, training }, measured.result, data);
  states.push(await judgeStage(study, 'checkpoint ideas', checkpoints.ideas, ideas));
  if (ideas.result === null) return states;
  const scores = await findCheckpointScores(study, model, ideas.result, version);
  return [...states, await judgeStage(study, 'checkpoint scores', checkpoints.scores, scores)];
}

/** Stages whose results nobody can tell to hold before those of `first` are there. */
async function waitFor(
  { study, model }: Asked,
  first: 'training' | 'ideas',
  stages: readonly ('ideas' | 'scores')[],
): Promise<StageState[]> {
  const folder = study.folder.model(model.name);
  const states: StageState[] = [];
  for (const stage of stages) {
    const word = (await exists(folder[stage])) ? 'stale' : 'missing';
    const reason =
      word === 'stale' ? `waits for ${first}: kept where that gives the same bytes` : 'not computed yet';
    states.push({ stage, word, reason, changes: [], isHeld: false, hasKey: true });
  }
  return states;
}

/** What the study has one of: the check of the judges, and what its models do together. */
async function explainWhole(study: Study, data: StudyData, version: string): Promise<StageState[]> {
  const { folder } = study;
  const check = await findJudgesCheck(study, data, version);
  const states = [await judgeStage(study, 'check of the judges', folder.judgesCheck, check)];
  const searched = keepOfGrid(keepSearched(await readModelStates(study, data)));
  for (const experiment of Object.values(EXPERIMENTS)) {
    const { scope } = experiment;
    if (!('onGrid' in scope) || !isWanted(study, experiment) || searched.length === 0) continue;
    states.push(await scope.onGrid.judge(study, searched));
  }
  return states;
}
