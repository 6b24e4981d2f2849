/** Runs other people's programs: pip, a compiler, an installer. Their output goes to a log, not to the screen. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Log } from './cacheFolder.ts';

/** What the work on tfjs-node's native library needs from outside. */
export interface Surroundings {
  /** Environment variables, PATH among them: where programs are found. */
  readonly env: NodeJS.ProcessEnv;
  /** Hears in one line what begins. */
  readonly onProgress: (doing: string) => void;
  readonly log: Log;
}

/** How to run a program. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** After this long the program and all that it started are ended. */
  readonly limitMs?: number;
}

/** How a program ended. */
export interface Outcome {
  readonly hasSucceeded: boolean;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  /** What went wrong, in one line; empty after success. */
  readonly reason: string;
}

/** A line that names a cause: `ERROR: no such wheel`, `x.cc:1: fatal error: x.h`, `npm ERR! code 1`. */
const TELLING = /\b\w*error(?: \w+)?: \S|\bERR! (?!stack\b)/i;

/** Longest cause that still reads as part of one line. */
const REASON_LENGTH = 200;

/** Programs end in groups, with what they started in their turn. Windows has no such groups. */
const HAS_GROUPS = process.platform !== 'win32';

const running = new Set<ChildProcess>();

/** Runs a program to its end. Never throws: a missing program is an outcome too. */
export function runProgram(command: readonly string[], options: RunOptions): Promise<Outcome> {
  const [program, ...args] = command;
  const { env, cwd, limitMs } = options;
  return new Promise((resolve) => {
    const child = spawn(program!, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      detached: HAS_GROUPS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = { stdout: '', output: '' };
    let ended = '';
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (part: string) => {
        text.output += part;
        if (name === 'stdout') text.stdout += part;
      });
    }
    const stop = (): void => {
      ended = `no end after ${limitMs! / 1000} s`;
      end(child);
    };
    const timer = limitMs === undefined ? undefined : setTimeout(stop, limitMs);
    const finish = (fault: string): void => {
      clearTimeout(timer);
      running.delete(child);
      const reason = ended || fault;
      resolve({ ...text, hasSucceeded: reason === '', reason });
    };
    watch(child);
    child.once('error', (error) => finish(error.message));
    child.once('close', (code, signal) => {
      finish(code === 0 ? '' : findReason(text.output, signal ?? `exit code ${code}`));
    });
  });
}

/** Runs a program as {@link runProgram} does, and writes what it printed to the log. */
export async function runLogged(
  { log }: Pick<Surroundings, 'log'>,
  command: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const outcome = await runProgram(command, options);
  await log.append(`$ ${command.join(' ')}\n${outcome.output}\n${outcome.reason}\n\n`);
  return outcome;
}

/** The first line of `output` that names a cause, else its last line, else `ending`. */
export function findReason(output: string, ending: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const reason = lines.find((line) => TELLING.test(line)) ?? lines.at(-1) ?? ending;
  return reason.length > REASON_LENGTH ? `${reason.slice(0, REASON_LENGTH)}...` : reason;
}

function watch(child: ChildProcess): void {
  // Before the listeners that remove the folders which the programs write to.
  if (!process.listeners('exit').includes(endAll)) process.prependListener('exit', endAll);
  running.add(child);
}

function endAll(): void {
  for (const child of running) end(child);
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (HAS_GROUPS) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
