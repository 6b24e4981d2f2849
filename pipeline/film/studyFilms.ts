/** Films of a study's models: where they lie, and those that a sweep makes where the config wants them. */
import { join } from 'node:path';
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import type { ModelState, SearchedModel } from '../models/modelState.ts';
import { openStarts, takeDigitsOf } from '../models/searchStarts.ts';
import { readSearchable } from '../models/storedSearchable.ts';
import type { Study } from '../models/study.ts';
import { loadDataset } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import type { SearchConfig } from '../study/config.ts';
import { isOfFirstSeed } from '../study/grid.ts';
import { chooseFilmSearch } from './filmSearch.ts';
import { type FilmContent, type FilmOrder, findFilm, makeFilm } from './makeFilm.ts';

/** A film to be made, and the folder that it belongs in. */
export interface PlacedOrder extends FilmOrder {
  readonly folder: string;
}

type TrainedModel = Pick<SearchedModel, 'model' | 'training'>;

/** The name of a film's folder, such as `5-monte-carlo`. */
export function nameFilm(digit: number, { method }: SearchConfig): string {
  return `${digit}-${method}`;
}

/** The film of a trained model. */
export async function orderModelFilm(
  study: Study,
  { model, training }: TrainedModel,
  digit: number,
  config: SearchConfig,
): Promise<PlacedOrder> {
  return {
    searchable: await readSearchable(study, model, training),
    starts: await openStarts(
      config,
      takeDigitsOf(training, () => loadDataset(study)),
    ),
    digit,
    config,
    folder: join(study.folder.films, model.name, nameFilm(digit, config)),
  };
}

/** A film, and why it was made; null where it was found. */
export interface ProvidedFilm {
  readonly content: FilmContent;
  readonly stale: string | null;
}

/** The films of `orders`, in that order: found where they are there, or made. */
export async function provideFilms(
  study: Study,
  orders: readonly PlacedOrder[],
  waiting: WaitingPanel,
): Promise<ProvidedFilm[]> {
  const films: ProvidedFilm[] = [];
  for (const order of orders) {
    const { result, stale } = await findFilm(study, order, order.folder, waiting.version);
    const content = result?.content ?? (await makeFilm(study, order, order.folder, await waiting.open()));
    films.push({ content, stale });
  }
  return films;
}

/** How many of the films that {@link filmModels} provides of these models have to be made. */
export async function countMissingFilms(
  study: Study,
  trained: readonly TrainedModel[],
  scoreVersion: string,
  hidesScores: boolean,
): Promise<number> {
  const orders = await listOrders(study, trained, hidesScores);
  const found = await Promise.all(orders.map((order) => findFilm(study, order, order.folder, scoreVersion)));
  return found.filter(({ stale }) => stale !== null).length;
}

/** Films the search of each trained model of the first seed, where the config wants it; `hidesScores` as in a {@link FilmOrder}. */
export async function filmModels(
  study: Study,
  states: readonly ModelState[],
  waiting: WaitingPanel,
  hidesScores: boolean,
): Promise<void> {
  if (!study.config.experiments.film.enabled) return;
  const trained = states.filter((state) => state.missing !== 'train');
  const films = await provideFilms(study, await listOrders(study, trained, hidesScores), waiting);
  const made = films.filter(({ stale }) => stale !== null).length;
  console.log(
    `films: ${formatQuantity(made, 'film')} made, ${films.length - made} found, in ${study.folder.films}`,
  );
}

/** The film of each trained model of the first seed. */
async function listOrders(
  study: Study,
  trained: readonly TrainedModel[],
  hidesScores: boolean,
): Promise<PlacedOrder[]> {
  const { digit } = study.config.experiments.film;
  const config = chooseFilmSearch();
  const orders: PlacedOrder[] = [];
  for (const one of trained) {
    if (!isOfFirstSeed(study.config, one.model)) continue;
    orders.push({ ...(await orderModelFilm(study, one, digit, config)), hidesScores });
  }
  return orders;
}
