/** A finished study in the forms that other tools read: tables with their README, figures, and TensorBoard's event files. */
import { join } from 'node:path';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { assertIdle, assertSameConfig } from '../models/claimStudy.ts';
import type { Study } from '../models/study.ts';
import { loadDataset } from '../models/studyDataset.ts';
import { gatherResults } from '../report/gatherResults.ts';
import { assertAsReported } from '../report/manifest.ts';
import { readSourceDate } from '../report/provenance.ts';
import { renderHtml } from '../report/renderReport.ts';
import type { StudyResults } from '../report/studyResults.ts';
import { assertTableCurrent, assertTableOf } from '../report/tableModels.ts';
import { encodeEvents } from '../store/eventFile.ts';
import { exists, readBytes, writeFileAtomic } from '../store/files.ts';
import { assertOutsideStudies, assertOutsideStudy } from '../store/outputs.ts';
import { listTables, type TableName } from '../store/studyFolder.ts';
import { encodePicture, openTypesetter } from '../store/typeset.ts';
import { expected } from '../study/errors.ts';
import { listFigures, renderFiguresReadme } from './figures.ts';
import {
  assertOwnExport,
  removeFormerEvents,
  removeFormerFigures,
  removeFormerTables,
} from './formerExport.ts';
import { type ExportedTable, renderTablesReadme } from './tablesReadme.ts';
import { listCheckpointEvents, listEpochEvents } from './trainingEvents.ts';

/** How many there are of each. */
export interface Exported {
  readonly tables: number;
  readonly figures: number;
  readonly eventFiles: number;
}

/** The folders below that which a study is exported to. */
const FOLDERS = ['tables', 'figures', 'tensorboard'];

/** Pixels of a PNG for one of its figure. */
const PNG_SCALE = 2;

/**
 * Writes `tables/`, `figures/` and `tensorboard/` below `out`. Throws a UserError where `out` lies in a study or has the export of
 * another one, where the study was made with another config or a command works on it, and where its tables are not written yet, have been
 * changed since, or are of another grid or of other models than are finished. The same study gives the same bytes: events have the time of
 * SOURCE_DATE_EPOCH, and 0 where it is not set.
 */
export async function exportStudy(study: Study, out: string): Promise<Exported> {
  const seconds =
    Date.parse(readSourceDate(process.env.SOURCE_DATE_EPOCH) ?? new Date(0).toISOString()) / 1000;
  assertOutsideStudy(out, study.folder.root, FOLDERS);
  await assertOutsideStudies(out, FOLDERS);
  await assertOwnExport(out, study.config.name);
  await assertIdle(study);
  await assertSameConfig(study);
  const tables = await readTables(study);
  const models = study.folder.table('models');
  await assertTableOf(study, models, 'all');
  const results = await gatherResults(study, await loadDataset(study));
  await assertTableCurrent(models, results);
  await removeFormerTables(
    out,
    tables.map(({ name }) => name),
  );
  for (const { name, text } of tables) await writeFileAtomic(join(out, 'tables', `${name}.csv`), text);
  await writeFileAtomic(join(out, 'tables', 'README.md'), renderTablesReadme(study.config.name, tables));
  const figures = await writeFigures(results, out);
  const eventFiles = await writeEvents(results, join(out, 'tensorboard'), seconds);
  return { tables: tables.length, figures, eventFiles };
}

async function readTables(study: Study): Promise<ExportedTable[]> {
  const { folder } = study;
  if (!(await exists(folder.table('models')))) {
    const nextStep = 'make report writes them, or make sweep where nothing is computed yet';
    throw expected('export', `a study whose tables are in ${folder.root}`, 'none', nextStep);
  }
  const names = await listTables(folder.root);
  const read = async (name: TableName) => ({ name, bytes: await readBytes(folder.table(name)) });
  const tables = await Promise.all(names.map(read));
  await assertAsReported(study, new Map(tables.map(({ name, bytes }) => [`${name}.csv`, bytes])));
  return tables.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString('utf8') }));
}

async function writeFigures(results: StudyResults, out: string): Promise<number> {
  const figures = listFigures(renderHtml(results));
  await removeFormerFigures(
    out,
    figures.map(({ name }) => name),
  );
  const typeset = await openTypesetter();
  const folder = join(out, 'figures');
  for (const { name, svg } of figures) {
    await writeFileAtomic(join(folder, `${name}.svg`), svg);
    await writeFileAtomic(join(folder, `${name}.png`), encodePicture(typeset(svg, PNG_SCALE)));
  }
  await writeFileAtomic(join(folder, 'README.md'), renderFiguresReadme(results.config.name, figures));
  return figures.length;
}

/** An event file for every model, the grid's and those beside it: TensorBoard shows a folder as a run. */
async function writeEvents(results: StudyResults, folder: string, seconds: number): Promise<number> {
  const showsScores = doScoresHold(results.check);
  const checkpoints = new Map(results.checkpoints?.map(({ model, checkpoints: own }) => [model.name, own]));
  const names = [...new Set([...Object.keys(results.training), ...checkpoints.keys()])];
  for (const name of names) {
    const events = [
      ...listEpochEvents(results.training[name] ?? []),
      ...listCheckpointEvents(checkpoints.get(name) ?? [], showsScores),
    ].sort((a, b) => a.step - b.step);
    const file = `events.out.tfevents.${String(seconds).padStart(10, '0')}.digit-ideas`;
    await removeFormerEvents(join(folder, name), file);
    await writeFileAtomic(join(folder, name, file), encodeEvents(events, seconds));
  }
  return names.length;
}
