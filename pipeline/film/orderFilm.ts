/** Which film a command asks for: of a study's model, which is trained where it is not, or of a model that belongs to none. */
import { join } from 'node:path';
import { findModel, obtainModel } from '../models/modelOrigin.ts';
import type { Study } from '../models/study.ts';
import { loadOrPrepareDataset } from '../models/studyDataset.ts';
import { formatPercent } from '../page/wording.ts';
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
  const data = await loadOrPrepareDataset(study);
  const found = await findModel(study, model, data.identity);
  let training = found.result;
  if (training === null) {
    const why = found.stale === NOT_COMPUTED ? 'not trained yet; training it' : `train again: ${found.stale}`;
    console.log(`${model.name}: ${why}`);
    training = await obtainModel(study, model, data, ({ epoch, testAccuracy }) => {
      console.log(`epoch ${epoch} of ${model.settings.epochs}: test accuracy ${formatPercent(testAccuracy)}`);
    });
  }
  return orderModelFilm(study, { model, training }, digit, config);
}

/** Digits of a model's SHA-256 that name the folder of its films. */
const HASH_LENGTH = 8;

/** The folder below `artifacts` of all films of models that belong to no study. */
export function locateOwnFilms(artifacts: string): string {
  return join(artifacts, 'films');
}

/** The film of a model that belongs to no study, in a folder of that model's own below `artifacts`. */
export function orderOwnFilm(
  artifacts: string,
  { searchable, starts }: Pick<PlacedOrder, 'searchable' | 'starts'>,
  { digit, config }: Shown,
): PlacedOrder {
  const hash = searchable.sha256.slice(0, HASH_LENGTH);
  const folder = join(locateOwnFilms(artifacts), hash, nameFilm(digit, config));
  return { searchable, starts, digit, config, folder };
}
