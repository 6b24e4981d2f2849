/**
 * The command that an experiment is: over the models that a sweep would do it on, or those that are named, then the report
 * anew.
 */
import type { Experiment } from '../experiments/experiment.ts';
import { runExperiment } from '../experiments/listExperiments.ts';
import type { Study } from '../models/study.ts';
import { loadDataset } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import {
  ONLY_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectModels,
} from './command.ts';

/** Runs the command of `experiment`. */
export function runExperimentCommand(experiment: Experiment): Promise<void> {
  return runCommand(async () => {
    const { command, purpose } = experiment;
    const options = parseCommand(command, purpose, { ...STUDY_OPTIONS, ...ONLY_OPTION });
    const study = await openNamedStudy(options);
    const data = await loadDataset(study);
    const models = selectExperimentModels(study, experiment, options.only);
    const { done, found, unsearched } = await runExperiment(study, data, experiment, models);
    console.log(
      `${command}: ${formatQuantity(done, 'model')} done, ${found} done before, ${unsearched} without ideas yet`,
    );
    const { publish } = await import('../report/publish.ts');
    await publish(study, data);
  });
}

/** The models that `only` names, whichever they are; where it names none, those that a sweep would do the experiment on. */
export function selectExperimentModels(
  study: Study,
  { scope }: Pick<Experiment, 'scope'>,
  only: string | undefined,
): Study['models'] {
  const models = selectModels(study, only);
  if (only !== undefined || !('onModel' in scope)) return models;
  return models.filter((model) => scope.onModel.covers(study, model));
}
