/** Training a model, from code. */
import { openEngine } from '../engine/openEngine.ts';
import { type TrainedModel, type TrainingData, trainModel } from '../engine/train.ts';
import type { Settings } from '../study/axes.ts';
import { type EngineName, parseStudyConfig } from '../study/config.ts';
import { expandGrid } from '../study/grid.ts';
import { assertFitsDataset } from '../study/gridRules.ts';
import type { EpochRecord } from '../study/records.ts';

/** Hidden units a layer, images a batch, and any other setting of training (docs/running.md); as usual unless given. */
export type ModelSettings = Pick<Settings, 'hidden' | 'batch'> & Partial<Settings>;

/** What else a training can be told. */
export interface TrainingOptions {
  /** Of the first weights, the order of the images, and all else that is random; 0 unless given. */
  readonly seed?: number;
  /** What computes; `onnx` unless given. */
  readonly engine?: EngineName;
  /** Hears of every finished epoch. */
  readonly onEpoch?: (record: EpochRecord) => void;
}

/**
 * Trains one model: 784 inputs in [0, 1], `depth` hidden layers, 10 logits. It is, bit for bit, what a study trains with these
 * settings and images, on the same kind of processor. Returns its parameters, and of every epoch the mean loss in nats and
 * the share of test images read rightly. Throws a UserError for settings that are wrong or need more images than there are,
 * and where a loss is no longer a finite number.
 */
export async function train(
  settings: ModelSettings,
  data: TrainingData,
  { seed = 0, engine = 'onnx', onEpoch }: TrainingOptions = {},
): Promise<TrainedModel> {
  const { hidden, batch, ...training } = settings;
  const grid = { hidden: [hidden], batch: [batch], seeds: [seed] };
  const config = parseStudyConfig({ name: 'model', engine, grid, training }, 'settings');
  assertFitsDataset(config, data.train.labels.length);
  const [model] = expandGrid(config);
  return trainModel(await openEngine(engine), model!, data, onEpoch && { onEpoch });
}
