/** Training a model by an engine: seeded start, Chainer's batches, a record of every epoch. */
import { CLASSES } from '../math/images.ts';
import { argmax, mean, rowOf } from '../math/rows.ts';
import { expected, type UserError } from '../study/errors.ts';
import type { EpochRecord } from '../study/records.ts';
import { drawBatches } from './batches.ts';
import type { Engine, LabelledImages, MlpParameters, Trainer } from './engine.ts';
import { initialiseParameters } from './parameters.ts';
import { type ModelPlan, openFlips, prepareTrainingImages, runWithFlips } from './trainingData.ts';

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
 * Trains `model` by its settings and under its seed; `onEpoch` hears of every finished epoch. Throws a {@link UserError} when
 * a loss, or a test image's logit after an epoch, is not a finite number, and where the images are too few.
 */
export async function trainModel(
  engine: Engine,
  model: ModelPlan,
  data: TrainingData,
  onEpoch: (record: EpochRecord) => void = () => undefined,
): Promise<TrainedModel> {
  const { settings, seed } = model;
  const { batch, inputNoise } = settings;
  const train = prepareTrainingImages(model, data.train);
  const trainer = await engine.openTrainer({
    start: initialiseParameters(settings, seed),
    batch,
    data: train,
    optimizer: settings,
    hasInputNoise: inputNoise > 0,
  });
  try {
    const epochs: EpochRecord[] = [];
    let updates = 0;
    for (const batches of drawBatches(seed, train.labels.length, batch, settings.epochs)) {
      const losses = await runEpoch(trainer, model, batches, epochs.length);
      assertFiniteLosses(model, losses, updates);
      updates += losses.length;
      const progress = { epoch: epochs.length + 1, updates, trainLoss: mean(losses) };
      const accuracy = await measureAccuracies(engine, trainer.parameters(), data);
      // The last update's harm shows in no loss, because a loss is taken before its update.
      if (accuracy === null) throw divergence(model, 'finite logits', `others after update ${updates}`);
      const record = { ...progress, ...accuracy };
      epochs.push(record);
      onEpoch(record);
    }
    return { parameters: trainer.parameters(), epochs };
  } finally {
    await trainer.dispose();
  }
}

/** Makes the updates of epoch `epoch` (from 0) and returns their losses. */
function runEpoch(
  trainer: Trainer,
  { settings: { batch, inputNoise }, seed }: ModelPlan,
  batches: Int32Array,
  epoch: number,
): Promise<Float32Array> {
  if (inputNoise === 0) return trainer.run(batches);
  return runWithFlips(trainer, { batches, batch }, openFlips(seed, epoch, inputNoise));
}

function assertFiniteLosses(model: ModelPlan, losses: Float32Array, updatesBefore: number): void {
  const at = losses.findIndex((loss) => !Number.isFinite(loss));
  if (at < 0) return;
  throw divergence(model, 'a finite loss', `${losses[at]} at update ${updatesBefore + at + 1}`);
}

/** The accuracies after an epoch, or null where the model no longer gives finite logits. */
async function measureAccuracies(
  engine: Engine,
  parameters: MlpParameters,
  data: TrainingData,
): Promise<Pick<EpochRecord, 'testAccuracy' | 'validationAccuracy'> | null> {
  const model = await engine.loadModel(parameters);
  try {
    const logits = await model.logits(data.test.images);
    if (!logits.every(Number.isFinite)) return null;
    return {
      testAccuracy: measureAccuracy(logits, data.test.labels),
      validationAccuracy:
        data.validation &&
        measureAccuracy(await model.logits(data.validation.images), data.validation.labels),
    };
  } finally {
    await model.dispose();
  }
}

/** Share of rows of logits [n, classes] whose largest entry is the label's, in [0, 1]. */
export function measureAccuracy(logits: Float32Array, labels: Uint8Array, classes = CLASSES): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    if (argmax(rowOf(logits, row, classes)) === labels[row]) right++;
  }
  return right / labels.length;
}

function divergence({ name, settings }: ModelPlan, expectation: string, finding: string): UserError {
  return expected(name, expectation, finding, `lower learningRate (now ${settings.learningRate})`);
}
