/** Computes models of a study by number: for arrays of jobs, of which each is told a number and nothing else. */
import { basename, dirname, resolve } from 'node:path';
import type { Study } from '../models/study.ts';
import { formatPercent, formatQuantity } from '../page/wording.ts';
import { expected } from '../study/errors.ts';
import type { EpochRecord } from '../study/records.ts';
import type { Claims, Listener } from '../sweep/computeApart.ts';
import { assertWhole, defineCommand, type Given } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { planLock } from './studyCommand.ts';
import { openNamedStudy, STUDY_OPTIONS } from './studyOptions.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  // Without defaults for yargs to fill in: whether they were given matters.
  config: { type: 'string', requiresArg: true, describe: 'The study, as YAML' },
  artifacts: {
    type: 'string',
    requiresArg: true,
    describe: `With --config: ${STUDY_OPTIONS.artifacts.describe} [default: ${STUDY_OPTIONS.artifacts.default}]`,
  },
  study: {
    type: 'string',
    requiresArg: true,
    describe: 'Instead of --config: the folder of a study that was begun, such as artifacts/sweep',
  },
  index: { type: 'number', requiresArg: true, describe: 'Number of the model, from 0' },
  tasks: {
    type: 'number',
    requiresArg: true,
    describe: 'How many tasks share the models: this one computes models INDEX, INDEX + TASKS and so on',
  },
  list: { type: 'boolean', default: false, describe: 'Print the number and name of every model' },
} as const;
type ComputeOptions = Given<typeof OPTIONS>;

export const command = defineCommand({
  script: 'pipeline/commands/compute.ts',
  purpose:
    'Computes one model of a study by its number, beside others that compute other models: a task of a job array.',
  options: OPTIONS,
  async run(options) {
    const { listAllModels } = await import('../models/study.ts');
    const { pickModels } = await import('../sweep/numberedModels.ts');
    if (options.tasks !== undefined)
      assertWhole('--tasks', options.tasks, 1, 'leave it out for a task a model');
    const study = await openGiven(options);
    const all = listAllModels(study);
    if (options.list) {
      for (const [number, { name }] of all.entries()) console.log(`${number} ${name}`);
      return 0;
    }
    if (options.index === undefined) {
      throw expected('--index', `a number from 0 to ${all.length - 1}`, 'none', 'see --list');
    }
    const models = pickModels(all, { index: options.index, tasks: options.tasks });
    const { assertPanelIntact } = await import('../judging/frozenPanel.ts');
    const { computeApart } = await import('../sweep/computeApart.ts');
    await assertPanelIntact(study.config);
    await computeApart(study, models, claimsOf(study), describeModels(study));
    console.log(`compute: ${formatQuantity(models.length, 'model')} of ${all.length} finished`);
    return 0;
  },
});

/** The study of the config, or the one in the folder with the config that it was made with. */
async function openGiven(options: ComputeOptions): Promise<Study> {
  const { config, study: folder, artifacts, engine, set } = options;
  if (folder === undefined) {
    if (config === undefined) {
      throw expected('compute', '--config FILE or --study DIR', 'neither', 'name a study');
    }
    return openNamedStudy({ ...options, config, artifacts: artifacts ?? STUDY_OPTIONS.artifacts.default });
  }
  const given = Object.entries({ config, artifacts, engine, set: set.at(0) }).find(
    ([, value]) => value !== undefined,
  );
  if (given !== undefined) {
    const [name, value] = given;
    throw expected(
      `--${name}`,
      'no --study beside it',
      `'${value}'`,
      'a folder has its own config; leave one out',
    );
  }
  return openBegun(resolve(folder));
}

async function openBegun(root: string): Promise<Study> {
  const { readKeptConfig } = await import('../store/configFile.ts');
  const { openStudy } = await import('../models/study.ts');
  const { openStudyFolder } = await import('../store/studyFolder.ts');
  const [artifacts, name] = [dirname(root), basename(root)];
  const folder = openStudyFolder(artifacts, name);
  const config = await readKeptConfig(folder.config);
  if (config === null) {
    throw expected(root, 'a study that was begun', 'none', 'begin it with pipeline/dataset.ts --config FILE');
  }
  return { ...(await openStudy(config, artifacts)), folder };
}

/** Others prepare the images in minutes at most. */
const BEGUN_WITHIN_MS = 10 * 60 * 1000;

/** Other tasks have the study for moments; another command for as long as it takes, and what was computed is not lost for that. */
function claimsOf(study: Study): Claims {
  const { root } = study.folder;
  const planWaiting = (mostMs: number) => ({
    ...planLock(command.name),
    waiting: {
      mostMs,
      onWaiting: (holder: string) => console.error(`${root}: waiting for ${holder}`),
    },
  });
  return {
    async begin(work) {
      const { claimStudy } = await import('../models/claimStudy.ts');
      const claim = { canBegin: true, isFresh: false, onMoved: () => undefined };
      return claimStudy(study, { ...planWaiting(BEGUN_WITHIN_MS), ...claim }, work);
    },
    async briefly(work) {
      const { withLock } = await import('../store/lock.ts');
      return withLock(root, { ...planWaiting(Number.POSITIVE_INFINITY), keepsLeftOvers: true }, work);
    },
  };
}

function describeModels(study: Study): Listener {
  let last: EpochRecord | undefined;
  return {
    onEpoch: (_, record) => {
      last = record;
    },
    onModel({ name }, times) {
      const { root } = study.folder.model(name);
      if (times === null) return console.log(`${name}: finished before, in ${root}`);
      const { trainSeconds, ideasSeconds, experimentsSeconds } = times;
      const parts = [trainSeconds, ideasSeconds, ...Object.values(experimentsSeconds)];
      const seconds = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
      const accuracy = last === undefined ? '' : `accuracy ${formatPercent(last.testAccuracy)}, `;
      console.log(`${name}: ${accuracy}${seconds.toFixed(1)} s, in ${root}`);
      last = undefined;
    },
  };
}

await runIfMain(import.meta, command);
