/** Stage: a film of one search, of a study's model or of one in a file. */
import { join } from 'node:path';
import { FILM_SEARCH_OPTIONS, readFilmSearch } from '../film/filmSearch.ts';
import { nameFilm, orderCellFilm, type PlacedOrder, provideFilms } from '../film/studyFilms.ts';
import { withPanel } from '../judging/frozenPanel.ts';
import { openStarts, takeDigitsOfMnist } from '../models/searchStarts.ts';
import type { Study } from '../models/study.ts';
import { ensureDataset } from '../models/studyDataset.ts';
import { findTraining, trainCell } from '../models/trainedModel.ts';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { FILE_NAMES, readModelFile } from '../store/models/formats.ts';
import { hashModel } from '../store/models/storedModel.ts';
import { NOT_COMPUTED } from '../store/results.ts';
import type { SearchConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { splitOverrides } from '../study/override.ts';
import {
  CELL_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectCells,
} from './command.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  config: {
    ...STUDY_OPTIONS.config,
    default: 'configs/article.yaml',
    describe: 'The study whose model is searched and whose judges read the frames, as YAML',
  },
  cell: {
    ...CELL_OPTION.cell,
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
      'Folder to write to [default: films/CELL/DIGIT-METHOD below the study; with --model, films/HASH/DIGIT-METHOD below --artifacts]',
  },
  ...FILM_SEARCH_OPTIONS,
} as const;

function parseOptions() {
  const purpose =
    "Films a search: an animated GIF and PNG, a contact sheet, and each picture as xNNNN.vf. Unless told otherwise, the article's film of a 5 that emerges from noise. A film that is there is found, not made again.";
  const options = parseCommand('film', purpose, OPTIONS);
  const { digit, model, cell } = options;
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw expected('--digit', 'a digit, 0 to 9', String(digit), 'name one');
  }
  if (model !== undefined && cell !== undefined) {
    throw expected('--cell', 'no --model beside it', model, 'film one model at a time');
  }
  const ignored = options.set.flatMap(splitOverrides).find((override) => override.startsWith('search.'));
  if (ignored !== undefined) {
    const key = ignored.slice('search.'.length).replace('=', ' ');
    throw expected('--set', 'no search of a config', ignored, `a film is told how to search by --${key}`);
  }
  return options;
}

/** The film of the study's model of the cell that was asked for, the first unless named; trained if it is not. */
async function orderStudyFilm(
  study: Study,
  cellName: string | undefined,
  digit: number,
  config: SearchConfig,
): Promise<PlacedOrder> {
  const { data } = await ensureDataset(study);
  const cell = selectCells(study, cellName)[0]!;
  let training = (await findTraining(study, cell, data.identity)).result;
  if (training === null) {
    console.log(`${cell.name}: not trained yet; training it`);
    training = await trainCell(study, cell, data, ({ epoch, testAccuracy }) => {
      console.log(
        `epoch ${epoch} of ${study.config.training.epochs}: test accuracy ${(100 * testAccuracy).toFixed(2)}%`,
      );
    });
  }
  return orderCellFilm(study, cell, training, digit, config);
}

/** Digits of a model's SHA-256 that name the folder of its films. */
const HASH_LENGTH = 8;

/** The film of the model in a file, in a folder of that model's own. */
async function orderModelFilm(
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
  const config = readFilmSearch(options);
  const study = await openNamedStudy(options);
  const ordered =
    model === undefined
      ? await orderStudyFilm(study, options.cell, digit, config)
      : await orderModelFilm(options.artifacts, model, digit, config);
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
