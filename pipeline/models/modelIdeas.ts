/** The ideas of one model: found where they are there, or searched and written as .vf and PNG. */
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { DIGITS } from '../math/images.ts';
import type { Idea, SearchTask } from '../search/idea.ts';
import { search } from '../search/search.ts';
import { encodePng } from '../store/png.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import { encodeVf } from '../store/vf.ts';
import type { SearchConfig } from '../study/config.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { type IdeaRecord, ideaRecord } from '../study/records.ts';
import { METHODS } from '../study/searchMethods.ts';
import { type Classes, DIGIT_CLASSES } from './ownClasses.ts';
import { chooseObjective } from './ownModel.ts';
import type { Searchable } from './searchable.ts';
import { openStarts, type Starts, takeDigitsOf } from './searchStarts.ts';
import { readSearchable } from './storedSearchable.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';
import { identifyParameters, type TrainingResult } from './trainedModel.ts';

/** Raised when the same inputs would give other ideas. */
export const SEARCH_REVISION = 4;

/** Content of ideas.json. */
const ideasContent = z.strictObject({ ideas: z.array(ideaRecord).min(1) });
export type IdeasContent = z.output<typeof ideasContent>;
export type IdeasResult = Result<IdeasContent>;

/** Everything that fixes the ideas of a model. */
export function searchInputs(config: SearchConfig, starts: Starts, modelSha256: string): Inputs {
  const { method, objective, start, restarts, snapshots, seed } = config;
  const own = Object.fromEntries(METHODS[method].keys.map((key) => [key, config[key]]));
  return {
    ...{ method, objective, start, restarts, ...own, snapshots, seed },
    ...starts.inputs,
    model: modelSha256,
    revision: SEARCH_REVISION,
  };
}

/** How a model of a study is searched: of one that gives probabilities, log p stands where the logit would. */
function searchOf({ config }: Study, { content }: TrainingResult): SearchConfig {
  return chooseObjective(config.search, content.given?.outputs ?? 'logits');
}

/** The ideas of a trained model, or why they have to be searched. */
export async function findIdeas(
  study: Study,
  model: Model,
  training: TrainingResult,
  data: StudyData,
): Promise<Lookup<IdeasContent>> {
  const starts = await openStarts(
    study.config.search,
    takeDigitsOf(training, async () => data),
  );
  const inputs = searchInputs(searchOf(study, training), starts, identifyParameters(training).sha256);
  return findResult(study.folder.model(model.name).ideas, ideasContent, inputs);
}

/** Finds and writes the ideas of `model`. */
export async function computeIdeas(
  study: Study,
  model: Model,
  training: TrainingResult,
  data: StudyData,
): Promise<IdeasResult> {
  const folder = study.folder.model(model.name);
  const config = searchOf(study, training);
  const starts = await openStarts(
    config,
    takeDigitsOf(training, async () => data),
  );
  const searchable = await readSearchable(study, model, training);
  const ideas = await searchIdeas(study.engine, { searchable, starts }, config);
  return writeIdeas(folder.ideas, searchInputs(config, starts, identifyParameters(training).sha256), ideas);
}

/** A model, where its searches start, and what its outputs are; digits unless given. */
export interface SearchedModel {
  readonly searchable: Searchable;
  readonly starts: Starts;
  readonly classes?: Classes;
}

/** An idea for every class and restart, in that order; its `digit` is the class's, or its place where it is none. */
export async function searchIdeas(
  engine: Engine,
  { searchable, starts, classes = DIGIT_CLASSES }: SearchedModel,
  config: SearchConfig,
): Promise<readonly Idea[]> {
  const { names, digits } = classes;
  const tasks: SearchTask[] = [];
  for (const place of names.keys()) {
    for (let restart = 0; restart < config.restarts; restart++) {
      tasks.push({ digit: place, restart, start: await starts.draw(digits?.[place] ?? place, restart) });
    }
  }
  const loaded = await searchable.open(engine);
  try {
    const ideas = await search(loaded, tasks, config);
    return ideas.map((idea) => ({ ...idea, digit: digits?.[idea.digit] ?? idea.digit }));
  } finally {
    await loaded.dispose();
  }
}

/** Finds the ideas of a model that belongs to no study and writes them, with `ideas.json` at `path`. */
export async function searchOwnModel(
  engine: Engine,
  model: SearchedModel,
  config: SearchConfig,
  path: string,
): Promise<readonly Idea[]> {
  const { searchable, starts, classes } = model;
  const ideas = await searchIdeas(engine, model, config);
  const inputs = searchInputs(config, starts, searchable.sha256);
  // Names are those of digits unless there are others.
  const names = classes?.digits === null ? classes.names : undefined;
  await writeIdeas(path, names ? { ...inputs, classes: names.join() } : inputs, ideas, names);
  return ideas;
}

/**
 * Writes `ideas.json` at `path` and, beside it, each image as .vf and enlarged as .png, the grey image of an ascent too,
 * and snapshots as xNNNN.vf.
 */
export async function writeIdeas(
  path: string,
  inputs: Inputs,
  ideas: readonly Idea[],
  names: readonly string[] = DIGITS.map(String),
): Promise<IdeasResult> {
  const nameIdea = (idea: Idea) => nameOfIdea(idea, names[idea.digit]!);
  const files = Object.fromEntries(
    ideas.flatMap((idea) => [
      ...encodeImage(nameIdea(idea), idea.image),
      ...(idea.grey ? encodeImage(`${nameIdea(idea)}_grey`, idea.grey.image) : []),
      ...idea.snapshots.map(({ step, image }) => [nameSnapshot(nameIdea(idea), step), encodeVf(image)]),
    ]),
  );
  const records = ideas.map((idea) => toRecord(idea, nameIdea(idea), String(inputs.method)));
  return writeResult(path, inputs, { ideas: records }, files);
}

/** `idea_5`, as the article calls it; later restarts are `idea_5_r1` and so on. */
function nameOfIdea({ restart }: Pick<Idea, 'restart'>, name: string): string {
  return restart === 0 ? `idea_${name}` : `idea_${name}_r${restart}`;
}

/** An image [784] in both formats, by file name. */
function encodeImage(name: string, image: Float32Array): [string, Uint8Array][] {
  return [
    [`${name}.vf`, encodeVf(image)],
    [`${name}.png`, encodePng(image)],
  ];
}

/** As the article names them: `idea_5/x0200.vf`. */
function nameSnapshot(idea: string, step: number): string {
  return `${idea}/x${String(step).padStart(4, '0')}.vf`;
}

function toRecord(idea: Idea, name: string, method: string): IdeaRecord {
  const { image: _image, steps: _steps, snapshots: _snapshots, grey: _grey, ...found } = idea;
  // By the schema, so that the fields are in its order.
  return ideaRecord.parse({
    ...found,
    method,
    file: `${name}.vf`,
    snapshots: idea.snapshots.map((snapshot) => ({
      step: snapshot.step,
      energy: snapshot.energy,
      file: nameSnapshot(name, snapshot.step),
    })),
    ...(idea.grey && { grey: { energy: idea.grey.energy, file: `${name}_grey.vf` } }),
  } satisfies IdeaRecord);
}
