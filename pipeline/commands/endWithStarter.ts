/**
 * Ends what make or npx has started when that is to end.
 *
 * make passes SIGTERM on; of SIGINT and SIGHUP it takes for granted that a terminal sent them to all processes, and waits.
 * Where they are sent to make alone, that is for ever. But before it waits it gives the signal up, which the system shows.
 * npx ends on SIGTERM and SIGHUP, and leaves behind what it has started.
 */
import { HEEDED } from '../store/interrupts.ts';
import { type ProcessStatus, readProcessStatus } from '../store/processStatus.ts';

const LOOK_EVERY_MS = 500;

/** A shell, tsx and another of either may stand between npx and this process. */
const MOST_BETWEEN = 4;

/**
 * Where make or npx has started this process, sends it the signal that make waits for it to end on, and SIGTERM where the
 * one that started it is gone. Where the system does not show other processes, it looks only whether make is still there.
 */
export function endWithStarter(): void {
  const findSignal = watchMake() ?? watchNpx();
  if (findSignal === undefined) return;
  const timer = setInterval(() => {
    const signal = findSignal();
    if (signal === undefined) return;
    clearInterval(timer);
    process.kill(process.pid, signal);
  }, LOOK_EVERY_MS).unref();
}

/** What to look at where make has started this process: gives the signal to end on, once there is one. */
function watchMake(): (() => NodeJS.Signals | undefined) | undefined {
  const make = process.ppid;
  const status = readProcessStatus(make);
  if (process.env.MAKELEVEL === undefined || (status !== null && !isMake(status))) return undefined;
  return () => (process.ppid === make ? findGivenUp(readProcessStatus(make)) : 'SIGTERM');
}

function isMake({ name }: Pick<ProcessStatus, 'name'>): boolean {
  return name === 'make' || name === 'gmake';
}

/** The signal that a make no longer listens for: it waits for us to end. One that it ignores, nohup has it ignore. */
export function findGivenUp(make: ProcessStatus | null): NodeJS.Signals | undefined {
  if (make === null || !isMake(make)) return undefined;
  return (['SIGINT', 'SIGHUP'] as const).find((signal) => !make.catches(signal) && !make.ignores(signal));
}

/** The same for npx, but under nohup: that does not keep npx alive, and is to keep this process. */
function watchNpx(): (() => NodeJS.Signals | undefined) | undefined {
  const npm =
    process.env.npm_command === undefined || !HEEDED.includes('SIGHUP') ? null : findNpm(process.ppid);
  if (npm === null) return undefined;
  return () => (isNpm(readProcessStatus(npm)) ? undefined : 'SIGTERM');
}

/** The id of the npm among the process `id` and those that led to it. npm calls itself after what it does: `npm exec tsx`. */
function findNpm(id: number): number | null {
  for (let between = 0, at = id; between <= MOST_BETWEEN; between++) {
    const status = readProcessStatus(at);
    if (status === null) return null;
    if (isNpm(status)) return at;
    at = status.parent;
  }
  return null;
}

function isNpm(status: ProcessStatus | null): boolean {
  return status?.name.startsWith('npm ') ?? false;
}
