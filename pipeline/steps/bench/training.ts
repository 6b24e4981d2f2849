/** Times a training step against its matrix products, at sizes from the article's to the smallest. */
import type { LabelledImages, Trainer } from '../../engine/engine.ts';
import { openGemmFloor, type Products } from '../../engine/onnx/gemmFloor.ts';
import { countFloorOperations } from '../../engine/onnx/gemmFloorGraph.ts';
import { onnxEngine } from '../../engine/onnx/onnxEngine.ts';
import { initialiseParameters } from '../../engine/parameters.ts';
import { drawBelow, openStream } from '../../math/streams.ts';
import type { TrainingConfig } from '../../study/config.ts';
import type { BenchRow } from '../../view/benchTable.ts';
import { chooseUnits, type TimedTask, type Timing } from './rounds.ts';

/** Hidden and batch sizes that are measured. */
export const TRAINING_SIZES: readonly (readonly [hidden: number, batch: number])[] = [
  [784, 1000],
  [784, 100],
  [64, 1000],
  [64, 100],
  [16, 10],
];

/** Steps in one call, at least: a call takes the weights in and gives them back, which an epoch does once. */
const LEAST_STEPS = 3;

/** Name of the row of a training step. */
export function stepRow(hidden: number, batch: number): string {
  return `training step ${hidden}/${batch}`;
}

/** Name of the row of a step's matrix products. */
export function floorRow(hidden: number, batch: number): string {
  return `matrix products ${hidden}/${batch}`;
}

/** The tasks that time one size. Call `dispose` when done. */
export interface TrainingBench {
  readonly tasks: readonly TimedTask[];
  dispose(): Promise<void>;
}

/** Opens a trainer and its floor; each task runs for about `targetMs`. */
export async function openTrainingBench(
  [hidden, batch]: readonly [number, number],
  data: LabelledImages,
  optimizer: TrainingConfig['optimizer'],
  targetMs: number,
): Promise<TrainingBench> {
  const start = initialiseParameters(hidden, 0);
  const trainer = await onnxEngine.openTrainer({ start, batch, data, optimizer });
  const floor = await openGemmFloor(hidden, batch);
  return {
    tasks: await planTasks([hidden, batch], trainer, floor, data.labels.length, targetMs),
    dispose: async () => {
      await trainer.dispose();
      await floor.dispose();
    },
  };
}

async function planTasks(
  [hidden, batch]: readonly [number, number],
  trainer: Trainer,
  floor: Products,
  images: number,
  targetMs: number,
): Promise<TimedTask[]> {
  const train = async (steps: number) => {
    await trainer.run(drawIndices(steps * batch, images));
  };
  const steps = await chooseUnits(train, targetMs, LEAST_STEPS);
  const laps = await chooseUnits((times) => floor.run(times), targetMs, LEAST_STEPS);
  const batches = drawIndices(steps * batch, images);
  return [
    {
      name: stepRow(hidden, batch),
      units: steps,
      run: async () => {
        await trainer.run(batches);
      },
    },
    { name: floorRow(hidden, batch), units: laps, run: () => floor.run(laps) },
  ];
}

/** Indices [count] of images, drawn with replacement. */
function drawIndices(count: number, images: number): Int32Array {
  const stream = openStream(0, 'bench/batches');
  return Int32Array.from({ length: count }, () => drawBelow(stream, images));
}

/** The rows of one size: the step with its ratio to the products, and the products with their rate. */
export function trainingRows(
  [hidden, batch]: readonly [number, number],
  timings: ReadonlyMap<string, Timing>,
): BenchRow[] {
  const [step, floor] = [timings.get(stepRow(hidden, batch))!, timings.get(floorRow(hidden, batch))!];
  return [
    {
      name: stepRow(hidden, batch),
      value: step.medianMs,
      best: step.bestMs,
      unit: 'ms',
      ratio: step.bestMs / floor.bestMs,
      ratioTo: floorRow(hidden, batch),
    },
    { name: floorRow(hidden, batch), value: floor.medianMs, best: floor.bestMs, unit: 'ms' },
    {
      name: `rate of ${floorRow(hidden, batch)}`,
      value: countFloorOperations(hidden, batch) / floor.medianMs / 1e6,
      unit: 'GFLOP/s',
    },
  ];
}
