/**
 * The stage that an experiment on single models is: over the models that a sweep would do it on, or the one that is named,
 * then the report anew.
 */

import type { ModelExperiment } from '../experiments/experiment.ts';
import { runExperiment } from '../experiments/gatherExperiments.ts';
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

/** Runs the stage `name`, whose --help begins with `purpose`. */
export function runExperimentStage(
  name: string,
  purpose: string,
  experiment: ModelExperiment<unknown>,
): Promise<void> {
  return runCommand(async () => {
    const options = parseCommand(name, purpose, { ...STUDY_OPTIONS, ...ONLY_OPTION });
    const study = await openNamedStudy(options);
    const data = await loadDataset(study);
    const models = selectExperimentModels(study, experiment, options.only);
    const { done, found, unsearched } = await runExperiment(study, data, experiment, models);
    console.log(
      `${name}: ${formatQuantity(done, 'model')} done, ${found} done before, ${unsearched} without ideas yet`,
    );
    const { publish } = await import('../report/publish.ts');
    await publish(study, data);
  });
}

/** The model `name`, whichever it is; without a name those that a sweep would do the experiment on. */
export function selectExperimentModels(
  study: Study,
  experiment: Pick<ModelExperiment<unknown>, 'covers'>,
  name: string | undefined,
): Study['models'] {
  const models = selectModels(study, name);
  return name === undefined ? models.filter((model) => experiment.covers(study, model)) : models;
}
