/** What ends a worker whose sweep is gone. */
import { Worker } from 'node:worker_threads';

const LOOK_EVERY_MS = 250;

/**
 * Ends this process as soon as the one that started it has ended. workerpool ends a worker that hears of it; but a training
 * in WebAssembly hears of nothing until it is done, minutes later, and would then write into a study that another sweep may
 * work on by then. So a thread of its own looks, in JavaScript that needs nothing of what lets this process run TypeScript.
 */
export function endWithParent(): void {
  const look = `if (process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL');`;
  const watcher = new Worker(`setInterval(() => { ${look} }, ${LOOK_EVERY_MS});`, {
    eval: true,
    execArgv: [],
  });
  watcher.on('error', () => undefined);
  watcher.unref();
}
