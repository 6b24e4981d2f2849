/**
 * Commands: the experiments, each by its word (`experiment.ts compare`): on the models that a sweep would do it on, or on
 * those that are named; then the report anew.
 */
import type { Experiment, ExperimentName } from '../experiments/experiment.ts';
import type { Study } from '../models/study.ts';
import { formatQuantity } from '../page/wording.ts';
import { expected } from '../study/errors.ts';
import { type Command, defineGroup } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { defineStudyCommand } from './studyCommand.ts';
import { ONLY_OPTION, STUDY_OPTIONS, selectModels } from './studyOptions.ts';

const SCRIPT = 'pipeline/commands/experiment.ts';

/** The word of each experiment, as `make` knows it, and its purpose: here, for the experiments take long to load. */
const COMMANDS: Readonly<Record<ExperimentName, { readonly word: string; readonly purpose: string }>> = {
  comparison: {
    word: 'compare',
    purpose:
      'Compares every search on each trained model: energy against evaluations and time, and how alike the ideas are.',
  },
  hints: {
    word: 'hints',
    purpose:
      "Borrows pixels from a model's idea of the right digit until it reads test digits that it misread.",
  },
  counterfeits: {
    word: 'counterfeits',
    purpose: 'Finds the fewest flips that make a model read a test digit as each of the nine others.',
  },
  transfer: {
    word: 'transfer',
    purpose: "Measures which models read which other models' ideas as the digits they were made for.",
  },
  optimum: {
    word: 'optimum',
    purpose:
      'Finds the image with the largest logit of all, with a proof, beside each idea of a small model.',
  },
  legibility: {
    word: 'legibility',
    purpose: "Finds the most and the least recognisable images with 99% of an idea's logit.",
  },
  baselines: {
    word: 'baselines',
    purpose:
      'Holds ideas against the nearest training images, those with the largest logit, and class means.',
  },
};

function defineExperimentCommand(name: ExperimentName): Command {
  const { word, purpose } = COMMANDS[name];
  return defineStudyCommand({
    script: `${SCRIPT} ${word}`,
    purpose,
    options: { ...STUDY_OPTIONS, ...ONLY_OPTION },
    async run(options, study) {
      const { loadDataset } = await import('../models/studyDataset.ts');
      const { assertPanelIntact } = await import('../judging/frozenPanel.ts');
      const { reportLeftOut } = await import('./leftOut.ts');
      const { EXPERIMENTS, runExperiment } = await import('../experiments/listExperiments.ts');
      await assertPanelIntact(study.config);
      const data = await loadDataset(study);
      const experiment = EXPERIMENTS[name];
      const models = selectExperimentModels(study, experiment, options.only);
      if (models.length === 0)
        throw expected(word, 'models that a sweep would do it on', 'none', 'name one with --only (ONLY=)');
      const { done, found, unsearched } = await runExperiment(study, data, experiment, models);
      console.log(
        `${word}: ${formatQuantity(done, 'model')} done, ${found} done before, ${unsearched.length} without ideas yet`,
      );
      const { publish } = await import('../report/publish.ts');
      await publish(study, data);
      return reportLeftOut(unsearched);
    },
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

export const command = defineGroup({
  script: SCRIPT,
  purpose: 'Does one experiment on models that are trained and have ideas, and writes the report anew.',
  commands: (Object.keys(COMMANDS) as ExperimentName[]).map(defineExperimentCommand),
});

await runIfMain(import.meta, command);
