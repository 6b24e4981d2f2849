/** What publishing a study will have to do, in counts: the sweep predicts from them how long it takes. */
import type { ModelExperiment } from '../experiments/experiment.ts';
import { EXPERIMENTS, isWanted, listWantedExperiments } from '../experiments/listExperiments.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { chooseCheckImages, doScoresHold } from '../judging/judgesCheck.ts';
import { CLASSES } from '../math/images.ts';
import { listModelMarks } from '../models/checkpoints.ts';
import { findUnscored } from '../models/ideaScores.ts';
import { findJudgesCheck, isCheckOutdated } from '../models/judgesCheck.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { isOfFirstSeed, type Model } from '../study/grid.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { READING_NAMES } from '../study/records.ts';
import { isSideModel, keepOfGrid } from '../study/sideModels.ts';

/** Counts of what publishing does. */
export interface PublishingWork {
  readonly judges: readonly JudgeName[];
  /** Images that the panel is shown for the check of the judges, and those of models; those of films aside. */
  readonly checked: number;
  readonly judged: number;
  /** Models that are searched and whose images wait for the panel. */
  readonly unscored: readonly Model[];
  /** Films that are made. */
  readonly films: number;
  /** Models in the report. */
  readonly models: number;
  /** Images that models read of each other. */
  readonly crossReadings: number;
}

/** Images that judges read of each idea. */
const READINGS = READING_NAMES.length;

/** What is left to publish once the models `due` are computed as well as those `searched`, which need no more work. */
export async function countPublishingWork(
  study: Study,
  data: StudyData,
  due: readonly Model[],
  searched: readonly SearchedModel[],
): Promise<PublishingWork> {
  const models = due.length + searched.length;
  const { version } = await readFrozenPanel(study.config.judging.judges);
  const check = (await findJudgesCheck(study, data, version)).result?.content ?? null;
  const isCheckDue = check === null || (await isCheckOutdated(study));
  const unscored: Model[] = [];
  let judged = 0;
  for (const model of due) {
    const wanted = listWantedExperiments(study, model).map(({ onModel }) => onModel);
    judged += READINGS * countIdeas(study, model, data) + countJudged(study, data, wanted);
  }
  for (const one of searched) {
    const { own, atCheckpoints } = await findUnscored(study, data, one, version);
    const ideas = [own?.content, ...(atCheckpoints?.content.checkpoints ?? [])];
    const images = ideas.reduce((sum, some) => sum + (some?.ideas.length ?? 0), 0);
    const waiting = READINGS * images + (await countUnscored(study, data, one, version));
    if (waiting > 0) unscored.push(one.model);
    judged += waiting;
  }
  // Films and experiments are of the grid's models alone.
  const gridDue = due.filter((model) => !isSideModel(model));
  const gridSearched = keepOfGrid(searched);
  return {
    judges: study.config.judging.judges,
    checked: isCheckDue ? chooseCheckImages(data.test.labels).length : 0,
    judged,
    unscored,
    films: await countFilms(study, gridDue, gridSearched, { version, hidesScores: !doScoresHold(check) }),
    models,
    crossReadings: await countCrossReadings(study, gridDue.length, gridSearched),
  };
}

/** Ideas of a model: at its end, or at each of its checkpoints. */
function countIdeas(study: Study, model: Model, data: StudyData): number {
  const readAt = Math.max(1, listModelMarks(study, model, data).length);
  return readAt * CLASSES * study.config.search.restarts;
}

/** Images of the experiments wanted on `model` that the panel is shown. */
function countJudged({ config }: Study, { record }: StudyData, wanted: readonly ModelExperiment[]): number {
  return wanted.reduce((sum, { countWork }) => sum + countWork(config, record.counts).judged, 0);
}

/** The same of a model that needs no more computing: images that have no scores of this panel yet. */
async function countUnscored(
  study: Study,
  data: StudyData,
  searched: SearchedModel,
  version: string,
): Promise<number> {
  const unscored: ModelExperiment[] = [];
  for (const { onModel } of listWantedExperiments(study, searched.model)) {
    const scores = await onModel.judgeScores(study, searched, version);
    if (scores !== null && scores.word !== 'fresh') unscored.push(onModel);
  }
  return countJudged(study, data, unscored);
}

async function countFilms(
  study: Study,
  due: readonly Model[],
  searched: readonly SearchedModel[],
  { version, hidesScores }: { readonly version: string; readonly hidesScores: boolean },
): Promise<number> {
  if (!study.config.experiments.film.enabled) return 0;
  const made = due.filter((model) => isOfFirstSeed(study.config, model)).length;
  if (searched.length === 0) return made;
  // Loaded only here: what draws films takes longer to load than a status takes to say.
  const { countMissingFilms } = await import('../film/studyFilms.ts');
  return made + (await countMissingFilms(study, searched, version, hidesScores));
}

/** Each model that an experiment on the grid has read the others' images. */
async function countCrossReadings(
  study: Study,
  due: number,
  searched: readonly SearchedModel[],
): Promise<number> {
  const models = due + searched.length;
  let readings = 0;
  for (const experiment of Object.values(EXPERIMENTS)) {
    const { scope } = experiment;
    if (!('onGrid' in scope) || !isWanted(study, experiment) || models === 0) continue;
    const isDue = due > 0 || (await scope.onGrid.judge(study, searched)).word !== 'fresh';
    if (isDue) readings += models * scope.onGrid.countRead(study.config, models);
  }
  return readings;
}
