/** The idea step of one model: search, then write the images as .vf and PNG. */
import { z } from 'zod';
import type { Engine, MlpParameters } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { DIGITS } from '../math/images.ts';
import type { Idea, SearchTask } from '../search/idea.ts';
import { search } from '../search/search.ts';
import { readModelFile } from '../store/models/formats.ts';
import { hashModel } from '../store/models/storedModel.ts';
import { encodePng } from '../store/png.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import { encodeVf } from '../store/vf.ts';
import type { EngineName, MethodName, SearchConfig } from '../study/config.ts';
import type { Cell } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { type IdeaRecord, ideaRecord } from '../study/records.ts';
import { openStarts, type Starts, takeDigitsOf, takeDigitsOfMnist } from './searchStarts.ts';
import type { Study } from './study.ts';
import { readModel, type TrainingResult } from './trainedModel.ts';

/** Raised when the same inputs would give other ideas. */
export const SEARCH_REVISION = 4;

/** Content of ideas.json. */
const ideasContent = z.strictObject({ ideas: z.array(ideaRecord).min(1) });
export type IdeasContent = z.output<typeof ideasContent>;
export type IdeasResult = Result<IdeasContent>;

/** The keys that each method heeds, beside those that all do. */
export const HEEDED: Readonly<Record<MethodName, readonly (keyof SearchConfig)[]>> = {
  coordinate: ['passes', 'order'],
  'monte-carlo': ['proposals'],
  annealing: ['proposals', 'schedule', 'hottest', 'coldest'],
  gradient: ['updates', 'rate', 'variation', 'l2', 'jitter'],
};

/** Everything that fixes the ideas of a model. */
export function searchInputs(config: SearchConfig, starts: Starts, modelSha256: string): Inputs {
  const { method, objective, start, restarts, snapshots, seed } = config;
  const own = Object.fromEntries(HEEDED[method].map((key) => [key, config[key]]));
  return {
    ...{ method, objective, start, restarts, ...own, snapshots, seed },
    ...starts.inputs,
    model: modelSha256,
    revision: SEARCH_REVISION,
  };
}

/** The ideas of a trained model, or why they have to be searched. */
export async function findIdeas(
  study: Study,
  cell: Cell,
  training: TrainingResult,
): Promise<Lookup<IdeasContent>> {
  const starts = await openStarts(study.config.search, takeDigitsOf(study, training));
  const inputs = searchInputs(study.config.search, starts, training.sha256['model.dat']!);
  return findResult(study.folder.cell(cell.name).ideas, ideasContent, inputs);
}

/** Finds and writes the ideas of the model of `cell`. */
export async function searchCell(study: Study, cell: Cell, training: TrainingResult): Promise<IdeasResult> {
  const folder = study.folder.cell(cell.name);
  const config = study.config.search;
  const starts = await openStarts(config, takeDigitsOf(study, training));
  const ideas = await searchIdeas(study.engine, await readModel(folder.model), config, starts);
  return writeIdeas(folder.ideas, searchInputs(config, starts, training.sha256['model.dat']!), ideas);
}

/** An idea for every digit and restart, in that order. */
export async function searchIdeas(
  engine: Engine,
  parameters: MlpParameters,
  config: SearchConfig,
  starts: Starts,
): Promise<readonly Idea[]> {
  const tasks: SearchTask[] = [];
  for (const digit of DIGITS) {
    for (let restart = 0; restart < config.restarts; restart++) {
      tasks.push({ digit, restart, start: await starts.draw(digit, restart) });
    }
  }
  const model = await engine.loadModel(parameters);
  try {
    return await search(model, tasks, config);
  } finally {
    await model.dispose();
  }
}

/** Finds the ideas of the model in a file of any format and writes them, with `ideas.json` at `path`. */
export async function searchModelFile(
  model: string,
  engine: EngineName,
  config: SearchConfig,
  path: string,
): Promise<readonly Idea[]> {
  const parameters = await readModelFile(model);
  const starts = await openStarts(config, takeDigitsOfMnist());
  const ideas = await searchIdeas(await openEngine(engine), parameters, config, starts);
  // As train writes a model, so that its ideas are the same in every format.
  await writeIdeas(path, searchInputs(config, starts, hashModel(parameters)), ideas);
  return ideas;
}

/**
 * Writes `ideas.json` at `path` and, beside it, each image as .vf and enlarged as .png, the grey image of an ascent too,
 * and snapshots as xNNNN.vf.
 */
export async function writeIdeas(path: string, inputs: Inputs, ideas: readonly Idea[]): Promise<IdeasResult> {
  const files = Object.fromEntries(
    ideas.flatMap((idea) => [
      ...encodeImage(nameIdea(idea), idea.image),
      ...(idea.grey ? encodeImage(nameGrey(idea), idea.grey.image) : []),
      ...idea.snapshots.map(({ step, image }) => [nameSnapshot(idea, step), encodeVf(image)]),
    ]),
  );
  const records = ideas.map((idea) => toRecord(idea, String(inputs.method)));
  return writeResult(path, inputs, { ideas: records }, files);
}

/** `idea_5`, as the article calls it; later restarts are `idea_5_r1` and so on. */
function nameIdea(idea: Pick<Idea, 'digit' | 'restart'>): string {
  return idea.restart === 0 ? `idea_${idea.digit}` : `idea_${idea.digit}_r${idea.restart}`;
}

/** The grey image that an idea was made from: `idea_5_grey`. */
function nameGrey(idea: Pick<Idea, 'digit' | 'restart'>): string {
  return `${nameIdea(idea)}_grey`;
}

/** An image [784] in both formats, by file name. */
function encodeImage(name: string, image: Float32Array): [string, Uint8Array][] {
  return [
    [`${name}.vf`, encodeVf(image)],
    [`${name}.png`, encodePng(image)],
  ];
}

/** As the article names them: `idea_5/x0200.vf`. */
function nameSnapshot(idea: Pick<Idea, 'digit' | 'restart'>, step: number): string {
  return `${nameIdea(idea)}/x${String(step).padStart(4, '0')}.vf`;
}

function toRecord(idea: Idea, method: string): IdeaRecord {
  const { digit, restart, energy, evaluations, passes, certified } = idea;
  return {
    ...{ digit, restart, method, energy, evaluations, passes, certified },
    file: `${nameIdea(idea)}.vf`,
    snapshots: idea.snapshots.map((snapshot) => ({
      step: snapshot.step,
      energy: snapshot.energy,
      file: nameSnapshot(idea, snapshot.step),
    })),
    ...(idea.grey && { grey: { energy: idea.grey.energy, file: `${nameGrey(idea)}.vf` } }),
  };
}
