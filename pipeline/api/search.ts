/** Reading a model from a file and searching its ideas, from code. */
import { z } from 'zod';
import { AS_IS, type InputScale } from '../engine/inputScale.ts';
import type { TrainedModel } from '../engine/train.ts';
import { searchIdeas as searchModel } from '../models/modelIdeas.ts';
import { readClasses } from '../models/ownClasses.ts';
import {
  chooseObjective,
  findOutputs,
  type OwnModel,
  openOwnSearch,
  readOwnModel,
} from '../models/ownModel.ts';
import { searchMlp } from '../models/searchable.ts';
import type { Idea } from '../search/idea.ts';
import { type EngineName, type SearchConfig, searchSchema, studySchema } from '../study/config.ts';
import { parseKeys } from './parseKeys.ts';

/** What a search can be told beside how to search. */
export interface SearchingOptions {
  /** What computes; `onnx` unless given. */
  readonly engine?: EngineName;
  /** The classes of a model that has other outputs than the ten digits: their number, or their names with commas between. */
  readonly classes?: string;
}

/**
 * Reads a model in any of the forms that docs/models.md names. `scale` says what was done to the images that it was trained on,
 * where they were not 784 numbers in [0, 1], white ink on black. Throws a UserError for a file that is missing, damaged or
 * no classifier.
 */
export function readModel(file: string, scale: Partial<InputScale> = {}): Promise<OwnModel> {
  return readOwnModel(file, { ...AS_IS, ...scale });
}

/**
 * The ideas of a model that was trained or read here: for each of its classes, and each restart, an image [784] of 0 and 1 with
 * a large energy, which is the logit of the class unless `search` names another. Its keys are those of a config's `search`;
 * unless given, pixels are visited from the article's start until no single flip raises the energy. Throws a UserError for
 * keys that are wrong, and where the engine cannot run the model.
 */
export async function searchIdeas(
  model: TrainedModel | OwnModel,
  search: Partial<SearchConfig> = {},
  { engine, classes }: SearchingOptions = {},
): Promise<readonly Idea[]> {
  const config = parseKeys(searchSchema, search, 'search');
  const own = await openOwnSearch(config, parseKeys(studySchema.shape.engine, engine, 'engine'));
  const searchable = 'searchable' in model ? model.searchable : searchMlp(model.parameters);
  const outputs = await findOutputs(own.engine, { searchable });
  const named = parseKeys(z.string().optional(), classes, 'classes');
  const searched = {
    searchable,
    starts: own.starts,
    classes: readClasses(named, outputs.classes, 'classes'),
  };
  return searchModel(own.engine, searched, chooseObjective(config, outputs.kind));
}
