/**
 * Times a training step of every engine beside its bare matrix products and beside a plain tfjs-node loop, at sizes
 * from the article's to the smallest.
 */
import type { LabelledImages, Trainer, TrainingTask } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { drawBelow, openStream } from '../math/streams.ts';
import type { OptimizerSettings } from '../study/axes.ts';
import type { StepFigure } from './benchChart.ts';
import type { BenchRow } from './benchTable.ts';
import { openGemmFloor } from './gemmFloor.ts';
import { countFloorOperations } from './gemmFloorGraph.ts';
import { chooseUnits, type TimedTask, type Timing } from './rounds.ts';

/** A hidden size and a batch size. */
export type TrainingSize = readonly [hidden: number, batch: number];

/** Sizes that are measured. */
export const TRAINING_SIZES: readonly TrainingSize[] = [
  [784, 1000],
  [784, 100],
  [64, 1000],
  [64, 100],
  [16, 10],
];

/** Steps in one call, at least: a call takes the weights in and gives them back, which an epoch does once. */
const LEAST_STEPS = 3;

/** Training under way, of which only the time matters. */
export type Steps = Pick<Trainer, 'run' | 'dispose'>;

/** Something that trains, by its name in the table: an engine, or the plain loop. */
export interface Contender {
  readonly name: string;
  openTrainer(task: TrainingTask): Promise<Steps>;
}

/** What all trainers are given. */
export interface TrainingBenchPlan {
  readonly data: LabelledImages;
  readonly optimizer: OptimizerSettings;
  /** Length of one measurement. */
  readonly targetMs: number;
}

/** Name of the row of a contender's training step. */
export function stepRow([hidden, batch]: TrainingSize, contender: string): string {
  return `training step ${hidden}/${batch}, ${contender}`;
}

/** Name of the row of a step's matrix products. */
export function floorRow([hidden, batch]: TrainingSize): string {
  return `matrix products ${hidden}/${batch}`;
}

/** The tasks that time one size. Call `dispose` when done. */
export interface TrainingBench {
  readonly tasks: readonly TimedTask[];
  dispose(): Promise<void>;
}

/** Opens a trainer of every contender, and the products. */
export async function openTrainingBench(
  size: TrainingSize,
  contenders: readonly Contender[],
  { data, optimizer, targetMs }: TrainingBenchPlan,
): Promise<TrainingBench> {
  const [hidden, batch] = size;
  const start = initialiseParameters(articleArchitecture(hidden), 0);
  const floor = await openGemmFloor(hidden, batch);
  const laps = await chooseUnits((times) => floor.run(times), targetMs, LEAST_STEPS);
  const tasks: TimedTask[] = [{ name: floorRow(size), units: laps, run: () => floor.run(laps) }];
  const trainers: Steps[] = [];
  for (const contender of contenders) {
    const trainer = await contender.openTrainer({ start, batch, data, optimizer });
    trainers.push(trainer);
    tasks.push(await planSteps(stepRow(size, contender.name), trainer, batch, data.labels.length, targetMs));
  }
  return {
    tasks,
    dispose: async () => {
      for (const trainer of trainers) await trainer.dispose();
      await floor.dispose();
    },
  };
}

async function planSteps(
  name: string,
  trainer: Steps,
  batch: number,
  images: number,
  targetMs: number,
): Promise<TimedTask> {
  const train = async (steps: number) => {
    await trainer.run(drawIndices(steps * batch, images));
  };
  const steps = await chooseUnits(train, targetMs, LEAST_STEPS);
  const batches = drawIndices(steps * batch, images);
  return {
    name,
    units: steps,
    run: async () => {
      await trainer.run(batches);
    },
  };
}

/** Indices [count] of images, drawn with replacement. */
function drawIndices(count: number, images: number): Int32Array {
  const stream = openStream(0, 'bench/batches');
  return Int32Array.from({ length: count }, () => drawBelow(stream, images));
}

/** Every contender's step over the products, at one size: the figures of the chart. */
export function stepFigures(
  size: TrainingSize,
  contenders: readonly string[],
  timings: ReadonlyMap<string, Timing>,
): StepFigure[] {
  const floorMs = timings.get(floorRow(size))!.bestMs;
  return contenders.map((contender) => ({
    size: size.join('/'),
    contender,
    timesProducts: timings.get(stepRow(size, contender))!.bestMs / floorMs,
  }));
}

/** The rows of one size: the products with their rate, and every contender's step beside them and the plain loop. */
export function trainingRows(
  size: TrainingSize,
  contenders: readonly string[],
  plainLoop: string | null,
  timings: ReadonlyMap<string, Timing>,
): BenchRow[] {
  const floor = timings.get(floorRow(size))!;
  const bests = [floorRow(size), ...(plainLoop === null ? [] : [stepRow(size, plainLoop)])];
  const steps = contenders.map((contender): BenchRow => {
    const name = stepRow(size, contender);
    const { medianMs, bestMs } = timings.get(name)!;
    const ratios = bests
      .filter((to) => to !== name)
      .map((to) => ({ to, value: bestMs / timings.get(to)!.bestMs }));
    return { name, value: medianMs, best: bestMs, unit: 'ms', ratios };
  });
  const rate = countFloorOperations(...size) / floor.medianMs / 1e6;
  return [
    ...steps,
    { name: floorRow(size), value: floor.medianMs, best: floor.bestMs, unit: 'ms' },
    { name: `rate of ${floorRow(size)}`, value: rate, unit: 'GFLOP/s' },
  ];
}
