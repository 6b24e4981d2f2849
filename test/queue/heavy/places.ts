/** What heavy tests of the queue work with: a tiny study, its sweep and its workers as processes, and what is left of them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** The options that name a study of `hidden` x 2 x `seeds` models below `artifacts`. */
export function nameStudy(artifacts: string, hidden: string, seeds: number): string[] {
  const off = [
    'comparison',
    'hints',
    'counterfeits',
    'transfer',
    'optimum',
    'legibility',
    'baselines',
    'film',
  ];
  const changes = [
    ...['dataset.train=200', 'dataset.test=50', `grid.hidden=[${hidden}]`, 'grid.batch=[50,90]'],
    ...[`grid.seeds=0..${seeds - 1}`, 'training.epochs=1', 'search.passes=1', 'judging.judges=[cnn]'],
    ...off.map((name) => `experiments.${name}.enabled=false`),
  ];
  return ['--config', 'configs/smoke.yaml', '--artifacts', artifacts, '--set', changes.join(' ')];
}

/** A process of ours, with what it has said. */
export class Process {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  text = '';

  /** `before`: what starts it, such as `ip netns exec NAME`. */
  constructor(
    script: string,
    options: readonly string[],
    environment: NodeJS.ProcessEnv = {},
    before: readonly string[] = [],
  ) {
    const words = [...before, process.execPath, '--import', 'tsx', script, ...options];
    this.child = spawn(words[0]!, words.slice(1), {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        this.text += part;
      });
    }
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Resolves as soon as it has said what matches `pattern` `times` times, or has ended. */
  async said(pattern: RegExp, times = 1): Promise<void> {
    let isOver = false;
    void this.ended.then(() => {
      isOver = true;
    });
    while (!isOver && [...this.text.matchAll(pattern)].length < times) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}

/** SHA-256 by path of all models' files below the folder of a study, but of times. */
export function hashModels(study: string): Record<string, string> {
  const root = join(study, 'models');
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'times.json')
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths
      .sort()
      .map((path) => [
        path.slice(root.length),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );
}

/** How often each model was published, by what workers have said. */
export function countPublished(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [, name] of text.matchAll(/^(\S+): published$/gm))
      counts.set(name!, (counts.get(name!) ?? 0) + 1);
  }
  return counts;
}
