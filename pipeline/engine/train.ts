/** Training a model by an engine: seeded start, Chainer's batches, a record of every epoch. */
import { CLASSES } from '../math/images.ts';
import type { TrainingConfig } from '../study/config.ts';
import { expected, type UserError } from '../study/errors.ts';
import type { Cell } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';
import { drawBatches } from './batches.ts';
import type { Engine, LabelledImages, MlpParameters } from './engine.ts';
import { initialiseParameters } from './parameters.ts';

/** The images a model is trained on and tested with. */
export interface TrainingData {
  readonly train: LabelledImages;
  readonly validation: LabelledImages | null;
  readonly test: LabelledImages;
}

/** A trained model and how it got there. */
export interface TrainedModel {
  readonly parameters: MlpParameters;
  readonly epochs: readonly EpochRecord[];
}

/**
 * Trains the model of `cell`; `onEpoch` hears of every finished epoch. Throws a {@link UserError} when a loss, or a
 * test image's logit after an epoch, is not a finite number.
 */
export async function trainModel(
  engine: Engine,
  cell: Pick<Cell, 'name' | 'hidden' | 'batch' | 'seed'>,
  config: TrainingConfig,
  data: TrainingData,
  onEpoch: (record: EpochRecord) => void = () => undefined,
): Promise<TrainedModel> {
  const start = initialiseParameters(cell.hidden, cell.seed);
  const { batch } = cell;
  const trainer = await engine.openTrainer({ start, batch, data: data.train, optimizer: config.optimizer });
  try {
    const epochs: EpochRecord[] = [];
    let updates = 0;
    for (const batches of drawBatches(cell.seed, data.train.labels.length, batch, config.epochs)) {
      const losses = await trainer.run(batches);
      const diverged = losses.findIndex((loss) => !Number.isFinite(loss));
      if (diverged >= 0) {
        throw divergence(
          cell,
          config,
          'a finite loss',
          `${losses[diverged]} at update ${updates + diverged + 1}`,
        );
      }
      updates += losses.length;
      const record = await examine(engine, trainer.parameters(), data, losses, epochs.length + 1, updates);
      // The last update's harm shows in no loss, because a loss is taken before its update.
      if (record === null) throw divergence(cell, config, 'finite logits', `others after update ${updates}`);
      epochs.push(record);
      onEpoch(record);
    }
    return { parameters: trainer.parameters(), epochs };
  } finally {
    await trainer.dispose();
  }
}

/** The epoch's record, or null where the model no longer gives finite logits. */
async function examine(
  engine: Engine,
  parameters: MlpParameters,
  data: TrainingData,
  losses: Float32Array,
  epoch: number,
  updates: number,
): Promise<EpochRecord | null> {
  const model = await engine.loadModel(parameters);
  try {
    const logits = await model.logits(data.test.images);
    if (!logits.every(Number.isFinite)) return null;
    return {
      epoch,
      updates,
      trainLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      testAccuracy: measureAccuracy(logits, data.test.labels),
      validationAccuracy:
        data.validation &&
        measureAccuracy(await model.logits(data.validation.images), data.validation.labels),
    };
  } finally {
    await model.dispose();
  }
}

/** Share of rows of logits [n, 10] whose largest entry is the label's, in [0, 1]. */
export function measureAccuracy(logits: Float32Array, labels: Uint8Array): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    if (argmax(logits, row * CLASSES) === labels[row]) right++;
  }
  return right / labels.length;
}

/** Index in 0 ... 9 of the largest of the ten values from `from`; the first of equals. */
export function argmax(values: Float32Array, from = 0): number {
  let best = 0;
  for (let k = 1; k < CLASSES; k++) if (values[from + k]! > values[from + best]!) best = k;
  return best;
}

function divergence(
  cell: Pick<Cell, 'name'>,
  config: TrainingConfig,
  expectation: string,
  finding: string,
): UserError {
  const { learningRate } = config.optimizer;
  return expected(
    cell.name,
    expectation,
    finding,
    `lower training.optimizer.learningRate (now ${learningRate})`,
  );
}
