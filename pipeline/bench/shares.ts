/**
 * Where the time of a training step goes, by leaving parts of it out one after the other: Adam, for plain gradient descent; then
 * the hidden layers, but for one unit. What is left is gathering and scaling the images, the loss, and the calls.
 */
import type { Engine } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { floorRow } from './floors.ts';
import { type Contender, type MeasuredSize, stepRow } from './trainingBench.ts';
import { ARTICLE_SIZE, isSameSize, nameSize, SMALLEST_SIZE, type TrainingSize } from './trainingSizes.ts';

/** Bound by products, by products and Adam alike, and by calls. */
export const SHARED_SIZES: readonly TrainingSize[] = [ARTICLE_SIZE, [784, 100], SMALLEST_SIZE];

/** The library whose products an engine's step is made of. */
const LIBRARIES: Readonly<Record<string, string>> = { onnx: 'onnxruntime', tfjs: 'TensorFlow' };

const descent = (engine: string) => `${engine} with gradient descent`;
const oneUnit = (engine: string) => `${engine} with gradient descent and one hidden unit`;

/** What to measure beside the engines at `size`, to tell the shares. */
export function listPartialSteps(engines: readonly Engine[], size: TrainingSize): Contender[] {
  if (!SHARED_SIZES.some((shared) => isSameSize(shared, size))) return [];
  return engines.flatMap(({ name, openTrainer }): Contender[] => [
    {
      name: descent(name),
      openTrainer: (task) => openTrainer({ ...task, optimizer: { ...task.optimizer, optimizer: 'sgd' } }),
    },
    {
      name: oneUnit(name),
      openTrainer: (task) =>
        openTrainer({
          ...task,
          start: initialiseParameters(articleArchitecture(1), 0),
          optimizer: { ...task.optimizer, optimizer: 'sgd' },
        }),
    },
  ]);
}

/** A step in milliseconds, and its three parts, which add up to it. */
export interface StepShares {
  readonly size: string;
  readonly engine: string;
  readonly stepMs: number;
  /** Beyond plain gradient descent. */
  readonly adamMs: number;
  /** Their products, biases and activations, and gradient descent. */
  readonly layersMs: number;
  /** The images, the loss and the calls. */
  readonly remainderMs: number;
  /** The products of the layers alone, over the inked pixels, by the engine's own library. */
  readonly productsMs: number;
}

/** The shares of every engine that was measured in parts at a size, from the best times. */
export function findShares({ size, inkedPixels, timings }: MeasuredSize): StepShares[] {
  return Object.entries(LIBRARIES).flatMap(([engine, library]) => {
    const best = (row: string) => timings.get(row)?.bestMs;
    const [stepMs, descentMs, remainderMs, productsMs] = [
      best(stepRow(size, engine)),
      best(stepRow(size, descent(engine))),
      best(stepRow(size, oneUnit(engine))),
      best(floorRow(size, inkedPixels, library)),
    ];
    if (stepMs === undefined || descentMs === undefined) return [];
    if (remainderMs === undefined || productsMs === undefined) return [];
    return [
      {
        ...{ size: nameSize(size), engine, stepMs, remainderMs, productsMs },
        adamMs: stepMs - descentMs,
        layersMs: descentMs - remainderMs,
      },
    ];
  });
}
