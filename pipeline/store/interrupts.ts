/** The signals that ask a command to end: what it has computed is kept, and it ends within seconds. */
import { basename } from 'node:path';
import { readProcessStatus } from './processStatus.ts';

/** Exit codes of an interrupt, 128 and the signal's number, as shells have them. */
export const INTERRUPT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
export type Interrupt = keyof typeof INTERRUPT_CODES;

/** The interrupts that this process heeds: not the end of its terminal where nohup started it. */
export const HEEDED: readonly Interrupt[] = isUnderNohup()
  ? ['SIGINT', 'SIGTERM']
  : ['SIGHUP', 'SIGINT', 'SIGTERM'];

/**
 * Whether nohup has started this process, or the make that has. Node undoes what nohup does, which is to have SIGHUP ignored;
 * but make does not, and a shell leaves the name of what it started in the variable `_`.
 */
function isUnderNohup(): boolean {
  return (
    basename(process.env._ ?? '') === 'nohup' || (readProcessStatus(process.ppid)?.ignores('SIGHUP') ?? false)
  );
}

/**
 * Does `work`, which keeps this process busy without a break and writes nothing: until it is done, interrupts end the process at
 * once, as they do where nobody listens. A listener would hear of them only afterwards.
 */
export function endAtOnceDuring<Value>(work: () => Value): Value {
  const listeners = HEEDED.map((signal) => [signal, process.rawListeners(signal)] as const);
  for (const [signal] of listeners) process.removeAllListeners(signal);
  try {
    return work();
  } finally {
    for (const [signal, all] of listeners)
      for (const listener of all) process.on(signal, listener as NodeJS.SignalsListener);
  }
}
