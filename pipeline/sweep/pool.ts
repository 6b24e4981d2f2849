/**
 * A pool of child processes that compute models. A process that crashes takes only the model it was computing.
 *
 * Each place in the pool is a workerpool of one process: after a crash its own queue can stall, so calls wait for a
 * place here, and a place whose process ended is given a new one.
 */
import workerpool from 'workerpool';
import { ReportedError, UserError } from '../study/errors.ts';

/** Child processes that run the methods of one script. */
export interface Pool {
  /**
   * Calls `method` of the script with one argument; `onEvent` hears what the script emits meanwhile. Calls start in
   * their order. Rejects with a UserError where the method threw one, and with the crash where the process ended. Where
   * `signal` is aborted meanwhile, the process that runs the call is ended.
   */
  run<Value>(
    method: string,
    argument: unknown,
    onEvent: (event: unknown) => void,
    signal?: AbortSignal,
  ): Promise<Value>;
  /** Ends all processes at once; unfinished calls reject. */
  stop(): Promise<void>;
}

/** Child processes get this one's flags (of V8, say), and tsx where the script is TypeScript and they do not bring it. */
function flagsFor(path: string): string[] {
  const isRunnable = !path.endsWith('.ts') || process.execArgv.some((flag) => /\btsx\b/.test(flag));
  return isRunnable ? process.execArgv : [...process.execArgv, '--import', import.meta.resolve('tsx')];
}

/** workerpool asks a process to end and after one second ends it; an end that is not reported by then never is. */
const STOP_WITHIN_MS = 3000;

/**
 * Opens a pool of `workers` processes that run the script at `path`. They start when first needed, with this process's
 * environment and, of what that does not set, `environment`.
 */
export function openPool(path: string, workers: number, environment: NodeJS.ProcessEnv = {}): Pool {
  return new ProcessPool(path, workers, environment);
}

class ProcessPool implements Pool {
  readonly #path: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #open = new Set<workerpool.Pool>();
  readonly #waiting: ((place: workerpool.Pool) => void)[] = [];
  readonly #free: workerpool.Pool[];
  #stopped: Promise<unknown> | undefined;

  constructor(path: string, workers: number, environment: NodeJS.ProcessEnv) {
    this.#path = path;
    this.#environment = environment;
    this.#free = Array.from({ length: workers }, () => this.#openPlace());
  }

  async run<Value>(
    method: string,
    argument: unknown,
    onEvent: (event: unknown) => void,
    signal?: AbortSignal,
  ): Promise<Value> {
    const place = await this.#takePlace();
    const end = () => void place.terminate(true);
    let isAlive = true;
    try {
      if (this.#stopped) throw new Error('the pool was stopped');
      signal?.throwIfAborted();
      const call = place.exec(method, [argument], { on: onEvent });
      signal?.addEventListener('abort', end, { once: true });
      return (await call) as Value;
    } catch (error) {
      const restored = restoreError(error);
      isAlive = restored instanceof UserError;
      throw restored;
    } finally {
      // The next call at this place may be of another signal.
      signal?.removeEventListener('abort', end);
      this.#givePlace(isAlive ? place : this.#replace(place));
    }
  }

  async stop(): Promise<void> {
    // Settled, not all: of a process that ended while it was idle, no end is reported, and its time runs out.
    this.#stopped ??= Promise.allSettled(
      [...this.#open].map((place) => place.terminate(true, STOP_WITHIN_MS)),
    );
    await this.#stopped;
  }

  #openPlace(): workerpool.Pool {
    const place = workerpool.pool(this.#path, {
      workerType: 'process',
      maxWorkers: 1,
      forkOpts: { execArgv: flagsFor(this.#path), env: { ...this.#environment, ...process.env } },
    });
    this.#open.add(place);
    return place;
  }

  #replace(place: workerpool.Pool): workerpool.Pool {
    if (this.#stopped) return place;
    this.#open.delete(place);
    // Not awaited: of a process that has ended, no end is ever reported.
    void place.terminate(true);
    return this.#openPlace();
  }

  #takePlace(): Promise<workerpool.Pool> {
    const place = this.#free.shift();
    if (place) return Promise.resolve(place);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #givePlace(place: workerpool.Pool): void {
    const next = this.#waiting.shift();
    if (next) next(place);
    else this.#free.push(place);
  }
}

/** Errors cross the process boundary as data; this gives a user's error its class back, and a crash one line. */
function restoreError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'UserError') return new UserError(error.message);
  if (error.name === 'ReportedError') return new ReportedError(error.message);
  const end = /exitCode: `(\w+)`\s+signalCode: `(\w+)`/.exec(error.message);
  if (end === null) return error;
  const [, exitCode, signal] = end;
  const how = signal === 'null' ? `with exit code ${exitCode}` : `by ${signal}`;
  const why = ENDS[signal!] ?? ENDS[exitCode!];
  return new Error(`the process was ended ${how}${why === undefined ? '' : `: ${why}`}`, { cause: error });
}

/** What it means where a process is ended by a signal, or with a code, that neither it nor anybody here has sent. */
const ENDS: Readonly<Record<string, string>> = {
  SIGKILL: 'the system does that where memory runs out; free some, or use fewer workers',
  // 128 and 6, where a shell is between.
  134: 'Node does that where its memory is full; use fewer workers, or NODE_OPTIONS=--max-old-space-size=8192',
  SIGABRT:
    'Node does that where its memory is full; use fewer workers, or NODE_OPTIONS=--max-old-space-size=8192',
  SIGILL: 'the library uses instructions that this processor does not have; use --engine onnx-wasm',
  SIGSEGV: 'the native library failed; try --engine onnx-wasm',
  SIGBUS: 'a file that it had open was cut or its disk is full; free some space',
};
