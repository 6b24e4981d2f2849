/** The training step of one model. */
import { z } from 'zod';
import { trainModel } from '../engine/train.ts';
import { trainingCsv } from '../report/tablesCsv.ts';
import { readBytes } from '../store/files.ts';
import { decodeDat, encodeDat } from '../store/models/dat.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
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
  const model = await trainModel(study.engine, cell, study.config.training, data, onEpoch);
  const content: TrainingContent = { epochs: [...model.epochs] };
  return writeResult(
    study.folder.cell(cell.name).training,
    trainingInputs(study, cell, data.identity),
    content,
    { 'model.dat': encodeDat(model.parameters), 'training.csv': trainingCsv(model.epochs) },
  );
}

/** Reads a model in the article's layout. */
export async function readModel(path: string) {
  return decodeDat(await readBytes(path, 'name a model in the layout of test.dat'), path);
}
