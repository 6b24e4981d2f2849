/** How a command is a process: what it is started as, its signals, its exit code, and a reader that leaves early. */
import { fileURLToPath } from 'node:url';
import { followLinks } from '../store/links.ts';
import { callCommand, endOnUncaught, type Program } from './command.ts';

/** Runs `program` with the command line of this process where its module was started, and not only imported. */
export async function runIfMain(module: ImportMeta, program: Program): Promise<void> {
  if (!isMain(module, process.argv[1])) return;
  listenForInterrupt();
  endWithReader();
  endOnUncaught();
  process.exitCode = await callCommand(program, process.argv.slice(2));
}

/** Whether a process was started with the path `started` of this module, also by a symbolic link. */
export function isMain(module: Pick<ImportMeta, 'url'>, started: string | undefined): boolean {
  return started !== undefined && followLinks(started) === followLinks(fileURLToPath(module.url));
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
