/**
 * What a command is: a value with its options, its purpose and its work, which a process or a test can call. Importing a
 * command runs nothing. A command's module loads at its top only what its options need, and its work inside `run`, so
 * that `--help` and refusals come at once.
 */
import type { InferredOptionTypes } from 'yargs';
import { expected, UserError } from '../study/errors.ts';
import { type OptionTable, readyWords } from './commandWords.ts';
import type { Call } from './failure.ts';
import { listOptions, writeHelp, writeList } from './helpText.ts';
import { loadParser } from './loadParser.ts';
import { readNumbers, takeNumbersAsText } from './numberOptions.ts';

/** The values that a command line gives to the options of `Table`. */
export type Given<Table extends OptionTable> = InferredOptionTypes<Table>;

/** What defines a command. */
export interface CommandPlan<Table extends OptionTable> {
  /** What follows the starter: `pipeline/ideas.ts`. */
  readonly script: string;
  /** What starts the script; `npx tsx` unless given. */
  readonly starter?: string;
  /** What it does: the beginning of its --help. */
  readonly purpose: string;
  readonly options: Table;
  /** Does the work. The exit code is 0 unless it returns another. A UserError becomes one line and exit code 2. */
  run(options: Given<Table>): Promise<number | undefined>;
}

/** One command. */
export interface Command<Table extends OptionTable = OptionTable> extends CommandPlan<Table> {
  /** The last word of its script, by which its messages name it: `ideas`. */
  readonly name: string;
}

/** Commands that share a script, and are told apart by the first word after it. */
export interface CommandGroup {
  readonly name: string;
  readonly script: string;
  /** As a command's. */
  readonly starter?: string;
  readonly purpose: string;
  /** The commands, each with a `script` of its own: that of the group, and the word. */
  readonly commands: readonly Command[];
}

/** What a script can be. */
export type Program = Command | CommandGroup;

/** The command of a plan. */
export function defineCommand<const Table extends OptionTable>(plan: CommandPlan<Table>): Command<Table> {
  return { ...plan, name: nameScript(plan.script) };
}

/** The group of a plan. */
export function defineGroup(plan: Omit<CommandGroup, 'name'>): CommandGroup {
  return { ...plan, name: nameScript(plan.script) };
}

function nameScript(script: string): string {
  return script.split(/[ /]/).at(-1)!.replace(/\.ts$/, '');
}

/**
 * Calls a command, or one of a group, with the words `argv` of a command line, and returns its exit code: 0; 2 where the
 * user can mend what is wrong, after one line on standard error; 1 for a fault of ours, after one that names its report.
 */
export async function callCommand(program: Program, argv: readonly string[]): Promise<number> {
  running = { name: program.name, given: {} };
  try {
    return await execute(program, argv, running);
  } catch (error) {
    return reportLate(error);
  }
}

/** The call that this process is at, for what fails beside it. */
let running: Call = { name: 'digit-ideas', given: {} };

/**
 * Ends the process where something fails that nobody waits for, such as a write to standard output, as a command that
 * fails ends it.
 */
export function endOnUncaught(): void {
  process.on('uncaughtException', (error: unknown) => {
    void reportLate(error).then((code) => process.exit(code));
  });
}

/** Says what failed. A refusal comes at once; what knows every error of the file system is loaded for others alone. */
async function reportLate(error: unknown): Promise<1 | 2> {
  if (error instanceof UserError) {
    console.error(error.message);
    return 2;
  }
  const { reportFailure } = await import('./failure.ts');
  return reportFailure(error, running);
}

async function execute(program: Program, argv: readonly string[], call: Call): Promise<number> {
  if ('commands' in program) {
    const [word, ...rest] = argv;
    return word === '--help' ? printHelp(program) : execute(findCommand(program, word), rest, call);
  }
  call.name = program.name;
  if (isHelpAsked(argv)) return printHelp(program);
  const given = await parseOptions(program, argv);
  call.given = given;
  return (await program.run(given)) ?? 0;
}

/** Whether the words ask for help, whatever else they say. */
function isHelpAsked(argv: readonly string[]): boolean {
  return argv.includes('--help');
}

function printHelp(program: Program): number {
  console.log(describeHelp(program));
  return 0;
}

/** The command of `group` that `word` names. Throws a UserError of one line where it names none. */
function findCommand({ name: group, commands }: CommandGroup, word: string | undefined): Command {
  const found = commands.find(({ name }) => name === word);
  if (found !== undefined) return found;
  const names = commands.map(({ name }) => name).join(', ');
  throw expected(group, `one of ${names}`, word === undefined ? 'none' : `'${word}'`, 'see --help');
}

/** The values of the options in `argv`. Throws a UserError of one line. */
export async function parseOptions<Table extends OptionTable>(
  { name, options }: Command<Table>,
  argv: readonly string[],
): Promise<Given<Table>> {
  const yargs = await loadParser();
  // With a callback, yargs neither prints nor ends the process.
  const given = yargs()
    .scriptName('')
    .detectLocale(false)
    .help(false)
    .version(false)
    .options(takeNumbersAsText(options))
    .strict()
    .fail((message, error) => {
      const [, missing] = /^Missing required arguments?: (.*)$/.exec(message ?? '') ?? [];
      if (missing !== undefined) throw expected(name, nameOptions(missing), 'none', 'see --help');
      // yargs lists the choices of an option on a line of their own.
      const got = (message ?? error.message).replace(/\s*\n\s*/g, ' ');
      throw expected(name, 'the options that --help lists', got, 'see --help');
    })
    .parseSync(readyWords(argv, options), {}, () => undefined);
  const repeated = Object.keys(options).find((key) => !options[key]?.array && Array.isArray(given[key]));
  if (repeated !== undefined) throw expected(`--${repeated}`, 'one value', 'several', 'give it once');
  // In the folder of the command it would be in the way, and nobody said so.
  if (options.out?.requiresArg && given.out === '')
    throw expected('--out', 'a path', 'an empty one', 'give one, or leave it out');
  // The same type as yargs has it, which the compiler does not see for options that it does not know.
  return readNumbers(given, options) as unknown as Given<Table>;
}

/** Options that are listed with commas, as whoever started the command names them: of make, `IMAGES=... and OUT=...`. */
function nameOptions(list: string): string {
  const isOfMake = process.env.MAKELEVEL !== undefined;
  const names = list.split(', ');
  return names.map((one) => (isOfMake ? `${one.toUpperCase()}=...` : `--${one}`)).join(' and ');
}

/** The text of --help: how to call it, what it does, and every option, or every command of a group. */
export function describeHelp(program: Program): string {
  const { script, purpose, starter = 'npx tsx' } = program;
  const call = `${starter} ${script}`;
  if (!('commands' in program)) return writeHelp(`${call} [options]`, purpose, listOptions(program.options));
  const commands = program.commands.map((command) => [command.name, command.purpose] as const);
  const lists = [writeList('Commands:', commands), ...listOptions({})];
  return writeHelp(`${call} <command> [options]`, purpose, lists);
}

/** Throws a UserError unless the value of `option` is a whole number of at least `least`; `nextStep` is what else to do. */
export function assertWhole(
  option: string,
  value: number,
  least: number,
  nextStep: string = 'give another',
): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw expected(option, `a whole number of at least ${least}`, String(value), nextStep);
}
