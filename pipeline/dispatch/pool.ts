/**
 * A pool of child processes that compute cells. A process that crashes takes only the cell it was computing.
 */
import workerpool from 'workerpool';
import { UserError } from '../study/errors.ts';

/** Child processes that run the methods of one script. */
export interface Pool {
  /**
   * Calls `method` of the script with one argument; `onEvent` hears what the script emits meanwhile. Rejects with a
   * UserError where the method threw one, and with the crash where the process ended.
   */
  run<Value>(method: string, argument: unknown, onEvent: (event: unknown) => void): Promise<Value>;
  /** Ends all processes at once; unfinished calls reject. */
  stop(): Promise<void>;
}

/** Opens a pool of `workers` processes that run the script at `path`. They start when first needed. */
export function openPool(path: string, workers: number): Pool {
  const pool = workerpool.pool(path, { workerType: 'process', maxWorkers: workers });
  return {
    async run<Value>(method: string, argument: unknown, onEvent: (event: unknown) => void): Promise<Value> {
      try {
        return (await pool.exec(method, [argument], { on: onEvent })) as Value;
      } catch (error) {
        throw restoreError(error);
      }
    },
    async stop() {
      await pool.terminate(true);
    },
  };
}

/** Errors cross the process boundary as data; this gives a user's error its class back. */
function restoreError(error: unknown): unknown {
  if (error instanceof Error && error.name === 'UserError') return new UserError(error.message);
  return error;
}
