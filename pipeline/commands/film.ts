/** Command: films one search, of a study's model or of one in a file. */
import { chooseFilmSearch, FILM_METHOD } from '../film/filmSearch.ts';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { FILE_NAMES } from '../store/models/formatNames.ts';
import { expected } from '../study/errors.ts';
import { splitOverrides } from '../study/override.ts';
import { defineCommand, type Given } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { listSearchOptions, readSearchOptions } from './searchOptions.ts';
import { ONLY_OPTION, openNamedStudy, STUDY_OPTIONS, selectModels } from './studyOptions.ts';

const SEARCH_OPTIONS = listSearchOptions('How to search:', {
  omitted: ['restarts'],
  defaults: { method: FILM_METHOD },
});

const OPTIONS = {
  ...STUDY_OPTIONS,
  config: {
    ...STUDY_OPTIONS.config,
    default: 'configs/article.yaml',
    describe: 'The study whose model is searched and whose judges read the frames, as YAML',
  },
  only: {
    ...ONLY_OPTION.only,
    describe: "The study's model to film, such as h64-b100-s0 [default: the first of the grid]",
  },
  digit: { type: 'number', default: 5, requiresArg: true, describe: 'The digit that emerges' },
  model: {
    type: 'string',
    requiresArg: true,
    describe: `A model of your own instead of a study's: ${FILE_NAMES}`,
  },
  out: {
    type: 'string',
    requiresArg: true,
    describe:
      'Folder to write to [default: films/MODEL/DIGIT-METHOD below the study; with --model, films/HASH/DIGIT-METHOD below --artifacts]',
  },
  ...SEARCH_OPTIONS,
  snapshots: {
    ...SEARCH_OPTIONS.snapshots,
    describe:
      'Steps between two pictures of the search on its way [default: as many as give about 50 pictures, such as every 200 of 10,000 proposals, 4 of 200 updates, 98 visits of a pixel]',
  },
} as const;

type FilmOptions = Given<typeof OPTIONS>;

/** Throws a UserError of one line for options that do not go together. */
function assertOptions({ digit, model, only, set }: FilmOptions): void {
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw expected('--digit', 'a digit, 0 to 9', String(digit), 'name one');
  }
  if (model !== undefined && only !== undefined) {
    throw expected('--only', 'no --model beside it', model, 'film one model at a time');
  }
  const ignored = splitOverrides(set.join(' ')).find((override) => override.startsWith('search.'));
  if (ignored !== undefined) {
    const key = ignored.slice('search.'.length).replace('=', ' ');
    throw expected('--set', 'no search of a config', ignored, `a film is told how to search by --${key}`);
  }
}

async function makeFilm(options: FilmOptions): Promise<void> {
  const { artifacts, digit, model, only } = options;
  const asked = readSearchOptions(options, { method: FILM_METHOD });
  const config = chooseFilmSearch(asked, options.snapshots === undefined ? undefined : asked.snapshots);
  const { orderFileFilm, orderStudyFilm } = await import('../film/orderFilm.ts');
  const { provideFilms } = await import('../film/studyFilms.ts');
  const { withPanel } = await import('../judging/frozenPanel.ts');
  const { NOT_COMPUTED } = await import('../store/results.ts');
  const study = await openNamedStudy(options);
  const ordered =
    model === undefined
      ? await orderStudyFilm(study, selectModels(study, only)[0]!, { digit, config })
      : await orderFileFilm(artifacts, model, { digit, config });
  const folder = options.out ?? ordered.folder;
  const [film] = await withPanel(study, (panel) => provideFilms(study, [{ ...ordered, folder }], panel));
  const { content, stale } = film!;
  if (stale !== null && stale !== NOT_COMPUTED) console.log(`film made again: ${stale}`);
  const last = content.frames.at(-1)!;
  const frames = formatQuantity(content.frames.length, 'frame');
  console.log(
    `film: ${frames} ${stale === null ? 'found' : 'written'} in ${folder} (film.gif, film.png, sheet.png); ${config.objective} ${last.energy.toFixed(2)}, recognisability ${formatScore(last.score)} at the end`,
  );
}

export const command = defineCommand({
  script: 'pipeline/commands/film.ts',
  purpose:
    "Films a search: an animated GIF and PNG, a contact sheet, and each picture as xNNNN.vf. Unless told otherwise, the article's film of a 5 that emerges from noise. A film that is there is found, not made again.",
  options: OPTIONS,
  async run(options) {
    assertOptions(options);
    await makeFilm(options);
  },
});

await runIfMain(import.meta, command);
