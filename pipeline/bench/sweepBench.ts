/** Times the whole sweep of a small grid, as a user would start it: every step of it, from reading the config to the report. */
import { fileURLToPath } from 'node:url';
import { makeTemporaryFolder } from '../store/temporaryFolder.ts';
import { runProgram } from '../tfjsNode/processes.ts';
import type { BenchRow } from './benchTable.ts';
import { inSeconds } from './ideasBench.ts';
import { type TimedTask, timeRounds } from './rounds.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Of the usual sweep, one seed of the cells of two sizes. */
export const CONFIG = 'configs/sweep.yaml';
export const SETS = ['grid.hidden=16,64', 'grid.batch=100', 'grid.seeds=0'];

/** Name of the row of the sweep on an engine. */
export function sweepRow(engine: string): string {
  return `sweep of 16,64/100, 20 epochs, every experiment, ${engine}`;
}

/** The rows of the sweep on every engine, on one process so that it is what a model costs; times in seconds. */
export async function measureSweeps(engines: readonly string[], rounds: number): Promise<BenchRow[]> {
  const tasks = engines.map(
    (engine): TimedTask => ({ name: sweepRow(engine), units: 1, run: () => sweep(engine) }),
  );
  const timings = await timeRounds(tasks, rounds);
  const [first] = tasks;
  return tasks.map(({ name }) => {
    const { bestMs } = timings.get(name)!;
    const ratios = [{ to: first!.name, value: bestMs / timings.get(first!.name)!.bestMs }];
    return { name, ...inSeconds(timings.get(name)!), ...(name !== first!.name && { ratios }) };
  });
}

async function sweep(engine: string): Promise<void> {
  const artifacts = makeTemporaryFolder();
  try {
    const words = ['--config', CONFIG, '--engine', engine, '--artifacts', artifacts.path];
    const { hasSucceeded, output } = await runProgram(
      [
        ...[process.execPath, '--import', 'tsx', 'pipeline/sweep.ts', ...words],
        ...['--workers', '1', ...SETS.flatMap((set) => ['--set', set])],
      ],
      { env: process.env, cwd: ROOT },
    );
    if (!hasSucceeded) throw new Error(`bench: expected the sweep on ${engine} to end well, got: ${output}`);
  } finally {
    artifacts.remove();
  }
}
