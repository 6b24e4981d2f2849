/** The whole benchmark: opens everything that is timed, times it in rounds on one thread, and makes rows of it. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { MlpParameters } from '../engine/engine.ts';
import { countInked, expectWidth } from '../engine/inkedPixels.ts';
import { trainModel } from '../engine/train.ts';
import { PIXELS } from '../math/images.ts';
import { readSource, type Source } from '../store/sources.ts';
import { completeSettings } from '../study/axes.ts';
import { parseStudyConfig, type StudyConfig } from '../study/config.ts';
import { ARTICLE_SIZES } from '../study/grid.ts';
import type { BenchRow } from './benchTable.ts';
import { PLAIN_LOOP, PYTORCH } from './contenderNames.ts';
import { type Contenders, openContenders } from './contenders.ts';
import { floorRows, openFloors } from './floors.ts';
import { ideasRow, ideasRows, openIdeasBench } from './ideasBench.ts';
import type { BenchPlan } from './plans.ts';
import { timeRounds } from './rounds.ts';
import { openScoringBench, scoringRows } from './scoringBench.ts';
import { measureSequential } from './sequentialBench.ts';
import { findShares, listPartialSteps, type StepShares } from './shares.ts';
import { measureSweeps } from './sweepBench.ts';
import {
  type MeasuredSize,
  openTrainingBench,
  type SizeFigures,
  summariseSize,
  trainingRows,
} from './trainingBench.ts';
import { nameSize, type TrainingSize } from './trainingSizes.ts';

/** How the searched model is trained, and the optimizer of all that is timed. */
const SETTINGS = completeSettings({ ...ARTICLE_SIZES, epochs: 1 });

/** What was measured and where. */
export interface BenchResult {
  readonly environment: Environment;
  readonly rounds: number;
  /** Everything that was measured: of training, and of ideas, scores and sweeps. */
  readonly rows: { readonly training: readonly BenchRow[]; readonly others: readonly BenchRow[] };
  readonly training: readonly SizeFigures[];
  readonly shares: readonly StepShares[];
}

/** The machine, and who was measured on it. */
export interface Environment {
  readonly node: string;
  readonly cpu: string;
  readonly processors: number;
  /** Processes that wanted a processor in the last minute, before and after. */
  readonly load: { readonly before: number; readonly after: number };
  readonly runtimes: readonly string[];
  /** One line for each that could not be measured here. */
  readonly missing: readonly string[];
  readonly threads: 1;
}

type Told = (doing: string) => void;

/** Runs the benchmark; `onProgress` is told what is being done. */
export async function runBench(plan: BenchPlan, onProgress: Told): Promise<BenchResult> {
  const before = loadavg()[0]!;
  const config = configure(plan);
  const source = await readSource(config.dataset);
  onProgress('opening engines');
  const contenders = await openContenders(source.train);
  for (const line of contenders.missing) onProgress(`left out: ${line}`);
  try {
    const measured: MeasuredSize[] = [];
    for (const size of plan.sizes) {
      onProgress(`training steps ${nameSize(size)}`);
      measured.push(await measureSize(size, contenders, source, plan));
    }
    const others = await measureIdeas(contenders, source, plan, onProgress);
    if (plan.sweeps > 0) {
      onProgress('sweeps');
      const engines = contenders.engines.map(({ name }) => name);
      others.push(...(await measureSweeps(engines, plan.sweeps)));
    }
    return {
      environment: describeEnvironment(contenders, before),
      rounds: plan.rounds,
      rows: { training: measured.flatMap(describeSize), others },
      training: measured.map(summariseSize),
      shares: measured.flatMap(findShares),
    };
  } finally {
    await contenders.dispose();
  }
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

/** One size after the other: what is compared lies side by side, and only one size's images are in memory. */
async function measureSize(
  size: TrainingSize,
  contenders: Contenders,
  { train }: Source,
  { rounds, targetMs, floorMs, hasShares }: BenchPlan,
): Promise<MeasuredSize> {
  const { engines, makers, trainers } = contenders;
  const images = train.labels.length;
  const inkedPixels = Math.round(expectWidth(countInked(train.images), images, size[1]));
  const floors = await openFloors(size, makers, { inkedPixels, targetMs: floorMs });
  const parts = hasShares ? listPartialSteps(engines, size) : [];
  const bench = await openTrainingBench(size, [...trainers, ...parts], {
    data: train,
    optimizer: SETTINGS,
    targetMs,
  });
  const timings = await timeRounds([...floors.tasks, ...bench.tasks], rounds);
  await bench.dispose();
  await floors.dispose();
  return {
    ...{ size, inkedPixels, timings, remarks: bench.remarks },
    contenders: trainers.map(({ name }) => name),
    makers: makers.map(({ name }) => name),
  };
}

function describeSize(measured: MeasuredSize): BenchRow[] {
  const { size, makers, inkedPixels, timings } = measured;
  return [
    ...trainingRows(measured, [PYTORCH, PLAIN_LOOP]),
    ...[PIXELS, inkedPixels].flatMap((pixels) => floorRows(size, pixels, makers, timings)),
  ];
}

async function measureIdeas(
  { engines: all, makers, sequential }: Contenders,
  source: Source,
  { rounds, methods, isOnEveryEngine, sequentialDigits }: BenchPlan,
  onProgress: Told,
): Promise<BenchRow[]> {
  onProgress('ideas and scores');
  const engines = isOnEveryEngine ? all : all.slice(0, 1);
  const parameters = await trainSearched(engines[0]!, source);
  const ideas = await openIdeasBench(engines, makers, parameters, methods);
  const judged = ideas.found
    .filter(({ engine }) => engine === engines[0]!.name)
    .flatMap((found) => found.ideas);
  const scoring = await openScoringBench(engines, judged, source.train);
  const timings = await timeRounds([...ideas.tasks, ...scoring.tasks], rounds);
  await scoring.dispose();
  await ideas.dispose();
  const rows = [...ideasRows(ideas, timings), ...scoringRows(scoring, timings)];
  if (sequential === null) return rows;
  onProgress('the sequential search');
  const ours = ideas.found.find(({ method }) => method === 'coordinate')!;
  const best = timings.get(ideasRow(parameters.hidden, 'coordinate', ours.engine))!.bestMs / 1000;
  return [...rows, ...(await measureSequential(sequential, parameters, sequentialDigits, { ...ours, best }))];
}

async function trainSearched(engine: Contenders['engines'][number], source: Source): Promise<MlpParameters> {
  const model = { name: 'bench', settings: SETTINGS, seed: 0 };
  return (await trainModel(engine, model, { ...source, validation: null })).parameters;
}

function describeEnvironment({ runtimes, missing }: Contenders, before: number): Environment {
  return {
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    load: { before, after: loadavg()[0]! },
    runtimes,
    missing,
    threads: 1,
  };
}
