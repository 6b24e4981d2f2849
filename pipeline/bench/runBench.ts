/** The whole benchmark: opens everything that is timed, times it in rounds on one thread, and makes rows of it. */
import { cpus } from 'node:os';
import type { Engine } from '../engine/engine.ts';
import { trainModel } from '../engine/train.ts';
import { readSource, type Source } from '../store/sources.ts';
import { completeSettings } from '../study/axes.ts';
import { parseStudyConfig, type StudyConfig } from '../study/config.ts';
import { ARTICLE_SIZES } from '../study/grid.ts';
import type { StepFigure } from './benchChart.ts';
import type { BenchRow } from './benchTable.ts';
import { type Contenders, openContenders } from './contenders.ts';
import { type IdeasBench, ideasRows, openIdeasBench } from './ideasBench.ts';
import { timeRounds } from './rounds.ts';
import {
  openTrainingBench,
  stepFigures,
  TRAINING_SIZES,
  type TrainingBench,
  trainingRows,
} from './trainingBench.ts';

/** How the searched model is trained, and the optimizer of all that is timed. */
const SETTINGS = completeSettings({ ...ARTICLE_SIZES, epochs: 1 });

/** Clearly below 1, others were using the processor, and the times are too long. */
const SHARE_ROW = 'this process had a processor';

/** How thoroughly to measure. */
export interface BenchPlan {
  readonly rounds: number;
  /** Length of one measurement of training. */
  readonly targetMs: number;
  /** Images that the searched model is trained on, once. */
  readonly trainingImages: number;
}

/** What was measured and where. */
export interface BenchResult {
  readonly environment: {
    readonly node: string;
    readonly cpu: string;
    readonly runtimes: readonly string[];
    /** One line for each engine that could not be measured here. */
    readonly missing: readonly string[];
    readonly threads: 1;
  };
  readonly rounds: number;
  readonly rows: readonly BenchRow[];
  readonly steps: readonly StepFigure[];
}

/** Runs the benchmark; `onProgress` is told what is being done. */
export async function runBench(plan: BenchPlan, onProgress: (doing: string) => void): Promise<BenchResult> {
  const config = configure(plan);
  const source = await readSource(config.dataset);
  const contenders = await openContenders();
  for (const line of contenders.missing) onProgress(`left out: ${line}`);
  onProgress('training the model to search');
  const ideas = await openIdeas(contenders.engines[0]!, config, source);
  onProgress('opening sessions');
  const training: TrainingBench[] = [];
  const task = { data: source.train, optimizer: SETTINGS, targetMs: plan.targetMs };
  const trainers = [...contenders.engines, ...(contenders.plainLoop ? [contenders.plainLoop] : [])];
  for (const size of TRAINING_SIZES) training.push(await openTrainingBench(size, trainers, task));
  onProgress(`timing ${plan.rounds} rounds`);
  const tasks = [...training.flatMap((bench) => bench.tasks), ...ideas.tasks];
  const { timings, processorShare } = await timeRounds(tasks, plan.rounds);
  for (const bench of [...training, ideas]) await bench.dispose();
  const names = trainers.map(({ name }) => name);
  const rows = [
    ...TRAINING_SIZES.flatMap((size) =>
      trainingRows(size, names, contenders.plainLoop?.name ?? null, timings),
    ),
    ...ideasRows(ideas, timings),
    { name: SHARE_ROW, value: processorShare, unit: 'of the time' },
  ];
  const steps = TRAINING_SIZES.flatMap((size) => stepFigures(size, names, timings));
  return { environment: describeEnvironment(contenders), rounds: plan.rounds, rows, steps };
}

function configure({ trainingImages }: BenchPlan): StudyConfig {
  return parseStudyConfig(
    {
      name: 'bench',
      // From the front, so that figures stay comparable with earlier ones.
      dataset: { train: trainingImages, test: 1000, cut: 'first' },
      grid: { hidden: [ARTICLE_SIZES.hidden], batch: [ARTICLE_SIZES.batch], seeds: [0] },
    },
    'bench',
  );
}

async function openIdeas(engine: Engine, config: StudyConfig, source: Source): Promise<IdeasBench> {
  const data = { ...source, validation: null };
  const { parameters } = await trainModel(engine, { name: 'bench', settings: SETTINGS, seed: 0 }, data);
  return openIdeasBench(engine, parameters, config.search.seed);
}

function describeEnvironment({ engines, missing }: Contenders): BenchResult['environment'] {
  return {
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown',
    runtimes: engines.map(({ version }) => version),
    missing,
    threads: 1,
  };
}
