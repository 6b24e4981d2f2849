/** The models that a study's table has rows of, held against those that are asked for: a table is of the grid that wrote it. */
import { listAllModels, type Study } from '../models/study.ts';
import { readKeptConfig } from '../store/configFile.ts';
import { readTable } from '../store/csvFile.ts';
import { expected } from '../study/errors.ts';
import { listStudyModels } from '../study/givenModels.ts';
import { listSideModels } from '../study/sideModels.ts';
import { isOfGrid } from './ideaTable.ts';
import type { StudyResults } from './studyResults.ts';

/** Which models of a table are looked at: those of the grid, or also those beside it. */
type Looked = 'grid' | 'all';

/** The names of the models in a table. Throws a UserError where it is none. */
async function listTableModels(path: string, looked: Looked): Promise<Set<string>> {
  const { rows } = await readTable(path, ['model'], ['part']);
  const kept = looked === 'all' ? rows : rows.filter(isOfGrid);
  return new Set(kept.map(({ fields }) => fields.model!));
}

/**
 * Throws a UserError where the table at `path` is of another grid than the one that is asked for. It may lack models that the
 * study's kept config has as well: those are not finished.
 */
export async function assertTableOf(study: Study, path: string, looked: Looked): Promise<void> {
  const found = await listTableModels(path, looked);
  const asked = nameAll(study, looked);
  const stray = [...found].find((name) => !asked.has(name));
  if (stray !== undefined) throw refuse(path, `${stray}, which is not of it`);
  const lacking = [...asked].filter((name) => !found.has(name));
  if (lacking.length === 0) return;
  const kept = await readKeptConfig(study.folder.config);
  const known =
    kept === null
      ? new Set<string>()
      : nameAll({ models: listStudyModels(kept), sideModels: listSideModels(kept) }, looked);
  const added = lacking.find((name) => !known.has(name));
  if (added !== undefined) throw refuse(path, `none of ${added}, which is of it`);
}

/** Throws a UserError where the table at `path` was written when other models were finished than those of `results`. */
export async function assertTableCurrent(
  path: string,
  { models, sideModels }: Pick<StudyResults, 'models' | 'sideModels'>,
): Promise<void> {
  const rows = [...models, ...sideModels.map(({ row }) => row)];
  const finished = new Set(rows.map(({ model }) => model.name));
  const found = await listTableModels(path, 'all');
  const added = [...finished].find((name) => !found.has(name));
  const lost = [...found].find((name) => !finished.has(name));
  if (added === undefined && lost === undefined) return;
  const got = added === undefined ? `${lost}, which is not` : `none of ${added}`;
  throw expected(path, 'the models that are finished now', got, 'run make report first');
}

function nameAll(study: Pick<Study, 'models' | 'sideModels'>, looked: Looked): Set<string> {
  const models = looked === 'all' ? listAllModels(study) : study.models;
  return new Set(models.map(({ name }) => name));
}

function refuse(path: string, got: string): Error {
  const nextStep = 'run make report first, or make sweep where models are still to be computed';
  return expected(path, 'the models of the grid that is asked for', got, nextStep);
}
