/** Training a model by an engine: seeded start, Chainer's batches, a record of every epoch. */
import { mean } from '../math/rows.ts';
import { expected, type UserError } from '../study/errors.ts';
import type { CheckpointRecord, EpochRecord } from '../study/records.ts';
import { measureAccuracy } from './accuracy.ts';
import { drawBatches } from './batches.ts';
import { measureCheckpoint } from './checkpoint.ts';
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

/** What a training is watched for. */
export interface TrainingWatch {
  /** Hears of every finished epoch. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Updates, ascending, after which the model is a checkpoint; they change no bit of the training. None unless given. */
  readonly marks?: readonly number[];
  /** Hears of the model at every mark. */
  readonly onMark?: (record: CheckpointRecord, parameters: MlpParameters) => void;
}

/**
 * Trains `model` by its settings and under its seed. Throws a {@link UserError} when a loss, or a test image's logit after an
 * epoch or at a mark, is not a finite number, and where the images are too few.
 */
export async function trainModel(
  engine: Engine,
  model: ModelPlan,
  data: TrainingData,
  watch: TrainingWatch = {},
): Promise<TrainedModel> {
  const { settings, seed } = model;
  const { batch, inputNoise, gradientPenalty } = settings;
  const { marks = [] } = watch;
  const train = prepareTrainingImages(model, data.train);
  const start = initialiseParameters(settings, seed);
  const trainer = await engine.openTrainer({
    start,
    batch,
    data: train,
    optimizer: settings,
    hasInputNoise: inputNoise > 0,
    gradientPenalty,
  });
  try {
    const epochs: EpochRecord[] = [];
    let updates = 0;
    const readMark = async () => {
      if (!marks.includes(updates)) return;
      const parameters = trainer.parameters();
      const measured = await measureCheckpoint(engine, parameters, { ...data, start, train });
      if (measured === null) throw divergence(model, 'finite logits', `others after update ${updates}`);
      watch.onMark?.({ updates, examples: updates * batch, ...measured }, parameters);
    };
    await readMark();
    for (const batches of drawBatches(seed, train.labels.length, batch, settings.epochs)) {
      const run = openEpoch(trainer, model, epochs.length);
      const losses: Float32Array[] = [];
      for (const part of cutAtMarks({ batches, batch }, updates, marks)) {
        const own = await run(part);
        assertFiniteLosses(model, own, updates);
        losses.push(own);
        updates += own.length;
        await readMark();
      }
      const progress = {
        epoch: epochs.length + 1,
        updates,
        trainLoss: mean(losses.flatMap((own) => [...own])),
      };
      const accuracy = await measureAccuracies(engine, trainer.parameters(), data);
      // The last update's harm shows in no loss, because a loss is taken before its update.
      if (accuracy === null) throw divergence(model, 'finite logits', `others after update ${updates}`);
      const record = { ...progress, ...accuracy };
      epochs.push(record);
      watch.onEpoch?.(record);
    }
    return { parameters: trainer.parameters(), epochs };
  } finally {
    await trainer.dispose();
  }
}

/** Makes the updates of epoch `epoch` (from 0), of which each call is given the next batches, and returns their losses. */
function openEpoch(
  trainer: Trainer,
  { settings: { batch, inputNoise }, seed }: ModelPlan,
  epoch: number,
): (batches: Int32Array) => Promise<Float32Array> {
  if (inputNoise === 0) return (batches) => trainer.run(batches);
  const drawFlips = openFlips(seed, epoch, inputNoise);
  return (batches) => runWithFlips(trainer, { batches, batch }, drawFlips);
}

/** The batches [steps, batch] of an epoch that begins after `before` updates, in pieces of whole steps that end at the marks. */
function cutAtMarks(
  { batches, batch }: { readonly batches: Int32Array; readonly batch: number },
  before: number,
  marks: readonly number[],
): Int32Array[] {
  const steps = batches.length / batch;
  const inside = marks.map((mark) => mark - before).filter((step) => step > 0 && step < steps);
  const cuts = [0, ...inside, steps];
  return cuts.slice(1).map((end, k) => batches.subarray(cuts[k]! * batch, end * batch));
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

function divergence({ name, settings }: ModelPlan, expectation: string, finding: string): UserError {
  return expected(name, expectation, finding, `lower learningRate (now ${settings.learningRate})`);
}
