/** Command: why a sweep would compute again what is there of a study, field by field. */
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { ONLY_OPTION, openNamedStudy, STUDY_OPTIONS, selectModels } from './studyOptions.ts';

export const command = defineCommand({
  script: 'pipeline/commands/explain.ts',
  purpose:
    'Says of every stage of a study, or of the models that --only names, whether its result is fresh, stale or missing, and why: ' +
    'the fields of its inputs, code, packages and machine, as they were recorded and as they are now. Nothing is computed.',
  options: { ...STUDY_OPTIONS, ...ONLY_OPTION },
  async run({ only, ...named }) {
    const { describeRefusal } = await import('../models/claimStudy.ts');
    const { listAllModels } = await import('../models/study.ts');
    const { viewDataset } = await import('../models/studyDataset.ts');
    const { explainStudy } = await import('../sweep/explainStudy.ts');
    const { listExplanations } = await import('../sweep/explainText.ts');
    const study = await openNamedStudy(named);
    const models = selectModels({ models: listAllModels(study) }, only);
    const explained = await explainStudy(study, await viewDataset(study), models);
    for (const line of listExplanations(explained, only !== undefined)) console.log(line);
    const refusal = await describeRefusal(study);
    if (refusal !== null) console.log(refusal);
  },
});

await runIfMain(import.meta, command);
