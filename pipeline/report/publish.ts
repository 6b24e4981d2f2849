/** The steps that write for people: tables, report, and the manifest that proves what was written. */
import { gatherAtlas } from '../atlas/gatherEntries.ts';
import { finishExperiments } from '../experiments/listExperiments.ts';
import { filmModels } from '../film/studyFilms.ts';
import { withPanel } from '../judging/frozenPanel.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { dropCheckpointParameters } from '../models/checkpoints.ts';
import { scoreModels } from '../models/ideaScores.ts';
import { ensureJudgesCheck } from '../models/judgesCheck.ts';
import { keepSearched, type ModelState, readModelStates, type SearchedModel } from '../models/modelState.ts';
import { type ModelTimes, readTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { writeAscii } from '../page/ascii.ts';
import { describeRatingsLeftOut, formatQuantity } from '../page/wording.ts';
import { gatherPlayground } from '../playground/gatherPlayground.ts';
import { encodeCsv } from '../store/csv.ts';
import { removeFile, writeFileAtomic, writeJson } from '../store/files.ts';
import { listTables, TABLES, type TableName } from '../store/studyFolder.ts';
import { isGivenStudy, listStudyAxes } from '../study/givenModels.ts';
import { isSideModel, keepOfGrid, listTableAxes } from '../study/sideModels.ts';
import type { Carried } from './carried.ts';
import { checkpointsCsv } from './checkpointsCsv.ts';
import { printCheck } from './describeCheck.ts';
import { gatherResults } from './gatherResults.ts';
import { localiseReport, type WrittenReport } from './localise.ts';
import { writeManifest } from './manifest.ts';
import { renderHtml } from './renderReport.ts';
import { renderMarkdown } from './reportMarkdown.ts';
import { keepShown } from './sampleModels.ts';
import type { StudyResults } from './studyResults.ts';
import { contrastsCsv, experimentCsvs, ideasCsv, modelsCsv } from './tablesCsv.ts';
import { listVerdicts } from './verdicts.ts';

/** What was published of a study's models, and which are not finished, each with the reason. */
export interface Published {
  readonly searched: readonly SearchedModel[];
  readonly missing: StudyResults['missing'];
}

/** Scores, tables, report and manifest, from whatever is finished. */
export async function publish(study: Study, data: StudyData): Promise<Published> {
  const states = await readModelStates(study, data);
  const searched = keepSearched(states);
  // A sweep that was interrupted may have left some of models that are finished.
  for (const { model } of searched) await dropCheckpointParameters(study, model);
  await withPanel(study, async (panel) => {
    const check = await ensureJudgesCheck(study, data, panel);
    await scoreModels(study, data, searched, panel);
    await finishExperiments({ study, data, searched: keepOfGrid(searched), panel });
    await filmModels(study, keepOfGrid(states), panel, !doScoresHold(check));
  });
  const { missing, ratingsLeftOut, check, models, ideas } = await writeResults(study, data, states);
  await writeManifest(study);
  printCheck(check, study.config.dataset);
  if (ratingsLeftOut !== undefined) console.error(describeRatingsLeftOut(ratingsLeftOut));
  const found = `${formatQuantity(models, 'model')}, ${formatQuantity(ideas, 'idea')}`;
  const open = missing.length > 0 ? `; ${formatQuantity(missing.length, 'model')} missing` : '';
  console.log(`report: ${study.folder.reportHtml} (${found}${open})`);
  return { searched, missing };
}

/** Writes tables and report, and gives what is told of them: of very many models the rest is let go before the next step. */
async function writeResults(study: Study, data: StudyData, states: readonly ModelState[]) {
  const results = await gatherResults(study, data, states);
  await writeTables(study, results);
  // A playground carries MLPs alone, and what is given may be anything.
  const playground = isGivenStudy(study.config)
    ? null
    : await gatherPlayground({
        ...{ study, data, searched: keepOfGrid(keepSearched(states)) },
        areJudgesFit: doScoresHold(results.check),
      });
  const grid = (results.checkpoints ?? []).filter(({ model }) => !isSideModel(model));
  const updates = new Map(results.models.map((row) => [row.model.name, row.updates]));
  const atlas = await gatherAtlas({
    ...{ train: data.train, showsScores: doScoresHold(results.check) },
    ideas: keepShown(results.ideas, results.sample),
    checkpoints: keepShown(grid, results.sample),
    updatesOf: ({ name }) => updates.get(name)!,
  });
  await writeReport(study, results, { playground, atlas });
  const { models, ideas } = withSideRows(results);
  const { missing, ratingsLeftOut, check } = results;
  return { missing, ratingsLeftOut, check, models: models.length, ideas: ideas.length };
}

/**
 * Writes models.csv, ideas.csv, checkpoints.csv where the study has checkpoints, contrasts.csv where scores hold and every cell
 * has a model, the tables of the experiments that were done, and, apart because times differ from run to run, times.csv; and
 * verdicts.json, the conclusions.
 */
export async function writeTables(study: Study, results: StudyResults): Promise<void> {
  const all = withSideRows(results);
  const axes = listTableAxes(study.config);
  const tables: Partial<Record<TableName, string | Iterable<string>>> = {
    models: modelsCsv(all, axes),
    ideas: ideasCsv(all, axes),
    ...(results.checkpoints && { checkpoints: checkpointsCsv(results.checkpoints, results.check, axes) }),
    ...(results.conclusions.length > 0 && doScoresHold(results.check)
      ? { contrasts: contrastsCsv(results.conclusions) }
      : {}),
    ...experimentCsvs(results.parts, listStudyAxes(study.config)),
    times: await timesCsv(study, all),
  };
  // A former config may have left a table that this one does not have.
  for (const name of await listTables(study.folder.root))
    if (!(name in tables)) await removeFile(study.folder.table(name));
  for (const name of TABLES) {
    const text = tables[name];
    if (text !== undefined) await writeFileAtomic(study.folder.table(name), text);
  }
  await writeJson(study.folder.verdicts, listVerdicts(results));
}

/** The results with the rows of models beside the grid after those of the grid. */
export function withSideRows(results: StudyResults): StudyResults {
  const { models, ideas, sideModels } = results;
  return {
    ...results,
    models: [...models, ...sideModels.map(({ row }) => row)],
    ideas: [...ideas, ...sideModels.flatMap((one) => one.ideas)],
  };
}

async function timesCsv(study: Study, { models }: StudyResults): Promise<string> {
  const rows: (Partial<ModelTimes> & { readonly name: string })[] = [];
  for (const { model } of models) rows.push({ name: model.name, ...(await readTimes(study, model)) });
  return encodeCsv(rows, [
    ['model', ({ name }) => name],
    ['train_seconds', ({ trainSeconds }) => trainSeconds ?? null],
    ['ideas_seconds', ({ ideasSeconds }) => ideasSeconds ?? null],
  ]);
}

/** Writes report/index.html and report/report.md. */
export async function writeReport(study: Study, results: StudyResults, carried: Carried = {}): Promise<void> {
  const [page, markdown] = [renderHtml(results, carried), renderMarkdown(results)];
  const own = await translateReport(results, { page, markdown });
  await writeFileAtomic(study.folder.reportHtml, writeAscii(own.page));
  await writeFileAtomic(study.folder.reportMarkdown, own.markdown);
}

/** The report in the language of its config; what stays in English is told on standard error. */
async function translateReport(results: StudyResults, written: WrittenReport): Promise<WrittenReport> {
  const { language = 'en' } = results.config.report ?? {};
  if (language === 'en') return written;
  const { missing, ...own } = await localiseReport(language, { ...written, results });
  if (missing.length > 0) {
    console.error(
      `report: ${formatQuantity(missing.length, 'text')} left in English, such as '${missing[0]}'`,
    );
  }
  return own;
}
