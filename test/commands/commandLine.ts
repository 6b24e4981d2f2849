/**
 * Runs commands as a person does: by their command lines. `call` does it in this process, which is enough wherever a command
 * neither gets a signal nor starts processes; `runProcess` starts one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { vi } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { callCommand, type Program } from '../../pipeline/commands/command.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { sha256File } from '../../pipeline/store/files.ts';

/** Folder of the project. */
export const ROOT = join(import.meta.dirname, '../..');

/** How a command ended. */
export interface Run {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Started {
  readonly child: ChildProcess;
  /** Resolves as soon as standard output matches `pattern` `times` times, or the command has ended. */
  printed(pattern: RegExp, times: number): Promise<void>;
  /** Resolves when the command and every process that it started have ended: all of them hold its output open. */
  readonly ended: Promise<Run>;
}

/** The environment without what a make that runs the tests would tell one that they start. */
const ENVIRONMENT = { ...process.env, MAKEFLAGS: undefined, MAKELEVEL: undefined };

/** Starts a program in a process group of its own, so that a signal can be sent to all of it, as a terminal does. */
export function start(program: string, options: readonly string[]): Started {
  const child = spawn(program, options, {
    cwd: ROOT,
    env: ENVIRONMENT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  }
  const ended = new Promise<Run>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...text }));
  });
  const printed = async (pattern: RegExp, times: number): Promise<void> => {
    const heard = new Promise<void>((resolve) => {
      child.stdout!.on('data', () => {
        if ([...text.stdout.matchAll(pattern)].length >= times) resolve();
      });
    });
    if (times > 0) await Promise.race([heard, ended]);
  };
  return { child, printed, ended };
}

/** The stages, which are the files at the top of pipeline/; every other command lies in commands/. */
export const STAGES = ['dataset', 'train', 'ideas', 'judge', 'analyse', 'report', 'sweep'];

/** The path of a command below pipeline/, without its ending. */
const locate = (name: string) => (STAGES.includes(name) ? name : `commands/${name}`);

/** Starts the command `name`, compiled, under flags for Node if any are given. */
export function startProcess(
  name: string,
  options: readonly string[],
  flags: readonly string[] = [],
): Started {
  return start(process.execPath, [...flags, `${COMPILED}/pipeline/${locate(name)}.js`, ...options]);
}

/** Runs the command `name` to its end, in a process of its own. */
export function runProcess(
  name: string,
  options: readonly string[],
  flags: readonly string[] = [],
): Promise<Run> {
  return startProcess(name, options, flags).ended;
}

/** What the script at `path`, from the project's folder, exports. */
export async function importProgram(path: string): Promise<Program> {
  const module: { readonly command: Program } = await import(pathToFileURL(join(ROOT, path)).href);
  return module.command;
}

/** Calls the command `name` in this process, and gives what it prints and its exit code. */
export async function call(name: string, options: readonly string[]): Promise<Run> {
  const command = await importProgram(`pipeline/${locate(name)}.ts`);
  const text = { stdout: '', stderr: '' };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...values) => {
      text.stdout += `${format(...values)}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((...values) => {
      text.stderr += `${format(...values)}\n`;
    }),
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      text.stdout += String(part);
      return true;
    }),
  ];
  try {
    const code = await callCommand(command, options);
    return { code, signal: null, ...text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The options that name a study of four small models below the folder `artifacts`. Later `changes` win. */
export function smallStudy(artifacts: string, ...changes: readonly string[]): string[] {
  const small = [
    'dataset.train=1000',
    'dataset.test=200',
    'grid.hidden=[8,16]',
    'grid.batch=[50,200]',
    'training.epochs=2',
    // It opens in a moment; the smoke study of other tests has all three.
    'judging.judges=[cnn]',
    // test/experiments has them.
    ...['comparison', 'hints', 'counterfeits', 'transfer', 'optimum', 'legibility', 'baselines', 'film'].map(
      (name) => `experiments.${name}.enabled=false`,
    ),
  ];
  return [
    '--config',
    'configs/smoke.yaml',
    '--artifacts',
    artifacts,
    '--set',
    [...small, ...changes].join(' '),
  ];
}

/** For a sweep that needs no second process: tests share the cores, and there another one costs its start and saves no time. */
export const ONE_PROCESS = ['--workers', '1'];

/** SHA-256 of the files below `root` whose path matches, by path: to compare megabytes byte by byte takes vitest a minute. */
export async function hashFiles(root: string, pattern: RegExp): Promise<Record<string, string>> {
  const paths = (await listFiles(root)).filter((path) => pattern.test(path));
  const hash = async (path: string) => [path, await sha256File(join(root, path))] as const;
  return Object.fromEntries(await Promise.all(paths.map(hash)));
}

/** What changes when a file is written again, even with the same bytes, of all files below `root` that match. */
export async function readStamps(root: string, pattern: RegExp): Promise<Record<string, string>> {
  const paths = (await listFiles(root)).filter((path) => pattern.test(path));
  const stamp = async (path: string) => {
    const { mtimeMs, ino } = await stat(join(root, path));
    return [path, `${ino} ${mtimeMs}`] as const;
  };
  return Object.fromEntries(await Promise.all(paths.map(stamp)));
}
