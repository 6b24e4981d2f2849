/** The idea step of one model: search, then write the images as .vf and PNG. */
import { z } from 'zod';
import type { Engine, MlpParameters } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { DIGITS } from '../math/images.ts';
import { type Idea, searchCoordinates } from '../search/coordinate.ts';
import { drawStart } from '../search/starts.ts';
import { sha256 } from '../store/files.ts';
import { encodeDat } from '../store/models/dat.ts';
import { readModelFile } from '../store/models/formats.ts';
import { encodePng } from '../store/png.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import { encodeVf } from '../store/vf.ts';
import type { EngineName, SearchConfig } from '../study/config.ts';
import type { Cell } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import { type IdeaRecord, ideaRecord } from '../study/records.ts';
import type { Study } from './study.ts';
import { readModel, type TrainingResult } from './trainCell.ts';

/** Raised when the same inputs would give other ideas. */
const SEARCH_REVISION = 1;

/** Content of ideas.json. */
const ideasContent = z.strictObject({ ideas: z.array(ideaRecord).min(1) });
export type IdeasContent = z.output<typeof ideasContent>;
export type IdeasResult = Result<IdeasContent>;

function searchInputs(config: SearchConfig, modelSha256: string): Inputs {
  return { ...config, model: modelSha256, revision: SEARCH_REVISION };
}

/** The ideas of a trained model, or why they have to be searched. */
export function findIdeas(study: Study, cell: Cell, training: TrainingResult): Promise<Lookup<IdeasContent>> {
  const inputs = searchInputs(study.config.search, training.sha256['model.dat']!);
  return findResult(study.folder.cell(cell.name).ideas, ideasContent, inputs);
}

/** Finds and writes the ideas of the model of `cell`. */
export async function searchCell(study: Study, cell: Cell, training: TrainingResult): Promise<IdeasResult> {
  const folder = study.folder.cell(cell.name);
  const ideas = await searchIdeas(study.engine, await readModel(folder.model), study.config.search);
  return writeIdeas(folder.ideas, study.config.search, training.sha256['model.dat']!, ideas);
}

/** An idea for every digit and restart, in that order. */
export async function searchIdeas(
  engine: Engine,
  parameters: MlpParameters,
  config: SearchConfig,
): Promise<Idea[]> {
  const tasks = DIGITS.flatMap((digit) =>
    Array.from({ length: config.restarts }, (_, restart) => ({
      digit,
      restart,
      start: drawStart(config, digit, restart),
    })),
  );
  const model = await engine.loadModel(parameters);
  try {
    return await searchCoordinates(model, tasks, config.passes);
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
): Promise<Idea[]> {
  const parameters = await readModelFile(model);
  const ideas = await searchIdeas(await openEngine(engine), parameters, config);
  // As train writes a model, so that its ideas are the same in every format.
  await writeIdeas(path, config, sha256(encodeDat(parameters)), ideas);
  return ideas;
}

/** Writes `ideas.json` at `path` and, beside it, each image as .vf and enlarged as .png. */
export async function writeIdeas(
  path: string,
  config: SearchConfig,
  modelSha256: string,
  ideas: readonly Idea[],
): Promise<IdeasResult> {
  const files = Object.fromEntries(
    ideas.flatMap((idea) => [
      [`${nameIdea(idea)}.vf`, encodeVf(idea.image)],
      [`${nameIdea(idea)}.png`, encodePng(idea.image)],
    ]),
  );
  const records = ideas.map((idea) => toRecord(idea, config.method));
  return writeResult(path, searchInputs(config, modelSha256), { ideas: records }, files);
}

/** `idea_5`, as the article calls it; later restarts are `idea_5_r1` and so on. */
function nameIdea(idea: Pick<Idea, 'digit' | 'restart'>): string {
  return idea.restart === 0 ? `idea_${idea.digit}` : `idea_${idea.digit}_r${idea.restart}`;
}

function toRecord(idea: Idea, method: string): IdeaRecord {
  const { image: _, ...rest } = idea;
  return { ...rest, method, file: `${nameIdea(idea)}.vf` };
}
