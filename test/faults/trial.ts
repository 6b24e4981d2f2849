/** A study so small that a whole sweep takes seconds: what the fault tests kill, damage and starve. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { sha256 } from '../../pipeline/store/files.ts';
import { type Run, type Started, start } from '../commands/commandLine.ts';

/** Its settings, with a file of nearly every kind that a study can have. */
const SETTINGS = [
  ...[
    'dataset.train=200',
    'dataset.test=50',
    'dataset.validation=20',
    'grid.hidden=[3]',
    'grid.batch=[50,90]',
  ],
  ...['training.epochs=1', 'search.passes=1', 'schedule.checkpoints=log', 'judging.judges=[cnn]'],
  ...['experiments.hints.images=2', 'experiments.counterfeits.images=2'],
  ...['comparison', 'optimum', 'legibility', 'baselines', 'film'].map(
    (name) => `experiments.${name}.enabled=false`,
  ),
];

/** Number of the first of each that is tried: one that failed is tried again alone. */
export const FIRST = Number(process.env.DIGIT_IDEAS_FAULTS_FIRST ?? 0);

/** Folder of the study below its artifacts. */
export const STUDY = 'smoke';

/** Files that say how long something took: other ones every time. */
const TIMES = /(^|\/)times\.(json|csv|svg)$/;

/** What is different about how a sweep is started; nothing, unless said. */
export interface Circumstances {
  /** Flags for Node, which processes that it starts have too. */
  readonly flags?: readonly string[];
  /** Variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder of the compiled project. */
  readonly project?: string;
}

/** The program and the options that sweep the study below `artifacts`, or only look with `--status`. */
export function sweepLine(
  artifacts: string,
  { flags = [], environment = {}, project = COMPILED }: Circumstances = {},
  more: readonly string[] = [],
): [program: string, options: string[]] {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const study = ['--config', 'configs/smoke.yaml', '--artifacts', artifacts, '--set', SETTINGS.join(' ')];
  return [
    'env',
    [...variables, process.execPath, ...flags, `${project}/pipeline/sweep.js`, ...study, ...more],
  ];
}

/** Starts a sweep in a process group of its own. */
export function startSweep(artifacts: string, circumstances?: Circumstances): Started {
  return start(...sweepLine(artifacts, circumstances));
}

/** Sweeps to the end. */
export function sweep(artifacts: string, circumstances?: Circumstances): Promise<Run> {
  return startSweep(artifacts, circumstances).ended;
}

/** An empty folder that lives as long as the running test. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-faults-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Paths of all files below `artifacts`, hidden ones too. */
export async function listAll(artifacts: string): Promise<string[]> {
  const entries = await readdir(artifacts, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(artifacts.length + 1))
    .sort();
}

/** SHA-256 of every file below `artifacts`, but of those with times. A temporary file or a lock is a file like others. */
export async function hashAll(artifacts: string): Promise<Record<string, string>> {
  const paths = (await listAll(artifacts)).filter((path) => !TIMES.test(path));
  const hash = async (path: string) => [path, sha256(await readFile(join(artifacts, path)))] as const;
  return Object.fromEntries(await Promise.all(paths.map(hash)));
}

/** The paths at which two studies differ, in words; empty where they are the same to the byte. */
export function listDifferences(had: Record<string, string>, has: Record<string, string>): string[] {
  const paths = new Set([...Object.keys(had), ...Object.keys(has)]);
  const word = (path: string) =>
    had[path] === undefined ? 'is left over' : has[path] === undefined ? 'is missing' : 'has other bytes';
  return [...paths].filter((path) => had[path] !== has[path]).map((path) => `${path} ${word(path)}`);
}

/** Whether a path is of times. */
export function isOfTimes(path: string): boolean {
  return TIMES.test(basename(path));
}

/** How a run ended, in one line, for a list of faults. */
export function describeRun({ code, signal, stderr }: Run): string {
  return `ended with ${code ?? signal}, saying ${JSON.stringify(stderr.slice(-500))}`;
}
