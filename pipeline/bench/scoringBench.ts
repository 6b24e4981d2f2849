/** Times the scoring of ideas by the frozen judges, on every engine. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { openFrozenPanel, readFrozenPanel } from '../judging/frozenPanel.ts';
import type { Panel } from '../judging/panel.ts';
import { type JudgedIdea, scoreIdeas } from '../judging/scoreIdeas.ts';
import { summariseTraining } from '../judging/trainingSummary.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import type { BenchRow } from './benchTable.ts';
import { inSeconds } from './ideasBench.ts';
import type { TimedTask, Timings } from './rounds.ts';

/** Name of the row of scoring `count` ideas on an engine. */
export function scoringRow(count: number, engine: string): string {
  return `scores of ${count} ideas by all judges, ${engine}`;
}

/** The tasks that time the scoring. Call `dispose` when done. */
export interface ScoringBench {
  readonly tasks: readonly TimedTask[];
  /** How long the judges of each engine took to open, in seconds. */
  readonly openingSeconds: readonly (readonly [engine: string, seconds: number])[];
  dispose(): Promise<void>;
}

/** Opens the judges on every engine. `train`: the training images. */
export async function openScoringBench(
  engines: readonly Engine[],
  ideas: readonly JudgedIdea[],
  train: LabelledImages,
): Promise<ScoringBench> {
  const training = summariseTraining(train);
  const panels: Panel[] = [];
  const tasks: TimedTask[] = [];
  const openingSeconds: [string, number][] = [];
  for (const engine of engines) {
    const from = performance.now();
    const panel = await openFrozenPanel(engine, await readFrozenPanel(JUDGE_NAMES));
    openingSeconds.push([engine.name, (performance.now() - from) / 1000]);
    panels.push(panel);
    const run = async () => void (await scoreIdeas(panel, ideas, training));
    await run();
    tasks.push({ name: scoringRow(ideas.length, engine.name), units: 1, run });
  }
  const dispose = async () => {
    for (const panel of panels) await panel.dispose();
  };
  return { tasks, openingSeconds, dispose };
}

/** The rows of the scoring; times in seconds. */
export function scoringRows(
  { tasks, openingSeconds }: Omit<ScoringBench, 'dispose'>,
  timings: Timings,
): BenchRow[] {
  return openingSeconds.flatMap(([engine, seconds], k): BenchRow[] => [
    { name: tasks[k]!.name, ...inSeconds(timings.get(tasks[k]!.name)!) },
    { name: `opening all judges, ${engine}`, value: seconds, unit: 's' },
  ]);
}
