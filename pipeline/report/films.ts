/** Films of a study's models, as a report shows them: those that its config asks for, where they were made. */
import { dirname, join, relative, sep } from 'node:path';
import { chooseFilmSearch } from '../film/filmSearch.ts';
import { nameFilm } from '../film/studyFilms.ts';
import type { Study } from '../models/study.ts';
import { exists } from '../store/files.ts';
import { isOfFirstSeed } from '../study/grid.ts';
import type { ModelRow } from '../study/tables.ts';

/** The film of each finished model of the first seed, by the model's name, as a path from the report's folder. */
export async function findFilms(study: Study, models: readonly ModelRow[]): Promise<Record<string, string>> {
  const { folder, config } = study;
  const name = nameFilm(config.experiments.film.digit, chooseFilmSearch());
  const films: Record<string, string> = {};
  for (const { model } of models) {
    if (!isOfFirstSeed(config, model)) continue;
    const path = join(folder.films, model.name, name, 'film.gif');
    if (await exists(path))
      films[model.name] = relative(dirname(folder.reportHtml), path).split(sep).join('/');
  }
  return films;
}
