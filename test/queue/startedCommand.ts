/** Commands that end with the running test, whatever becomes of it. */
import { onTestFinished } from 'vitest';
import { type Started, startProcess } from '../commands/commandLine.ts';

/** Starts the command `name`. */
export function openCommand(name: string, options: readonly string[]): Started {
  const started = startProcess(name, options);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}
