/**
 * Times a training step of every engine, of PyTorch and of a plain tfjs-node loop beside its bare matrix products.
 */
import type { LabelledImages, Trainer, TrainingTask } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { PIXELS } from '../math/images.ts';
import { drawBelow, openStream } from '../math/streams.ts';
import type { OptimizerSettings } from '../study/axes.ts';
import { ENGINE_NAMES } from '../study/engineNames.ts';
import type { BenchRow } from './benchTable.ts';
import { findFloor, floorRow } from './floors.ts';
import { chooseUnits, type TimedTask, type Timings } from './rounds.ts';
import { nameSize, type TrainingSize } from './trainingSizes.ts';

/** Steps in one call, at least: a call takes the weights in and gives them back, which an epoch does once. */
const LEAST_STEPS = 3;

/** Training under way, of which only the time matters. */
export interface Steps extends Pick<Trainer, 'run' | 'dispose'> {
  /** How it trains, where it has a choice. */
  readonly remark?: string;
}

/** Something that trains, by its name in the table: an engine, PyTorch, or the plain loop. */
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
export function stepRow(size: TrainingSize, contender: string): string {
  return `training step ${nameSize(size)}, ${contender}`;
}

/** The tasks that time one size. Call `dispose` when done. */
export interface TrainingBench {
  readonly tasks: readonly TimedTask[];
  /** How each contender trains, by its name, where it has a choice. */
  readonly remarks: ReadonlyMap<string, string>;
  dispose(): Promise<void>;
}

/** Opens a trainer of every contender. */
export async function openTrainingBench(
  size: TrainingSize,
  contenders: readonly Contender[],
  { data, optimizer, targetMs }: TrainingBenchPlan,
): Promise<TrainingBench> {
  const [hidden, batch] = size;
  const start = initialiseParameters(articleArchitecture(hidden), 0);
  const tasks: TimedTask[] = [];
  const trainers: Steps[] = [];
  const remarks = new Map<string, string>();
  for (const { name, openTrainer } of contenders) {
    const trainer = await openTrainer({ start, batch, data, optimizer });
    trainers.push(trainer);
    if (trainer.remark !== undefined) remarks.set(name, trainer.remark);
    const draw = (steps: number) => drawIndices(steps * batch, data.labels.length);
    tasks.push(await planSteps(stepRow(size, name), trainer, draw, targetMs));
  }
  return {
    tasks,
    remarks,
    dispose: async () => {
      for (const trainer of trainers) await trainer.dispose();
    },
  };
}

async function planSteps(
  name: string,
  trainer: Steps,
  draw: (steps: number) => Int32Array,
  targetMs: number,
): Promise<TimedTask> {
  const train = async (steps: number) => {
    await trainer.run(draw(steps));
  };
  const steps = await chooseUnits(train, targetMs, LEAST_STEPS);
  const batches = draw(steps);
  return {
    name,
    units: steps,
    run: async () => {
      await trainer.run(batches);
    },
  };
}

/** Indices [count] of images, drawn with replacement. */
export function drawIndices(count: number, images: number): Int32Array {
  const stream = openStream(0, 'bench/batches');
  return Int32Array.from({ length: count }, () => drawBelow(stream, images));
}

/** Who was measured at one size, and how. */
export interface MeasuredSize {
  readonly size: TrainingSize;
  readonly contenders: readonly string[];
  readonly remarks: ReadonlyMap<string, string>;
  /** The libraries whose products were measured. */
  readonly makers: readonly string[];
  readonly inkedPixels: number;
  readonly timings: Timings;
}

/** The floor of one size: the fastest library's best time. */
export interface FloorFigure {
  readonly maker: string;
  readonly pixels: number;
  readonly bestMs: number;
}

/** The best step of one contender. */
export interface StepFigure {
  readonly contender: string;
  /** Whether it is one of ours. */
  readonly isEngine: boolean;
  readonly bestMs: number;
}

/** The best times of one size. */
export interface SizeFigures {
  /** `784/1000`. */
  readonly size: string;
  readonly steps: readonly StepFigure[];
  /** The floor over all pixels. */
  readonly dense: FloorFigure;
  readonly inked: FloorFigure;
}

/** The best times of a size: the figures of the chart and of the table of training. */
export function summariseSize(measured: MeasuredSize): SizeFigures {
  const { size, contenders, makers, inkedPixels, timings } = measured;
  const floor = (pixels: number): FloorFigure => {
    const { maker, bestMs } = findFloor(size, pixels, makers, timings);
    return { maker, pixels, bestMs };
  };
  const steps = contenders.map((contender) => ({
    contender,
    isEngine: (ENGINE_NAMES as readonly string[]).includes(contender),
    bestMs: timings.get(stepRow(size, contender))!.bestMs,
  }));
  return { size: nameSize(size), steps, dense: floor(PIXELS), inked: floor(inkedPixels) };
}

/** The rows of one size's steps, each over both floors and over the contenders `peers`, where they were measured. */
export function trainingRows(measured: MeasuredSize, peers: readonly string[]): BenchRow[] {
  const { size, contenders, remarks, makers, inkedPixels, timings } = measured;
  const floors = [PIXELS, inkedPixels].map((pixels) => ({
    to: floorRow(size, pixels),
    ms: findFloor(size, pixels, makers, timings).bestMs,
  }));
  const others = peers
    .map((peer) => stepRow(size, peer))
    .flatMap((to) => (timings.has(to) ? [{ to, ms: timings.get(to)!.bestMs }] : []));
  return contenders.map((contender): BenchRow => {
    const name = stepRow(size, contender);
    const { medianMs, bestMs, quartilesMs } = timings.get(name)!;
    const ratios = [...floors, ...others]
      .filter(({ to }) => to !== name)
      .map(({ to, ms }) => ({ to, value: bestMs / ms }));
    const remark = remarks.get(contender);
    return {
      ...{ name, value: medianMs, best: bestMs, quartiles: quartilesMs, unit: 'ms', ratios },
      ...(remark !== undefined && { remark }),
    };
  });
}
