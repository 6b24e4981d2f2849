/**
 * Ends what make has started when make is to end.
 *
 * make passes SIGTERM on; of SIGINT and SIGHUP it takes for granted that a terminal sent them to all processes, and waits.
 * Where they are sent to make alone, that is for ever. But before it waits it gives the signal up, which the system shows.
 */
import { type ProcessStatus, readProcessStatus } from '../store/processStatus.ts';

const LOOK_EVERY_MS = 500;

/**
 * Where make has started this process, sends it the signal that make waits for it to end on, and SIGTERM where make is gone.
 * Where the system does not show what make does with signals, it looks only whether make is still there.
 */
export function endWithMake(): void {
  const make = process.ppid;
  const status = readProcessStatus(make);
  if (process.env.MAKELEVEL === undefined || (status !== null && !isMake(status))) return;
  const timer = setInterval(() => {
    const signal = process.ppid === make ? findGivenUp(readProcessStatus(make)) : 'SIGTERM';
    if (signal === undefined) return;
    clearInterval(timer);
    process.kill(process.pid, signal);
  }, LOOK_EVERY_MS).unref();
}

function isMake({ name }: ProcessStatus): boolean {
  return name === 'make' || name === 'gmake';
}

/** The signal that a make no longer listens for: it waits for us to end. One that it ignores, nohup has it ignore. */
export function findGivenUp(make: ProcessStatus | null): NodeJS.Signals | undefined {
  if (make === null || !isMake(make)) return undefined;
  return (['SIGINT', 'SIGHUP'] as const).find((signal) => !make.catches(signal) && !make.ignores(signal));
}
