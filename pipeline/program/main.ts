/** The one program of the npm package, `digit-ideas`: its commands are those that `make` starts in a checkout, by the same words. */
import { command as analyse } from '../analyse.ts';
import { type Command, defineCommand, defineGroup } from '../commands/command.ts';
import { command as compute } from '../commands/compute.ts';
import { command as convert } from '../commands/convert.ts';
import { command as diff } from '../commands/diff.ts';
import { command as experiment } from '../commands/experiment.ts';
import { command as explain } from '../commands/explain.ts';
import { command as exportStudy } from '../commands/export.ts';
import { command as film } from '../commands/film.ts';
import { command as gc } from '../commands/gc.ts';
import { command as ladder } from '../commands/ladder.ts';
import { command as lockAnalysis } from '../commands/lock-analysis.ts';
import { command as power } from '../commands/power.ts';
import { QUEUE_OPTIONS, STRICT_OPTION } from '../commands/queueOptions.ts';
import { command as rate } from '../commands/rate.ts';
import { command as rateImport } from '../commands/rate-import.ts';
import { runAsProcess } from '../commands/runIfMain.ts';
import { command as score } from '../commands/score.ts';
import { command as simulate } from '../commands/simulate.ts';
import { SELECT_OPTION, STUDY_OPTIONS } from '../commands/studyOptions.ts';
import { command as tfjsNode } from '../commands/tfjs-node.ts';
import { command as worker } from '../commands/worker.ts';
import { command as dataset } from '../dataset.ts';
import { command as ideas } from '../ideas.ts';
import { command as judge } from '../judge.ts';
import { command as report } from '../report.ts';
import { command as sweep } from '../sweep.ts';
import { command as train } from '../train.ts';

const NAME = 'digit-ideas';
const STARTER = 'npx';

const status = defineCommand({
  script: 'status',
  purpose: 'Says what is done of a study, and what is not.',
  options: { ...STUDY_OPTIONS, ...SELECT_OPTION, queue: QUEUE_OPTIONS.queue, ...STRICT_OPTION },
  run: (options) =>
    sweep.run({
      ...options,
      ...{ status: true, 'dry-run': false, fresh: false, workers: 1, store: undefined },
    }),
});

/**
 * Left out are commands that work on the project itself (its documents, its schema, its judges and its speed), and those that
 * hold results against the commit of the code that computed them.
 */
const COMMANDS: readonly Command[] = [
  ...[sweep, status, explain, report, diff, compute, worker, gc],
  ...[dataset, train, ideas, judge, analyse],
  ...[score, exportStudy, film, convert],
  ...experiment.commands,
  ...[rate, rateImport, ladder, lockAnalysis, power, simulate, tfjsNode],
];

/** A command as the package starts it. */
function asCommandOfPackage(command: Command): Command {
  return { ...command, script: `${NAME} ${command.name}`, starter: STARTER };
}

/** The program. */
export const program = {
  ...defineGroup({
    script: NAME,
    purpose:
      'Trains networks on MNIST, finds the ideas that they have of the digits, and scores how recognisable those are. Where a ' +
      `message says make NAME, that is npx ${NAME} NAME here.`,
    commands: COMMANDS.map(asCommandOfPackage),
  }),
  starter: STARTER,
};

/** Runs the command that this process's command line names. */
export function runProgram(): Promise<void> {
  return runAsProcess(program);
}
