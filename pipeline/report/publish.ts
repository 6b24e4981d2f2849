/** The steps that write for people: tables, report, and the manifest that proves what was written. */
import { availableParallelism, cpus } from 'node:os';
import { basename, join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { finishExperiments } from '../experiments/gatherExperiments.ts';
import { filmCells } from '../film/studyFilms.ts';
import { withPanel } from '../judging/frozenPanel.ts';
import { scoreCells } from '../models/ideaScores.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { describeRatingsLeftOut, formatQuantity } from '../page/wording.ts';
import { listFiles } from '../store/fileList.ts';
import { removeFile, sha256File, writeFileAtomic, writeJson } from '../store/files.ts';
import type { StudyResults } from '../study/tables.ts';
import { readTimes } from '../sweep/computeModel.ts';
import { gatherResults } from './gatherResults.ts';
import { renderHtml, renderMarkdown } from './renderReport.ts';
import { counterfeitsCsv, hintsCsv, ideasCsv, modelsCsv } from './tablesCsv.ts';

/** Scores, tables, report and manifest, from whatever is finished. */
export async function publish(study: Study, data: StudyData): Promise<void> {
  await withPanel(study, async (panel) => {
    await scoreCells(study, data, panel);
    await finishExperiments(study, data, panel);
    await filmCells(study, data, panel);
  });
  const results = await gatherResults(study, data);
  await writeTables(study, results);
  await writeReport(study, results);
  await writeManifest(study);
  const { models, ideas, missing, ratingsLeftOut } = results;
  if (ratingsLeftOut !== undefined) console.error(describeRatingsLeftOut(ratingsLeftOut));
  const found = `${formatQuantity(models.length, 'model')}, ${formatQuantity(ideas.length, 'idea')}`;
  const open = missing.length > 0 ? `; ${formatQuantity(missing.length, 'cell')} missing` : '';
  console.log(`report: ${study.folder.reportHtml} (${found}${open})`);
}

/**
 * Writes models.csv, ideas.csv, hints.csv and counterfeits.csv where those were asked, and, apart because times differ
 * from run to run, times.csv.
 */
export async function writeTables(study: Study, results: StudyResults): Promise<void> {
  await writeFileAtomic(study.folder.models, modelsCsv(results.models));
  await writeFileAtomic(study.folder.ideas, ideasCsv(results.ideas));
  const { hintRows, counterfeitRows } = results;
  await writeOrRemove(study.folder.hints, hintRows.length > 0 ? hintsCsv(hintRows) : null);
  await writeOrRemove(
    study.folder.counterfeits,
    counterfeitRows.length > 0 ? counterfeitsCsv(counterfeitRows) : null,
  );
  const times = [];
  for (const { cell } of results.models) {
    const taken = await readTimes(study, cell);
    times.push({ cell: cell.name, train_seconds: taken?.trainSeconds, ideas_seconds: taken?.ideasSeconds });
  }
  const columns = ['cell', 'train_seconds', 'ideas_seconds'];
  await writeFileAtomic(study.folder.times, stringify(times, { header: true, columns }));
}

/** Writes a table, or removes what a former config left where there is none. */
async function writeOrRemove(path: string, text: string | null): Promise<void> {
  if (text === null) await removeFile(path);
  else await writeFileAtomic(path, text);
}

/** Writes report/index.html and report/report.md. */
export async function writeReport(study: Study, results: StudyResults): Promise<void> {
  await writeFileAtomic(study.folder.reportHtml, renderHtml(results));
  await writeFileAtomic(study.folder.reportMarkdown, renderMarkdown(results));
}

/**
 * Writes manifest.json: the environment, and the SHA-256 of every file of the study that the same config gives again,
 * which leaves out times, films, what people rated, the manifest itself and cells that are no longer in the grid.
 */
export async function writeManifest(study: Study): Promise<void> {
  const cells = new Set(study.cells.map((cell) => cell.name));
  const files: Record<string, string> = {};
  for (const path of await listFiles(study.folder.root)) {
    const [folder, cell] = path.split('/');
    const isForeign = folder === 'cells' && !cells.has(cell!);
    const isMadeByCommand = folder === 'rating' || folder === 'films';
    const isUnhashed = /^(manifest\.json|times\.(json|csv|svg))$/.test(basename(path));
    if (!isForeign && !isUnhashed && !isMadeByCommand)
      files[path] = await sha256File(join(study.folder.root, path));
  }
  await writeJson(study.folder.manifest, { environment: describeEnvironment(study), files });
}

function describeEnvironment(study: Study) {
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    engine: study.engine.name,
    runtime: study.engine.version,
    threadsPerModel: 1,
  };
}
