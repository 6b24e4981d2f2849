/** Stage: a film of one search, of a study's model or of one in a file. */
import { join } from 'node:path';
import { chooseFilmSearch, FILM_METHOD } from '../film/filmSearch.ts';
import { nameFilm, orderModelFilm, type PlacedOrder, provideFilms } from '../film/studyFilms.ts';
import { withPanel } from '../judging/frozenPanel.ts';
import { openStarts, takeDigitsOfMnist } from '../models/searchStarts.ts';
import type { Study } from '../models/study.ts';
import { ensureDataset } from '../models/studyDataset.ts';
import { computeTraining, findTraining } from '../models/trainedModel.ts';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { FILE_NAMES, readModelFile } from '../store/models/formats.ts';
import { hashModel } from '../store/models/storedModel.ts';
import { NOT_COMPUTED } from '../store/results.ts';
import type { SearchConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { splitOverrides } from '../study/override.ts';
import {
  ONLY_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectModels,
} from './command.ts';
import { listSearchOptions, readSearchOptions } from './searchOptions.ts';

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

function parseOptions() {
  const purpose =
    "Films a search: an animated GIF and PNG, a contact sheet, and each picture as xNNNN.vf. Unless told otherwise, the article's film of a 5 that emerges from noise. A film that is there is found, not made again.";
  const options = parseCommand('film', purpose, OPTIONS);
  const { digit, model, only } = options;
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw expected('--digit', 'a digit, 0 to 9', String(digit), 'name one');
  }
  if (model !== undefined && only !== undefined) {
    throw expected('--only', 'no --model beside it', model, 'film one model at a time');
  }
  const ignored = options.set.flatMap(splitOverrides).find((override) => override.startsWith('search.'));
  if (ignored !== undefined) {
    const key = ignored.slice('search.'.length).replace('=', ' ');
    throw expected('--set', 'no search of a config', ignored, `a film is told how to search by --${key}`);
  }
  return options;
}

/** The film of the study's model that was asked for, the first unless named; trained if it is not. */
async function orderStudyFilm(
  study: Study,
  only: string | undefined,
  digit: number,
  config: SearchConfig,
): Promise<PlacedOrder> {
  const { data } = await ensureDataset(study);
  const model = selectModels(study, only)[0]!;
  let training = (await findTraining(study, model, data.identity)).result;
  if (training === null) {
    console.log(`${model.name}: not trained yet; training it`);
    training = await computeTraining(study, model, data, ({ epoch, testAccuracy }) => {
      console.log(
        `epoch ${epoch} of ${model.settings.epochs}: test accuracy ${(100 * testAccuracy).toFixed(2)}%`,
      );
    });
  }
  return orderModelFilm(study, { model, training }, digit, config);
}

/** Digits of a model's SHA-256 that name the folder of its films. */
const HASH_LENGTH = 8;

/** The film of the model in a file, in a folder of that model's own. */
async function orderFileFilm(
  artifacts: string,
  model: string,
  digit: number,
  config: SearchConfig,
): Promise<PlacedOrder> {
  const parameters = await readModelFile(model);
  const hash = hashModel(parameters).slice(0, HASH_LENGTH);
  const starts = await openStarts(config, takeDigitsOfMnist());
  return {
    parameters,
    starts,
    digit,
    config,
    folder: join(artifacts, 'films', hash, nameFilm(digit, config)),
  };
}

await runCommand(async () => {
  const options = parseOptions();
  const { digit, model } = options;
  const asked = readSearchOptions(options, { method: FILM_METHOD });
  const config = chooseFilmSearch(asked, options.snapshots === undefined ? undefined : asked.snapshots);
  const study = await openNamedStudy(options);
  const ordered =
    model === undefined
      ? await orderStudyFilm(study, options.only, digit, config)
      : await orderFileFilm(options.artifacts, model, digit, config);
  const folder = options.out ?? ordered.folder;
  const [film] = await withPanel(study, (panel) => provideFilms(study, [{ ...ordered, folder }], panel));
  const { content, stale } = film!;
  if (stale !== null && stale !== NOT_COMPUTED) console.log(`film made again: ${stale}`);
  const last = content.frames.at(-1)!;
  const frames = formatQuantity(content.frames.length, 'frame');
  console.log(
    `film: ${frames} ${stale === null ? 'found' : 'written'} in ${folder} (film.gif, film.png, sheet.png); ${config.objective} ${last.energy.toFixed(2)}, recognisability ${formatScore(last.score)} at the end`,
  );
});
