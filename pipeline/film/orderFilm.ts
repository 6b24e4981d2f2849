/** Which film a command asks for: of a study's model, which is trained where it is not, or of a model in a file. */
import { join } from 'node:path';
import { openStarts, takeDigitsOfMnist } from '../models/searchStarts.ts';
import type { Study } from '../models/study.ts';
import { ensureDataset } from '../models/studyDataset.ts';
import { computeTraining, findTraining } from '../models/trainedModel.ts';
import { formatPercent } from '../page/wording.ts';
import { readModelFile } from '../store/models/formats.ts';
import { hashModel } from '../store/models/storedModel.ts';
import { NOT_COMPUTED } from '../store/results.ts';
import type { SearchConfig } from '../study/config.ts';
import type { Model } from '../study/grid.ts';
import { nameFilm, orderModelFilm, type PlacedOrder } from './studyFilms.ts';

/** What a film shows: which digit emerges, and by which search. */
interface Shown {
  readonly digit: number;
  readonly config: SearchConfig;
}

/** The film of the study's `model`. */
export async function orderStudyFilm(
  study: Study,
  model: Model,
  { digit, config }: Shown,
): Promise<PlacedOrder> {
  const { data } = await ensureDataset(study);
  const found = await findTraining(study, model, data.identity);
  let training = found.result;
  if (training === null) {
    const why = found.stale === NOT_COMPUTED ? 'not trained yet; training it' : `train again: ${found.stale}`;
    console.log(`${model.name}: ${why}`);
    training = await computeTraining(study, model, data, ({ epoch, testAccuracy }) => {
      console.log(`epoch ${epoch} of ${model.settings.epochs}: test accuracy ${formatPercent(testAccuracy)}`);
    });
  }
  return orderModelFilm(study, { model, training }, digit, config);
}

/** Digits of a model's SHA-256 that name the folder of its films. */
const HASH_LENGTH = 8;

/** The folder below `artifacts` of all films of models in files. */
export function locateFileFilms(artifacts: string): string {
  return join(artifacts, 'films');
}

/** The film of the model in the file `path`, in a folder of that model's own below `artifacts`. */
export async function orderFileFilm(
  artifacts: string,
  path: string,
  { digit, config }: Shown,
): Promise<PlacedOrder> {
  const parameters = await readModelFile(path);
  const hash = hashModel(parameters).slice(0, HASH_LENGTH);
  const starts = await openStarts(config, takeDigitsOfMnist());
  const folder = join(locateFileFilms(artifacts), hash, nameFilm(digit, config));
  return { parameters, starts, digit, config, folder };
}
