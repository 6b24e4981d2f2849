/** What every stage's command line has in common: its options, its errors and its exit codes. */
import type { Options } from 'yargs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { openStudyFile, type Study } from '../models/study.ts';
import { ENGINE_NAMES, type EngineName } from '../study/config.ts';
import { expected, UserError } from '../study/errors.ts';
import { splitOverrides } from '../study/override.ts';

/** The options that name a study. */
export const STUDY_OPTIONS = {
  config: {
    type: 'string',
    default: 'configs/sweep.yaml',
    requiresArg: true,
    describe: 'The study, as YAML',
  },
  set: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: "Values to change, such as 'grid.hidden=[16,64] training.epochs=2'",
  },
  engine: {
    choices: ENGINE_NAMES,
    requiresArg: true,
    describe: "What computes, instead of the config's engine",
  },
  artifacts: {
    type: 'string',
    default: 'artifacts',
    requiresArg: true,
    describe: 'Folder that holds the folders of all studies',
  },
} as const satisfies Record<string, Options>;

/** Option of the commands that can do a part of the grid. */
export const ONLY_OPTION = {
  only: {
    type: 'string',
    requiresArg: true,
    describe: 'Only this model, such as h64-b100-s0, or the models of this cell, such as h64-b100',
  },
} as const satisfies Record<string, Options>;

/** The stages, which are the files at the top of pipeline/; every other command lies in commands/. */
const STAGES = ['dataset', 'train', 'ideas', 'judge', 'analyse', 'report', 'sweep'];

/** The path of a command from the project's folder. */
export function locateCommand(name: string): string {
  return STAGES.includes(name) ? `pipeline/${name}.ts` : `pipeline/commands/${name}.ts`;
}

/** A parser for the stage `name`, with --help that begins with `purpose`. */
export function parseCommand<O extends Record<string, Options>>(name: string, purpose: string, options: O) {
  const given = yargs(hideBin(process.argv))
    .scriptName(`npx tsx ${locateCommand(name)}`)
    .usage(`$0 [options]\n\n${purpose}`)
    .options(options)
    .strict()
    .version(false)
    .wrap(100)
    .fail((message, error) => {
      // yargs lists the choices of an option on a line of their own.
      const got = (message ?? error.message).replace(/\s*\n\s*/g, ' ');
      throw expected(name, 'the options that --help lists', got, 'see --help');
    })
    .parseSync();
  const repeated = Object.keys(options).find((key) => !options[key]?.array && Array.isArray(given[key]));
  if (repeated !== undefined) throw expected(`--${repeated}`, 'one value', 'several', 'give it once');
  return given;
}

/** Throws a UserError unless the value of `option` is a whole number of at least `least`. */
export function assertWhole(option: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw expected(option, `a whole number of at least ${least}`, String(value), 'give another');
}

/** Opens the study that {@link STUDY_OPTIONS} name. */
export function openNamedStudy(options: {
  readonly config: string;
  readonly set: readonly string[];
  readonly engine: EngineName | undefined;
  readonly artifacts: string;
}): Promise<Study> {
  const overrides = options.set.flatMap(splitOverrides);
  if (options.engine !== undefined) overrides.push(`engine=${options.engine}`);
  return openStudyFile(options.config, overrides, options.artifacts);
}

/** The study's models, or those that `--only` names: one, or all of a cell. */
export function selectModels(study: Study, only: string | undefined): Study['models'] {
  if (only === undefined) return study.models;
  const chosen = study.models.filter(({ name, cell }) => name === only || cell.name === only);
  if (chosen.length > 0) return chosen;
  const some = study.models[0]!;
  throw expected(
    '--only',
    `a model of the grid, such as ${some.name}, or a cell, such as ${some.cell.name}`,
    `'${only}'`,
    'see npx tsx pipeline/sweep.ts --status',
  );
}

/** Exit codes of an interrupt, 128 and the signal's number, as shells have them. */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;

/** Ends the process on an interrupt, unless a step listens for it in order to finish what it does. */
function listenForInterrupt(): void {
  for (const [signal, code] of Object.entries(INTERRUPTED)) {
    process.on(signal, () => {
      if (process.listenerCount(signal) > 1) return;
      console.error('interrupted: what was already computed is kept; run the same command to go on');
      process.exit(code);
    });
  }
}

/** What shells report of a process that a closed pipe ended: 128 and the number of SIGPIPE. */
const PIPE_CLOSED = 141;

/** Ends the process in silence where whoever reads its output has seen enough, such as `| head`. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(PIPE_CLOSED);
  });
}

/** Runs a command: an error that the user can mend is one line and exit code 2; any other is a fault of ours, 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  listenForInterrupt();
  endWithReader();
  try {
    await main();
  } catch (error) {
    if (error instanceof UserError) {
      console.error(error.message);
      process.exitCode = 2;
      return;
    }
    console.error('This is a fault of digit-ideas, not of yours; what was already computed is kept.');
    console.error(error);
    process.exitCode = 1;
  }
}
