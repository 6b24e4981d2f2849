/** The script of the pool's test: small errands, and ways for a process to end in the middle of one. */
import workerpool from 'workerpool';
import { UserError } from '../../pipeline/study/errors.ts';

workerpool.worker({
  name: () => process.pid,
  repeat: (word: string) => word,
  count(upTo: number): number {
    for (let n = 1; n <= upTo; n++) workerpool.workerEmit({ n });
    return upTo;
  },
  refuse(message: string): never {
    throw new UserError(message);
  },
  break(message: string): never {
    throw new RangeError(message);
  },
  exit(code: number): never {
    process.exit(code);
  },
  async kill(signal: NodeJS.Signals): Promise<void> {
    workerpool.workerEmit({ pid: process.pid });
    process.kill(process.pid, signal);
    await new Promise(() => setInterval(() => undefined, 1000));
  },
  /** Says that it has begun, and ends after a while. */
  async pause(): Promise<string> {
    workerpool.workerEmit({ pid: process.pid });
    await new Promise((resolve) => setTimeout(resolve, 500));
    return 'paused';
  },
  /** Never ends by itself, and says first which process it is. */
  async wait(): Promise<void> {
    workerpool.workerEmit({ pid: process.pid });
    await new Promise(() => setInterval(() => undefined, 1000));
  },
  /** Never ends by itself, and hears no message while it goes on. */
  spin(): void {
    workerpool.workerEmit({ pid: process.pid });
    for (;;) Math.random();
  },
});
