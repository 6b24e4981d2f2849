/** What every experiment on one model has in common: it is found or run from the model, its ideas and the dataset. */
import type { z } from 'zod';
import type { LoadedModel } from '../engine/engine.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import type { IdeasResult } from '../models/modelIdeas.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { TrainingResult } from '../models/trainedModel.ts';
import { readModel } from '../models/trainedModel.ts';
import { sha256 } from '../store/files.ts';
import { findResult, type Lookup } from '../store/results.ts';
import type { Cell } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';

/** A cell that is trained and searched. */
export interface SearchedCell {
  readonly cell: Cell;
  readonly training: TrainingResult;
  readonly ideas: IdeasResult;
}

/** An experiment that is done on each model by itself. */
export interface CellExperiment<Content> {
  readonly name: 'comparison' | 'hints' | 'counterfeits';
  /** Whether the study's config has it done by a sweep. */
  isEnabled(study: Study): boolean;
  /** Whether this cell is one of those that it is done on, unless a command names another. */
  covers(study: Study, cell: Cell): boolean;
  /** What was found, or why it has to be done. */
  find(study: Study, searched: SearchedCell): Promise<Lookup<Content>>;
  /** Does it and writes its record. */
  run(study: Study, searched: SearchedCell, data: StudyData): Promise<void>;
}

/** An experiment without its `find`, which {@link defineExperiment} adds. */
export interface ExperimentPlan<Content> extends Omit<CellExperiment<Content>, 'find'> {
  /** The shape of its record. */
  readonly schema: z.ZodType<Content>;
  /** What its record is computed from. */
  inputsOf(study: Study, searched: SearchedCell): Inputs;
}

/** The experiment of a plan: its record lies where every experiment's does, and holds for its inputs. */
export function defineExperiment<Content>(plan: ExperimentPlan<Content>): CellExperiment<Content> {
  const { schema, inputsOf, ...experiment } = plan;
  return {
    ...experiment,
    find(study, searched) {
      const { record } = study.folder.cell(searched.cell.name).experiment(plan.name);
      return findResult(record, schema, inputsOf(study, searched));
    },
  };
}

/** What every experiment depends on. */
export function experimentInputs(study: Study, { training, ideas }: SearchedCell, own: Inputs): Inputs {
  return {
    ...own,
    model: training.sha256['model.dat']!,
    ideas: sha256(JSON.stringify(ideas.sha256)),
    dataset: String(training.inputs.dataset),
    runtime: study.engine.version,
  };
}

/** Loads the cell's model, gives it to `use`, and disposes of it. */
export async function withCellModel<Value>(
  study: Study,
  cell: Cell,
  use: (model: LoadedModel) => Promise<Value>,
): Promise<Value> {
  const model = await study.engine.loadModel(await readModel(study.folder.cell(cell.name).model));
  try {
    return await use(model);
  } finally {
    await model.dispose();
  }
}

/** The digit [n] that the model reads in each of images [n, 784]: the first of the largest logits. */
export async function readDigits(model: LoadedModel, images: Uint8Array | Float32Array): Promise<number[]> {
  const read: number[] = [];
  const perCall = 2000 * PIXELS;
  for (let from = 0; from < images.length; from += perCall) {
    const logits = await model.logits(images.subarray(from, from + perCall));
    for (let at = 0; at < logits.length; at += CLASSES) {
      const own = logits.subarray(at, at + CLASSES);
      read.push(own.indexOf(Math.max(...own)));
    }
  }
  return read;
}

/** Image `row` of images [n, 784] as values [784] in [0, 1]. */
export function takeImage(images: Uint8Array, row: number): Float32Array {
  return bytesToUnit(images.subarray(row * PIXELS, (row + 1) * PIXELS));
}
