/** Command: films one search, of a study's model or of one in a file. */
import type { Engine } from '../engine/engine.ts';
import { chooseFilmSearch, FILM_METHOD, FILM_RECORD } from '../film/filmSearch.ts';
import type { PlacedOrder } from '../film/studyFilms.ts';
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import type { Study } from '../models/study.ts';
import { formatQuantity, formatScore } from '../page/wording.ts';
import { FILE_NAMES } from '../store/models/formatNames.ts';
import type { SearchConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { splitOverrides } from '../study/override.ts';
import { findStartFile } from '../study/startFile.ts';
import { defineCommand, type Given } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { readScale, refuseScale, SCALE_OPTIONS } from './scaleOptions.ts';
import { listSearchOptions, readSearchOptions } from './searchOptions.ts';
import { withFolder, withNamedStudy } from './studyCommand.ts';
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
  ...SCALE_OPTIONS,
  ...SEARCH_OPTIONS,
  snapshots: {
    ...SEARCH_OPTIONS.snapshots,
    describe:
      'Steps between two pictures of the search on its way [default: as many as give about 50 pictures, such as every 200 of 10,000 proposals, 4 of 200 updates, 98 visits of a pixel]',
  },
} as const;

type FilmOptions = Given<typeof OPTIONS>;

/** Throws a UserError of one line for options that do not go together. */
function assertOptions(options: FilmOptions): void {
  const { digit, model, only, set } = options;
  if (model === undefined) refuseScale(options, '--model beside it');
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

/** Whether the scores of a study's models hold; says how well its judges read its test images. */
async function checkStudy(study: Study, panel: WaitingPanel): Promise<boolean> {
  const { doScoresHold } = await import('../judging/judgesCheck.ts');
  const { ensureJudgesCheck } = await import('../models/judgesCheck.ts');
  const { loadDataset } = await import('../models/studyDataset.ts');
  const { printCheck } = await import('../report/describeCheck.ts');
  const check = await ensureJudgesCheck(study, await loadDataset(study), panel);
  printCheck(check, study.config.dataset);
  return doScoresHold(check);
}

/** The film of the model in `file`, after a line on how well it reads MNIST. */
async function orderModel(
  file: string,
  engine: Engine,
  options: FilmOptions,
  shown: { readonly digit: number; readonly config: SearchConfig },
): Promise<PlacedOrder> {
  const { orderOwnFilm } = await import('../film/orderFilm.ts');
  const { chooseObjective, findOutputs, openOwnSearch, readOwnModel } = await import('../models/ownModel.ts');
  const { readClasses } = await import('../models/ownClasses.ts');
  const { printModel, printReading } = await import('./ownModelReading.ts');
  const model = await readOwnModel(file, readScale(options));
  const own = await openOwnSearch(shown.config, engine);
  const outputs = await findOutputs(engine, model);
  readClasses(undefined, outputs.classes);
  printModel(model, outputs);
  await printReading(model, own);
  const searched = { searchable: model.searchable, starts: own.starts };
  const config = chooseObjective(shown.config, outputs.kind);
  return orderOwnFilm(options.artifacts, searched, { ...shown, config });
}

function readFilmSearch(options: FilmOptions): SearchConfig {
  const asked = readSearchOptions(options, { method: FILM_METHOD });
  return chooseFilmSearch(asked, options.snapshots === undefined ? undefined : asked.snapshots);
}

/** The files of a film. */
const WRITTEN = /^(film\.(json|gif|png)|sheet\.png|x\d+\.vf)$/;

/** Throws a UserError where the film would take the place of what it is made from, or lie among the results of a study. */
async function assertFilmApart({ model, out }: FilmOptions, config: SearchConfig): Promise<void> {
  if (out === undefined) return;
  const { locateModelFiles } = await import('../store/models/modelFiles.ts');
  const { assertNoInputsIn, assertOutsideResults } = await import('../store/outputs.ts');
  const ofModel = model === undefined ? [] : await locateModelFiles(model);
  assertNoInputsIn(out, ofModel.concat(findStartFile(config) ?? []), WRITTEN);
  await assertOutsideResults(out);
  const { exists } = await import('../store/files.ts');
  const { listFolder } = await import('../store/fileList.ts');
  const files = (await exists(out)) ? await listFolder(out, 'a folder') : [];
  const foreign = files.includes(FILM_RECORD) ? undefined : files.find((name) => WRITTEN.test(name));
  if (foreign === undefined) return;
  const got = `${foreign} without ${FILM_RECORD}`;
  throw expected('--out', 'a folder that is empty or has a film of ours', got, 'give another, or remove it');
}

/** A film of a study's model is made while no other command works on the study; one of a model in a file, on such films. */
async function makeFilmAlone(options: FilmOptions): Promise<void> {
  const config = readFilmSearch(options);
  await assertFilmApart(options, config);
  const { artifacts, model, out } = options;
  if (model === undefined) {
    return withNamedStudy('film', options, (study) => makeFilm(options, config, study));
  }
  const { locateOwnFilms } = await import('../film/orderFilm.ts');
  const study = await openNamedStudy(options);
  const make = () => makeFilm(options, config, study);
  // A folder of one's own may lie where no lock can be put beside it.
  return out === undefined ? withFolder('film', locateOwnFilms(artifacts), make) : make();
}

async function makeFilm(options: FilmOptions, config: SearchConfig, study: Study): Promise<void> {
  const { digit, model, only } = options;
  const { orderStudyFilm } = await import('../film/orderFilm.ts');
  const { provideFilms } = await import('../film/studyFilms.ts');
  const { assertPanelIntact, withPanel } = await import('../judging/frozenPanel.ts');
  const { NOT_COMPUTED } = await import('../store/results.ts');
  await assertPanelIntact(study.config);
  const ordered =
    model === undefined
      ? await orderStudyFilm(study, selectModels(study, only)[0]!, { digit, config })
      : await orderModel(model, study.engine, options, { digit, config });
  if (ordered.starts.remark !== null) console.error(ordered.starts.remark);
  const folder = options.out ?? ordered.folder;
  const { film, hidesScores } = await withPanel(study, async (panel) => {
    // Of a model in a file nobody knows which images it learnt from.
    const hidesScores = model === undefined && !(await checkStudy(study, panel));
    const [film] = await provideFilms(study, [{ ...ordered, folder, hidesScores }], panel);
    return { film: film!, hidesScores };
  });
  const { content, stale } = film;
  if (stale !== null && stale !== NOT_COMPUTED) console.log(`film made again: ${stale}`);
  const last = content.frames.at(-1)!;
  const frames = formatQuantity(content.frames.length, 'frame');
  const score = hidesScores ? '' : `, recognisability ${formatScore(last.score)} (whole image)`;
  console.log(
    `film: ${frames} ${stale === null ? 'found' : 'written'} in ${folder} (film.gif, film.png, sheet.png); ${config.objective} ${last.energy.toFixed(2)}${score} at the end`,
  );
}

export const command = defineCommand({
  script: 'pipeline/commands/film.ts',
  purpose:
    "Films a search: an animated GIF and PNG, a contact sheet, and each picture as xNNNN.vf. Unless told otherwise, the article's film of a 5 that emerges from noise. A film that is there is found, not made again.",
  options: OPTIONS,
  async run(options) {
    assertOptions(options);
    readScale(options);
    await makeFilmAlone(options);
  },
});

await runIfMain(import.meta, command);
