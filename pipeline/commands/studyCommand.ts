/** Commands that write into a study: each has the study to itself, and is held to the config that it was made with. */
import type { Claim } from '../models/claimStudy.ts';
import type { Study } from '../models/study.ts';
import type { LockPlan } from '../store/lock.ts';
import { type Command, type CommandPlan, defineCommand, type Given } from './command.ts';
import type { OptionTable } from './commandWords.ts';
import { openNamedStudy, type STUDY_OPTIONS } from './studyOptions.ts';

/** Option of the commands that can begin a study. */
export const FRESH_OPTION = {
  fresh: {
    type: 'boolean',
    default: false,
    describe: 'Begin again: what is there is kept, in the folder artifacts/NAME.1 or the next that is free',
  },
} as const satisfies OptionTable;

/** The options that name a study, and {@link FRESH_OPTION} of the commands that can begin one. */
type StudyOptions = Given<typeof STUDY_OPTIONS> & { readonly fresh?: boolean };

/** What defines a command that writes into a study. */
export interface StudyCommandPlan<Table extends OptionTable> extends Omit<CommandPlan<Table>, 'run'> {
  /** Does the work on the study that the options name, while no other command does any. */
  run(options: Given<Table>, study: Study): Promise<number | undefined>;
}

/** The command of a plan whose options have {@link STUDY_OPTIONS} among them. */
export function defineStudyCommand<const Table extends typeof STUDY_OPTIONS & OptionTable>(
  plan: StudyCommandPlan<Table>,
): Command<Table> {
  const command: Command<Table> = defineCommand({
    ...plan,
    run: (options) =>
      withNamedStudy(command.name, options as StudyOptions, (study) => plan.run(options, study)),
  });
  return command;
}

/**
 * Opens the study that options name and does `work` on it while no other command does any. Throws a UserError where one
 * does, or where the study was made with another config.
 */
export async function withNamedStudy<Value>(
  command: string,
  options: StudyOptions,
  work: (study: Study) => Promise<Value>,
): Promise<Value> {
  const { claimStudy } = await import('../models/claimStudy.ts');
  const study = await openNamedStudy(options);
  const claim: Claim = {
    ...planLock(command),
    canBegin: options.fresh !== undefined,
    isFresh: options.fresh ?? false,
    onMoved: (line) => console.log(line),
  };
  return claimStudy(study, claim, () => work(study));
}

/** Does `work` while no other command works in `folder`. Throws a UserError where one does. */
export async function withFolder<Value>(
  command: string,
  folder: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const { withLock } = await import('../store/lock.ts');
  return withLock(folder, planLock(command), work);
}

/** A lock whose news are told on standard error; where it is lost, the process ends, for another one writes there now. */
export function planLock(command: string): LockPlan {
  return {
    command,
    onTaken: (line) => console.error(line),
    onLost(line) {
      console.error(line);
      process.exit(2);
    },
  };
}
