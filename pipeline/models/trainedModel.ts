/** The training step of one model. */
import { basename } from 'node:path';
import { z } from 'zod';
import { trainModel } from '../engine/train.ts';
import type { ModelPlan } from '../engine/trainingData.ts';
import { trainingCsv } from '../report/tablesCsv.ts';
import { readBytes } from '../store/files.ts';
import { decodeModel, encodeModel, MODEL_FILES } from '../store/models/storedModel.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import { usualSettings } from '../study/axes.ts';
import type { Cell } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { type EpochRecord, epochRecord } from '../study/records.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';

/** Raised when the same inputs would give another model. */
const TRAINING_REVISION = 2;

/** Content of cell.json. */
const trainingContent = z.strictObject({ epochs: z.array(epochRecord).min(1) });
export type TrainingContent = z.output<typeof trainingContent>;
export type TrainingResult = Result<TrainingContent>;

/** Everything that fixes the model of `cell`. */
function trainingInputs(study: Study, cell: Cell, datasetIdentity: string): Inputs {
  const { epochs, optimizer } = study.config.training;
  const { name, ...rates } = optimizer;
  return {
    hidden: cell.hidden,
    batch: cell.batch,
    arm: cell.arm,
    seed: cell.seed,
    epochs,
    optimizer: name,
    ...rates,
    dataset: datasetIdentity,
    engine: study.engine.name,
    runtime: study.engine.version,
    revision: TRAINING_REVISION,
  };
}

/** The training of `cell`, or why it has to be done. */
export function findTraining(
  study: Study,
  cell: Cell,
  datasetIdentity: string,
): Promise<Lookup<TrainingContent>> {
  const { training } = study.folder.cell(cell.name);
  return findResult(training, trainingContent, trainingInputs(study, cell, datasetIdentity));
}

/** Trains the model of `cell` and writes cell.json, model.dat and training.csv. */
export async function trainCell(
  study: Study,
  cell: Cell,
  data: StudyData,
  onEpoch: (record: EpochRecord) => void = () => undefined,
): Promise<TrainingResult> {
  const { parameters, epochs } = await trainModel(study.engine, planModel(study, cell), data, onEpoch);
  const content: TrainingContent = { epochs: [...epochs] };
  const { name, bytes } = encodeModel(parameters);
  return writeResult(
    study.folder.cell(cell.name).training,
    trainingInputs(study, cell, data.identity),
    content,
    { [name]: bytes, 'training.csv': trainingCsv(epochs) },
  );
}

/** The model of `cell` as its training is told it. */
function planModel(study: Study, { name, hidden, batch, seed }: Cell): ModelPlan {
  const { epochs, optimizer } = study.config.training;
  const { name: optimizerName, ...rates } = optimizer;
  const settings = usualSettings({ hidden, batch, epochs, optimizer: optimizerName, ...rates });
  return { name, settings, seed };
}

/** Reads a model that a study keeps. */
export async function readModel(path: string) {
  const name = MODEL_FILES.find((each) => each === basename(path)) ?? MODEL_FILES[0];
  return decodeModel(name, await readBytes(path, 'train the model again'), path);
}
