/** Every experiment, in the order of the report, and what a sweep does with all of them. */
import { keepSearched, listUnsearched, readModelStates, type SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { expected } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import { isSideModel } from '../study/sideModels.ts';
import { BASELINES } from './baselines/baselines.ts';
import { COMPARISON } from './comparison/comparison.ts';
import { COUNTERFEITS } from './counterfeits/counterfeits.ts';
import type { Experiment, ExperimentName, ModelExperiment, ScoringTask } from './experiment.ts';
import { HINTS } from './hints/hints.ts';
import { LEGIBILITY } from './legibility/legibility.ts';
import { OPTIMUM } from './optimum/optimum.ts';
import type { ReportPart } from './reportPart.ts';
import { TRANSFER } from './transfer/transfer.ts';

/** The experiments by name; the compiler asks for each that a config can enable. */
export const EXPERIMENTS: Readonly<Record<ExperimentName, Experiment>> = {
  comparison: COMPARISON,
  hints: HINTS,
  counterfeits: COUNTERFEITS,
  transfer: TRANSFER,
  optimum: OPTIMUM,
  legibility: LEGIBILITY,
  baselines: BASELINES,
};

/** Whether a study's config has a sweep do the experiment. */
export function isWanted({ config }: Pick<Study, 'config'>, { name }: Experiment): boolean {
  return config.experiments[name].enabled;
}

/** The experiments that the study wants on a model, done or not: of those beside the grid nothing else is asked. */
export function listWantedExperiments(
  study: Study,
  model: Model,
): { readonly name: ExperimentName; readonly onModel: ModelExperiment }[] {
  if (isSideModel(model)) return [];
  return Object.values(EXPERIMENTS).flatMap((experiment) => {
    const { name, scope } = experiment;
    const isDue = 'onModel' in scope && isWanted(study, experiment) && scope.onModel.covers(study, model);
    return isDue ? [{ name, onModel: scope.onModel }] : [];
  });
}

/** The experiments that the study wants on a model and that are not done, each with the reason. */
export async function listMissingExperiments(study: Study, searched: SearchedModel) {
  const missing: {
    readonly name: ExperimentName;
    readonly run: ModelExperiment['run'];
    readonly reason: string;
    /** Its record, and whether that holds but would be computed in another way now. */
    readonly path: string;
    readonly isHeld: boolean;
  }[] = [];
  for (const { name, onModel } of listWantedExperiments(study, searched.model)) {
    const { reason, isHeld } = await onModel.judge(study, searched);
    const path = study.folder.model(searched.model.name).experiment(name).record;
    if (reason !== null) missing.push({ name, run: onModel.run, reason, path, isHeld });
  }
  return missing;
}

/** Does what is left of every experiment once all models are computed: what takes the whole grid, and the scores. */
export async function finishExperiments(task: ScoringTask): Promise<void> {
  const { study, searched } = task;
  for (const experiment of Object.values(EXPERIMENTS)) {
    const { scope } = experiment;
    const isDue = 'onGrid' in scope && isWanted(study, experiment) && searched.length > 0;
    if (isDue && (await scope.onGrid.judge(study, searched)).word !== 'fresh') {
      await scope.onGrid.run(study, searched);
    }
  }
  await scoreExperiments(task);
}

/** Has the panel score the images of every experiment that it has not scored. */
export async function scoreExperiments(task: ScoringTask): Promise<void> {
  for (const experiment of Object.values(EXPERIMENTS)) await experiment.score(task);
}

/** Does one experiment, on those of `models` that it can be done on. Throws a UserError where none has ideas. */
export async function runExperiment(
  study: Study,
  data: StudyData,
  { scope }: Experiment,
  models: readonly Model[],
): Promise<{ done: number; found: number; unsearched: ReturnType<typeof listUnsearched> }> {
  const states = await readModelStates(study, data, models);
  const searched = keepSearched(states);
  const unsearched = listUnsearched(states);
  if (searched.length === 0) {
    const [first] = unsearched;
    throw expected(
      study.folder.root,
      'models that are trained and have ideas',
      first === undefined ? 'none' : `none (${first.model}: ${first.reason})`,
      'run make sweep first',
    );
  }
  if ('onGrid' in scope) {
    const isDue = (await scope.onGrid.judge(study, searched)).word !== 'fresh';
    if (isDue) await scope.onGrid.run(study, searched);
    return isDue
      ? { done: searched.length, found: 0, unsearched }
      : { done: 0, found: searched.length, unsearched };
  }
  let done = 0;
  for (const one of searched) {
    if ((await scope.onModel.judge(study, one)).word === 'fresh') continue;
    await scope.onModel.run(study, one, data);
    done++;
  }
  return { done, found: searched.length - done, unsearched };
}

/** What the experiments add to a report: a part for each that found anything. `scoreVersion`: as {@link Experiment.gather}. */
export async function gatherParts(
  study: Study,
  searched: readonly SearchedModel[],
  scoreVersion: string | null,
): Promise<ReportPart[]> {
  const parts: ReportPart[] = [];
  for (const experiment of Object.values(EXPERIMENTS)) {
    const part = await experiment.gather(study, searched, scoreVersion);
    if (part !== null) parts.push(part);
  }
  return parts;
}
