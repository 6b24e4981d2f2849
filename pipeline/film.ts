/** Stage: a film of one search, of a study's model or of one in a file. */
import { join } from 'node:path';
import {
  CELL_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectCells,
} from './steps/command.ts';
import { ensureDataset } from './steps/dataset.ts';
import { makeFilm } from './steps/film.ts';
import { readSearchOptions, SEARCH_OPTIONS } from './steps/searchOptions.ts';
import { openStarts, takeDigitsOf, takeDigitsOfMnist } from './steps/starts.ts';
import type { Study } from './steps/study.ts';
import { findTraining, readModel, trainCell } from './steps/trainCell.ts';
import { FILE_NAMES, readModelFile } from './store/models/formats.ts';
import type { SearchConfig } from './study/config.ts';
import { expected } from './study/errors.ts';
import { formatQuantity, formatScore } from './view/wording.ts';

/** The article's film: a 5 by Monte Carlo, 10,000 proposals, a picture every 200. */
const ARTICLE = { method: 'monte-carlo', snapshots: 200 } as const;

const OPTIONS = {
  ...STUDY_OPTIONS,
  config: { ...STUDY_OPTIONS.config, default: 'configs/article.yaml' },
  ...CELL_OPTION,
  digit: { type: 'number', default: 5, requiresArg: true, describe: 'The digit that emerges' },
  model: {
    type: 'string',
    requiresArg: true,
    describe: `A model of your own instead of a study's: ${FILE_NAMES}`,
  },
  out: { type: 'string', requiresArg: true, describe: 'Folder to write to [default: below the study]' },
  ...SEARCH_OPTIONS,
} as const;

/** The study's model of the cell that was asked for, the first unless named; trained if it is not. */
async function provideModel(study: Study, config: SearchConfig, cellName: string | undefined) {
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
  return {
    parameters: await readModel(study.folder.cell(cell.name).model),
    starts: await openStarts(config, takeDigitsOf(study, training)),
    folder: join(study.folder.root, 'films', cell.name),
  };
}

await runCommand(async () => {
  const purpose =
    'Films a search: an animated GIF and PNG, a contact sheet, and each picture as xNNNN.vf. Unless told otherwise, the article’s film of a 5 that emerges from noise.';
  const options = parseCommand('film', purpose, OPTIONS);
  const { digit, model, out } = options;
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw expected('--digit', 'a digit, 0 to 9', String(digit), 'name one');
  }
  const config = readSearchOptions(options, ARTICLE);
  if (config.snapshots === 0) throw expected('--snapshots', 'at least 1', '0', 'a film needs pictures');
  const study = await openNamedStudy(options);
  const source =
    model === undefined
      ? await provideModel(study, config, options.cell)
      : {
          parameters: await readModelFile(model),
          starts: await openStarts(config, takeDigitsOfMnist()),
          folder: join(study.folder.root, 'films', 'own'),
        };
  const folder = out ?? join(source.folder, `${digit}-${config.method}`);
  const { frames } = await makeFilm(study, { ...source, digit, config }, folder);
  const last = frames.at(-1)!;
  console.log(
    `film: ${formatQuantity(frames.length, 'frame')} in ${folder} (film.gif, film.png, sheet.png); ${config.objective} ${last.energy.toFixed(2)}, recognisability ${formatScore(last.score)} at the end`,
  );
});
