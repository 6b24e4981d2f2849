/** The whole benchmark: opens everything that is timed, times it in rounds on one thread, and makes rows of it. */
import { cpus } from 'node:os';
import { onnxEngine } from '../../engine/onnx/onnxEngine.ts';
import { RUNTIME_VERSION } from '../../engine/onnx/session.ts';
import { trainModel } from '../../engine/train.ts';
import { readSource } from '../../store/sources.ts';
import { parseStudyConfig } from '../../study/config.ts';
import { ARTICLE_CELL, expandGrid } from '../../study/grid.ts';
import type { BenchRow } from '../../view/benchTable.ts';
import { ideasRows, openIdeasBench } from './ideas.ts';
import { timeRounds } from './rounds.ts';
import { openTrainingBench, TRAINING_SIZES, trainingRows } from './training.ts';

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
    readonly runtime: string;
    readonly threads: 1;
  };
  readonly rounds: number;
  readonly rows: readonly BenchRow[];
}

/** Runs the benchmark; `report` hears what is being done. */
export async function runBench(plan: BenchPlan, report: (doing: string) => void): Promise<BenchResult> {
  const config = parseStudyConfig(
    {
      name: 'bench',
      dataset: { train: plan.trainingImages, test: 1000 },
      grid: { hidden: [ARTICLE_CELL.hidden], batch: [ARTICLE_CELL.batch], seeds: [0] },
      training: { epochs: 1 },
    },
    'bench',
  );
  const source = await readSource(config.dataset);
  report('training the model to search');
  const data = { ...source, validation: null };
  const { parameters } = await trainModel(onnxEngine, expandGrid(config.grid)[0]!, config.training, data);
  report('opening sessions');
  const ideas = await openIdeasBench(parameters, config.search.seed);
  const training = [];
  for (const size of TRAINING_SIZES) {
    training.push(await openTrainingBench(size, source.train, config.training.optimizer, plan.targetMs));
  }
  report(`timing ${plan.rounds} rounds`);
  const tasks = [...training.flatMap((bench) => bench.tasks), ...ideas.tasks];
  const { timings, processorShare } = await timeRounds(tasks, plan.rounds);
  for (const bench of [...training, ideas]) await bench.dispose();
  const rows = [
    ...TRAINING_SIZES.flatMap((size) => trainingRows(size, timings)),
    ...ideasRows(ideas, timings),
    { name: SHARE_ROW, value: processorShare, unit: 'of the time' },
  ];
  return { environment: describeEnvironment(), rounds: plan.rounds, rows };
}

function describeEnvironment(): BenchResult['environment'] {
  return {
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown',
    runtime: RUNTIME_VERSION,
    threads: 1,
  };
}
