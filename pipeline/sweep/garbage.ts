/** What is left in a folder of artifacts that nobody needs any more: models that no config names, and what killed runs have left. */
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { listAllModels } from '../models/study.ts';
import { readKeptConfig, readStudyConfig } from '../store/configFile.ts';
import { listFolder } from '../store/fileList.ts';
import { exists } from '../store/files.ts';
import { measure } from '../store/folderSize.ts';
import { listLeftOvers } from '../store/leftOvers.ts';
import { MODEL_FILES } from '../store/models/storedModel.ts';
import { openStudyFolder, type StudyFolder } from '../store/studyFolder.ts';
import type { StudyConfig } from '../study/config.ts';
import { UserError } from '../study/errors.ts';
import { listStudyModels } from '../study/givenModels.ts';
import { listSideModels } from '../study/sideModels.ts';

/** Something that nobody needs. */
export interface Garbage {
  readonly path: string;
  readonly bytes: number;
  /** Why nobody needs it. */
  readonly reason: string;
}

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** The configs in a folder of configs; none where there is no such folder. Throws a UserError where one cannot be read. */
export async function readConfigs(folder: string): Promise<readonly StudyConfig[]> {
  if (!(await exists(folder))) return [];
  const names = (await listFolder(folder, 'a folder of configs')).filter((name) => name.endsWith('.yaml'));
  return Promise.all(names.sort().map((name) => readStudyConfig(join(folder, name), [])));
}

/** The studies in a folder of artifacts: whose config was kept. */
export async function listStudies(artifacts: string): Promise<string[]> {
  if (!(await exists(artifacts))) return [];
  const names = (await listFolder(artifacts, 'a folder of studies')).sort();
  const studies: string[] = [];
  for (const name of names) {
    if (!name.startsWith('.') && (await exists(openStudyFolder(artifacts, name).config))) studies.push(name);
  }
  return studies;
}

/** Why the config that the study in `artifacts/NAME` was made with cannot be read; null where it can. */
export async function findWhyUnreadable(artifacts: string, name: string): Promise<string | null> {
  try {
    await readKeptConfig(openStudyFolder(artifacts, name).config);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/**
 * What nobody needs of the study in `artifacts/NAME`. Needed is every model of the config that it was last computed with, and of
 * each of `configs` that has its name. Throws a UserError where its config cannot be read.
 */
export async function findGarbage(
  artifacts: string,
  name: string,
  configs: readonly StudyConfig[],
): Promise<Garbage[]> {
  const folder = openStudyFolder(artifacts, name);
  const made = await readKeptConfig(folder.config);
  if (made === null) return [];
  const wanted = new Set([made, ...configs.filter((config) => config.name === name)].flatMap(listNames));
  const isForeign = (model: string) => !wanted.has(model) && !model.startsWith('.');
  const foreign = async (of: string, ending = '') =>
    (await exists(of))
      ? (await listFolder(of, 'a folder'))
          .filter((one) => isForeign(basename(one, ending)))
          .map((one) => join(of, one))
      : [];
  const reason = 'no config names this model';
  const garbage = [
    ...(await weigh(await keepComputed(await foreign(folder.models), folder), reason)),
    ...(await weigh(await foreign(folder.films), reason)),
    ...(await weigh(await foreign(folder.failures, '.json'), reason)),
    ...(await weigh(await listLeftOvers(folder.root), 'half-written by a run that was killed')),
  ];
  const paths = new Set(garbage.map(({ path }) => path));
  return garbage.filter(({ path }) => !isBelowOne(path, paths));
}

/** Whether one of the folders above `path` is among `paths`. */
function isBelowOne(path: string, paths: ReadonlySet<string>): boolean {
  const above = dirname(path);
  return above !== path && (paths.has(above) || isBelowOne(above, paths));
}

/** Those of the folders in which something was computed: what else somebody keeps there is not ours. */
async function keepComputed(paths: readonly string[], folder: StudyFolder): Promise<string[]> {
  const kept: string[] = [];
  for (const path of paths) {
    const { training, ideas, scores } = folder.model(basename(path));
    const files = [training, ideas, scores, ...MODEL_FILES.map((name) => join(path, name))];
    const found = await Promise.all(files.map(exists));
    if (found.includes(true)) kept.push(path);
  }
  return kept;
}

function listNames(config: StudyConfig): string[] {
  const models = { models: listStudyModels(config), sideModels: listSideModels(config) };
  return listAllModels(models).map(({ name }) => name);
}

/** Temporary folders of ours (store/temporaryFolder.ts) in which nothing was written for a week: their processes were killed. */
export async function findTemporaryFolders(now: number, folder = tmpdir()): Promise<Garbage[]> {
  const names = (await listFolder(folder, 'the folder for temporary files')).filter((name) =>
    /^digit-ideas-[A-Za-z0-9]{6}$/.test(name),
  );
  const garbage: Garbage[] = [];
  for (const path of names.sort().map((name) => join(folder, name))) {
    const measured = await measure(path);
    if (measured === null || now - measured.written < WEEK) continue;
    garbage.push({ path, bytes: measured.bytes, reason: 'left by a run that was killed' });
  }
  return garbage;
}

async function weigh(paths: readonly string[], reason: string): Promise<Garbage[]> {
  const garbage: Garbage[] = [];
  for (const path of [...paths].sort()) {
    const measured = await measure(path);
    if (measured !== null) garbage.push({ path, bytes: measured.bytes, reason });
  }
  return garbage;
}
