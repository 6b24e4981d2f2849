/** Stage: extracts the ideas of trained models, of a study or of one file. */
import { join } from 'node:path';
import { defineCommand, type Given } from './commands/command.ts';
import type { UnfinishedModel } from './commands/leftOut.ts';
import { OUTPUT_OPTIONS, readOutputs, refuseOutputs } from './commands/outputOptions.ts';
import { runIfMain } from './commands/runIfMain.ts';
import { readScale, refuseScale, SCALE_OPTIONS } from './commands/scaleOptions.ts';
import { findSearchOption, listSearchOptions, readSearchOptions } from './commands/searchOptions.ts';
import { withNamedStudy } from './commands/studyCommand.ts';
import { ONLY_OPTION, STUDY_OPTIONS, selectModels } from './commands/studyOptions.ts';
import type { Study } from './models/study.ts';
import { formatQuantity } from './page/wording.ts';
import { FILE_NAMES } from './store/models/formatNames.ts';
import { expected } from './study/errors.ts';
import { isGivenStudy } from './study/givenModels.ts';
import { findStartFile } from './study/startFile.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  // Without defaults for yargs to fill in: whether they were given matters.
  config: {
    type: 'string',
    requiresArg: true,
    describe: `${STUDY_OPTIONS.config.describe} [default: ${STUDY_OPTIONS.config.default}]`,
  },
  artifacts: {
    type: 'string',
    requiresArg: true,
    describe: `${STUDY_OPTIONS.artifacts.describe} [default: ${STUDY_OPTIONS.artifacts.default}]`,
  },
  ...ONLY_OPTION,
  model: {
    type: 'string',
    requiresArg: true,
    describe: `A model of your own instead of a study's: ${FILE_NAMES}`,
  },
  out: { type: 'string', requiresArg: true, describe: 'With --model: folder to write to' },
  ...OUTPUT_OPTIONS,
  ...SCALE_OPTIONS,
  ...listSearchOptions("How to search, with --model; a study has it in its config's `search`:"),
} as const;
type IdeasOptions = Given<typeof OPTIONS>;

/** Throws a UserError where what only a study heeds is given beside --model. */
function refuseStudyOptions({ config, only, artifacts, set }: IdeasOptions): void {
  const given = Object.entries({ config, only, artifacts, set: set.at(0) }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  const [name, value] = given;
  throw expected(
    `--${name}`,
    'no --model beside it',
    `'${value}'`,
    'a model in a file belongs to no study; leave one out',
  );
}

/** The files that are written beside one model's ideas.json, and that itself. */
const WRITTEN = /^(ideas\.json|idea_[^/]+\.(vf|png)|idea_[^/]+\/x\d+\.vf)$/;

async function searchFile(file: string, options: IdeasOptions): Promise<void> {
  refuseStudyOptions(options);
  if (options.out === undefined) throw expected('--out', 'a folder to write to', 'none', 'add --out DIR');
  const scale = readScale(options);
  const asked = readSearchOptions(options);
  const { searchOwnModel } = await import('./models/modelIdeas.ts');
  const { chooseObjective, findOutputs, openOwnSearch, readOwnModel } = await import('./models/ownModel.ts');
  const { readClasses } = await import('./models/ownClasses.ts');
  const { locateModelFiles } = await import('./store/models/modelFiles.ts');
  const { assertNoInputsIn, assertOutsideStudies } = await import('./store/outputs.ts');
  const { printModel, printReading } = await import('./commands/ownModelReading.ts');
  const model = await readOwnModel(file, scale, { outputs: readOutputs(options) });
  const inputs = (await locateModelFiles(file)).concat(findStartFile(asked) ?? []);
  assertNoInputsIn(options.out, inputs, WRITTEN);
  await assertOutsideStudies(options.out);
  const own = await openOwnSearch(asked, options.engine ?? 'onnx');
  const outputs = await findOutputs(own.engine, model);
  const classes = readClasses(options.classes, outputs.classes);
  printModel(model, outputs);
  await printReading(model, own, classes);
  if (own.starts.remark !== null) console.error(own.starts.remark);
  const searched = { searchable: model.searchable, starts: own.starts, classes };
  const config = chooseObjective(asked, outputs.kind);
  const ideas = await searchOwnModel(own.engine, searched, config, join(options.out, 'ideas.json'));
  const certified = ideas.filter((idea) => idea.certified).length;
  console.log(
    `ideas: ${ideas.length} written to ${options.out}, ${certified} of them certified 1-flip optima`,
  );
}

/** Throws a UserError where what only a model in a file heeds is given without --model. */
function refuseFileOptions(options: IdeasOptions): void {
  const stray = findSearchOption(options);
  if (stray !== undefined) {
    throw expected(`--${stray}`, '--model beside it', 'none', `for a study, --set "search.${stray}=..."`);
  }
  refuseScale(options, '--model beside it');
  refuseOutputs(options, '--model beside it');
  if (options.out !== undefined) {
    throw expected('--out', '--model beside it', 'none', "leave it out: a study's ideas go to its folder");
  }
}

async function searchStudy(options: IdeasOptions): Promise<number> {
  refuseFileOptions(options);
  const { config, artifacts } = STUDY_OPTIONS;
  const named = {
    ...options,
    config: options.config ?? config.default,
    artifacts: options.artifacts ?? artifacts.default,
  };
  return withNamedStudy('ideas', named, (study) => searchGrid(study, options.only));
}

async function searchGrid(study: Study, only: string | undefined): Promise<number> {
  const { assertPanelIntact } = await import('./judging/frozenPanel.ts');
  const { listAllModels } = await import('./models/study.ts');
  const { remarkOnStart } = await import('./models/searchStarts.ts');
  const { loadDataset } = await import('./models/studyDataset.ts');
  const { readModelState } = await import('./models/modelState.ts');
  const { findOutdatedStep } = await import('./models/outdatedModel.ts');
  const { ensureIdeas } = await import('./models/ensureIdeas.ts');
  const { NOT_COMPUTED } = await import('./store/results.ts');
  const { reportLeftOut } = await import('./commands/leftOut.ts');
  await assertPanelIntact(study.config);
  const data = await loadDataset(study);
  const remark = await remarkOnStart(study.config.search);
  if (remark !== null) console.error(remark);
  const done = { searched: 0, found: 0 };
  const untrained: UnfinishedModel[] = [];
  for (const model of selectModels({ models: listAllModels(study) }, only)) {
    const state = await readModelState(study, model, data);
    const outdated = await findOutdatedStep(study, state, data);
    const reason = state.missing === null ? outdated?.step === 'ideas' && outdated.reason : state.reason;
    if (state.missing === 'train') untrained.push({ model: model.name, reason: state.reason });
    else if (!reason) done.found++;
    else {
      if (reason !== NOT_COMPUTED) console.log(`${model.name}: ideas again: ${reason}`);
      await ensureIdeas(study, state, data);
      done.searched++;
    }
  }
  const obtained = isGivenStudy(study.config) ? 'taken in' : 'trained';
  console.log(
    `ideas: ${formatQuantity(done.searched, 'model')} searched, ${done.found} searched before, ${untrained.length} not ${obtained} yet`,
  );
  return reportLeftOut(untrained);
}

export const command = defineCommand({
  script: 'pipeline/ideas.ts',
  purpose:
    'Finds an idea per digit: an image that the model takes for the digit most surely. Searches the trained models of a study, or with --model and --out the model in a file.',
  options: OPTIONS,
  async run(options) {
    if (options.model === undefined) return searchStudy(options);
    await searchFile(options.model, options);
    return 0;
  },
});

await runIfMain(import.meta, command);
