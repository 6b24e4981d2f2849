/** How a command is a process: what it is started as, its signals, its exit code, and a reader that leaves early. */
import { fileURLToPath } from 'node:url';
import { HEEDED, INTERRUPT_CODES, type Interrupt } from '../store/interrupts.ts';
import { followLinks } from '../store/links.ts';
import { callCommand, endOnUncaught, type Program } from './command.ts';
import { endWithStarter } from './endWithStarter.ts';

/** Runs `program` with the command line of this process where its module was started, and not only imported. */
export async function runIfMain(module: ImportMeta, program: Program): Promise<void> {
  if (isMain(module, process.argv[1])) await runAsProcess(program);
}

/** Runs `program` with the command line of this process, which it then is. */
export async function runAsProcess(program: Program): Promise<void> {
  const interrupts = listenForInterrupts();
  endWithStarter();
  endWithReader();
  endOnUncaught();
  process.exitCode = await callCommand(program, process.argv.slice(2));
  // A connection to what does not answer may still be open.
  if (interrupts.hasCome) process.exit();
}

/** Whether a process was started with the path `started` of this module, also by a symbolic link. */
export function isMain(module: Pick<ImportMeta, 'url'>, started: string | undefined): boolean {
  return started !== undefined && followLinks(started) === followLinks(fileURLToPath(module.url));
}

/**
 * A second interrupt ends at once what still finishes after the first. One that comes sooner is the same once more: timeout
 * sends it to make and to us, which make does again.
 */
const SECOND_AFTER_MS = 1000;

/** Ends the process on an interrupt, unless a step listens for it in order to finish what it does. Tells whether one has come. */
function listenForInterrupts(): { readonly hasCome: boolean } {
  let firstAt: number | undefined;
  const onInterrupt = (signal: Interrupt): void => {
    const isFirst = firstAt === undefined;
    firstAt ??= performance.now();
    if (isFirst && process.listenerCount(signal) > 1) return;
    if (!isFirst && performance.now() - firstAt < SECOND_AFTER_MS) return;
    if (isFirst)
      console.error('interrupted: what was already computed is kept; run the same command to go on');
    process.exit(INTERRUPT_CODES[signal]);
  };
  for (const signal of HEEDED) process.on(signal, onInterrupt);
  // Node ends on what nohup lets others ignore.
  if (!HEEDED.includes('SIGHUP')) process.on('SIGHUP', () => undefined);
  return {
    get hasCome() {
      return firstAt !== undefined;
    },
  };
}

/** What shells report of a process that a closed pipe ended: 128 and the number of SIGPIPE. */
const PIPE_CLOSED = 141;

/**
 * Ends the process in silence where whoever reads its output has seen enough, such as `| head`. A terminal that is gone is
 * no reason to end: who means that sends SIGHUP.
 */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EIO') return;
    if (error.code !== 'EPIPE') throw error;
    process.exit(PIPE_CLOSED);
  });
  // Messages that nobody can read are no reason either.
  process.stderr.on('error', () => undefined);
}
