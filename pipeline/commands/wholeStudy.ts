/** A whole study for commands that look at its results: computed from nothing, or one that is there. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Study } from '../models/study.ts';
import { expected } from '../study/errors.ts';
import { assertWhole, type Given } from './command.ts';
import type { OptionTable } from './commandWords.ts';
import { withNamedStudy } from './studyCommand.ts';
import { openNamedStudy, STUDY_OPTIONS } from './studyOptions.ts';

/** Options that name a study, and say where it is computed. */
export const WHOLE_STUDY_OPTIONS = {
  config: { ...STUDY_OPTIONS.config, default: 'configs/ci.yaml' },
  engine: STUDY_OPTIONS.engine,
  artifacts: {
    type: 'string',
    requiresArg: true,
    describe:
      'Folder of all studies: to compute the study in, which must not be there yet (a temporary one unless given), or that has it (with --reuse; artifacts unless given)',
  },
  reuse: {
    type: 'boolean',
    default: false,
    describe: 'Take the study as it is in its folder, and compute nothing',
  },
  workers: {
    type: 'number',
    default: availableParallelism(),
    requiresArg: true,
    describe: 'Processes, each computing one model on one core',
  },
} as const satisfies OptionTable;

type WholeStudyOptions = Given<typeof WHOLE_STUDY_OPTIONS>;

/** What is done on a whole study. */
export interface WholeWork {
  /** Refuses what `work` would stumble over, before the study is computed and not after. */
  prepare?(study: Study): Promise<void>;
  work(study: Study): Promise<number>;
}

/** Does the work on the study that is there or was computed; the exit code is its, or that of a sweep that did not finish. */
export async function withWholeStudy(
  command: string,
  options: WholeStudyOptions,
  work: WholeWork,
): Promise<number> {
  assertWhole('--workers', options.workers, 1, 'leave it out for one a core');
  if (options.reuse) {
    const study = await openThere(options);
    await work.prepare?.(study);
    return work.work(study);
  }
  if (options.artifacts !== undefined) return computeWhole(command, options, options.artifacts, work);
  const { makeTemporaryFolder } = await import('../store/temporaryFolder.ts');
  const folder = makeTemporaryFolder();
  try {
    return await computeWhole(command, options, join(folder.path, 'artifacts'), work);
  } finally {
    folder.remove();
  }
}

const nameStudy = ({ config, engine }: WholeStudyOptions, artifacts: string) => ({
  ...{ config, engine, artifacts, set: [] },
});

async function openThere(options: WholeStudyOptions): Promise<Study> {
  const { exists } = await import('../store/files.ts');
  const { assertIdle, assertSameConfig } = await import('../models/claimStudy.ts');
  const study = await openNamedStudy(
    nameStudy(options, options.artifacts ?? STUDY_OPTIONS.artifacts.default),
  );
  const { root } = study.folder;
  if (!(await exists(root))) {
    throw expected('--reuse', `a study in ${root}`, 'none', 'leave --reuse out, or run make sweep');
  }
  await assertIdle(study);
  await assertSameConfig(study);
  return study;
}

async function computeWhole(
  command: string,
  options: WholeStudyOptions,
  artifacts: string,
  { prepare, work }: WholeWork,
): Promise<number> {
  const { exists } = await import('../store/files.ts');
  const { runSweep } = await import('../sweep/runSweep.ts');
  const named = nameStudy(options, artifacts);
  // Before it is claimed: a study whose analysis is locked gets its folder then.
  const study = await openNamedStudy(named);
  const { root } = study.folder;
  if (await exists(root)) {
    const next = 'give another folder with --artifacts, or take what is there with --reuse';
    throw expected(root, 'no study yet', 'one', next);
  }
  await assertGivenThere(study);
  await prepare?.(study);
  return withNamedStudy(command, { ...named, fresh: false }, async (study) => {
    const code = await runSweep(study, options.workers);
    return code === 0 ? work(study) : code;
  });
}

/** Throws a UserError for the first given model that is not there: without it the study cannot be whole. */
async function assertGivenThere({ models }: Study): Promise<void> {
  const { exists } = await import('../store/files.ts');
  const { isGivenModel } = await import('../study/givenModels.ts');
  for (const { name, given } of models.filter(isGivenModel)) {
    if (await exists(given.file)) continue;
    const next =
      'put it there, or name it as it is called here: paths are from the folder in which the command runs';
    throw expected(given.file, `the file of the model ${name}`, 'none', next);
  }
}
