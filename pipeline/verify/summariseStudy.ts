/** Reads from a study's folder what is compared of it. Nothing is computed, and nothing is written. */
import { basename, dirname, join, posix } from 'node:path';
import { z } from 'zod';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import type { Study } from '../models/study.ts';
import { describeEnvironment, hashArtifacts } from '../report/manifest.ts';
import { isResultRecord } from '../report/origins.ts';
import { studyVerdicts } from '../report/verdicts.ts';
import { exists, readBytes, readJson } from '../store/files.ts';
import { digestModel } from '../store/models/modelFiles.ts';
import { packImages } from '../store/packedImages.ts';
import { readPlainTable } from '../store/plainTable.ts';
import { openRecord, readRecordOfAnyVersion } from '../store/recordFile.ts';
import { type CheckedRecords, checkRecords } from '../store/results.ts';
import { decodeVf } from '../store/vf.ts';
import { UserError } from '../study/errors.ts';
import { isGivenModel } from '../study/givenModels.ts';
import { flattenConfig } from '../study/lockedConfig.ts';
import { datasetRecord, givenRecord } from '../study/records.ts';
import type { OtherPictures } from './compare.ts';
import { readNumbers } from './numbers.ts';
import { givenArtifact, placeArtifact, STAGES, type StageName } from './stages.ts';
import type { Entry, StudySummary } from './summary.ts';

/** A summary in the making. */
type Stages = Record<StageName, Record<string, Entry>>;

/** What there is of a study, and which of its files are not as they were written. */
export interface FoundStudy<Summary = StudySummary> {
  readonly summary: Summary;
  readonly damaged: readonly string[];
  /** Files that records tell of and that are gone. */
  readonly missing: readonly string[];
  /** Those of ideas that are not as their records say; what is as it was written need not be told. */
  readonly pictures: OtherPictures;
}

/** The part of a study that its results are read by. */
export type StudyFiles = Pick<Study, 'config' | 'folder' | 'models' | 'sideModels'>;

/** What a study's folder alone tells of it. */
export type StoredSummary = Pick<StudySummary, 'config' | 'stages' | 'conclusions'>;

/**
 * Reads the study. The environment is that of this command, the version of scores that of the judges that are there, and given
 * models are as their files are now, where they are there: whoever changed one has another study than the folder holds.
 */
export async function summariseStudy(study: Study): Promise<FoundStudy> {
  const { summary, damaged, ...found } = await readStudyFolder(study);
  const changed = await takeChangedModels(study, summary.stages);
  const { version } = await readFrozenPanel(study.config.judging.judges);
  const environment = await describeEnvironment(study);
  return {
    summary: { ...summary, scoreVersion: version, environment },
    damaged: [...damaged, ...changed],
    ...found,
  };
}

/** Reads what the study's folder holds. */
export async function readStudyFolder(study: StudyFiles): Promise<FoundStudy<StoredSummary>> {
  const { config, folder } = study;
  const files = await hashArtifacts(study);
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, {}])) as Stages;
  addFiles(stages, files);
  await addGivenFiles(stages, study);
  const unreadable = await addNumbers(stages, study, Object.keys(files));
  await addImages(stages, study);
  const { engine: _, ...settings } = config;
  const records = Object.keys(files).filter(isResultRecord);
  const checked = await checkRecords(folder.root, files, records);
  const dataset = await checkDataset(study, files);
  const conclusions = await readConclusions(study);
  if (conclusions === null) unreadable.push(basename(folder.verdicts));
  return {
    summary: { config: flattenConfig(settings), stages, conclusions: conclusions ?? {} },
    damaged: [...checked.damaged, ...dataset.damaged, ...unreadable],
    missing: [...dataset.missing, ...checked.missing],
    pictures: findOtherPictures(files, checked),
  };
}

/** Pictures of ideas are left out: what they show is in the .vf beside them, and their digests in the record, to which they are held. */
function addFiles(stages: Stages, files: Readonly<Record<string, string>>): void {
  for (const [path, digest] of Object.entries(files)) {
    if (isPicture(path, files)) continue;
    const { stage, model, artifact } = placeArtifact(path);
    entryOf(stages, stage, model).files[artifact] = digest;
  }
}

/** Whether `path` is a picture of what is in one of `files`. */
function isPicture(path: string, files: Readonly<Record<string, string>>): boolean {
  return path.endsWith('.png') && files[path.replace(/png$/, 'vf')] !== undefined;
}

/** Pictures of ideas that are not as the records of the ideas say. */
function findOtherPictures(
  files: Readonly<Record<string, string>>,
  { intact }: Pick<CheckedRecords, 'intact'>,
): OtherPictures {
  const pictures: Record<string, string | null> = {};
  for (const [record, { sha256 }] of intact) {
    for (const name of Object.keys(sha256).filter((one) => isPicture(one, sha256))) {
      const path = posix.join(posix.dirname(record), name);
      if (files[path] !== sha256[name]) pictures[path] = files[path] ?? null;
    }
  }
  return pictures;
}

/** The files of given models, as they were when they were taken in. */
async function addGivenFiles(stages: Stages, { models, folder }: StudyFiles): Promise<void> {
  for (const { name } of models.filter(isGivenModel)) {
    const path = folder.model(name).training;
    if (!(await exists(path))) continue;
    const { fields, fault } = await openRecord(path);
    const taken = takenIn.safeParse(fields);
    if (fault !== null || !taken.success) continue;
    for (const file of taken.data.content.given.files) {
      entryOf(stages, 'training', name).files[givenArtifact(file.path)] = file.sha256;
    }
  }
}

const takenIn = z.looseObject({
  content: z.looseObject({ given: givenRecord.pick({ files: true }).loose() }),
});

/** Has the stages say what given models' files are now; gives the paths of those that have changed since they were taken in. */
async function takeChangedModels({ models }: Study, stages: StoredSummary['stages']): Promise<string[]> {
  const changed: string[] = [];
  for (const { name, given } of models.filter(isGivenModel)) {
    const files = stages.training[name]?.files;
    if (files === undefined || !(await exists(given.file))) continue;
    for (const { path, sha256 } of await digestModel(given.file)) {
      const artifact = givenArtifact(path);
      if (files[artifact] === sha256) continue;
      files[artifact] = sha256;
      changed.push(join(dirname(given.file), path));
    }
  }
  return changed;
}

function entryOf(stages: Stages, stage: StageName, model: string): Entry {
  stages[stage][model] ??= { files: {} };
  return stages[stage][model];
}

/** Gives the tables that cannot be read, of which there are no numbers. */
async function addNumbers(
  stages: Stages,
  { folder }: StudyFiles,
  paths: readonly string[],
): Promise<string[]> {
  const unreadable: string[] = [];
  for (const path of paths.filter((one) => /^[^/]+\.csv$/.test(one))) {
    const rows = await orNull(readPlainTable(join(folder.root, path)));
    if (rows === null) unreadable.push(path);
    for (const { stage, model, name, value } of readNumbers(basename(path, '.csv'), rows ?? [])) {
      const entry = entryOf(stages, stage, model);
      entry.numbers = { ...entry.numbers, [name]: value };
    }
  }
  return unreadable;
}

/** The images of the grid's first seed and of the first start, where they are ink and no ink: more would make no small lock. */
async function addImages(stages: Stages, { models, config, folder }: StudyFiles): Promise<void> {
  const [firstSeed] = config.grid.seeds;
  for (const { name } of models.filter(({ seed }) => seed === firstSeed)) {
    const entry = stages.ideas[name];
    const names = Object.keys(entry?.files ?? {}).filter((file) => /^ideas\/idea_\d\.vf$/.test(file));
    for (const file of names) {
      const image = await readImage(join(folder.model(name).root, file));
      if (image?.every((value) => value === 0 || value === 1)) {
        const bits = Buffer.from(packImages([image])).toString('base64');
        entry!.images = { ...entry!.images, [file]: bits };
      }
    }
  }
}

/** The image [784] of a .vf file; null where the file holds none. */
export function readImage(path: string): Promise<Float32Array | null> {
  return orNull(readBytes(path).then((bytes) => decodeVf(bytes, path)));
}

/** What is read; null where it is missing or damaged, which its digest tells. */
async function orNull<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Which files of the dataset are not as its record says, and which of them are gone. */
async function checkDataset(
  { folder }: StudyFiles,
  files: Readonly<Record<string, string>>,
): Promise<Pick<CheckedRecords, 'damaged' | 'missing'>> {
  const path = join(folder.dataset, 'dataset.json');
  if (!(await exists(path))) return { damaged: [], missing: [] };
  const record = await orNull(readRecordOfAnyVersion(path, datasetRecord, 'run make sweep again'));
  if (record === null) return { damaged: ['dataset/dataset.json'], missing: [] };
  const own = Object.entries(record.sha256).map(([name, digest]) => [`dataset/${name}`, digest] as const);
  const others = own.filter(([file, digest]) => files[file] !== digest).map(([file]) => file);
  const isThere = (file: string) => files[file] !== undefined;
  return { damaged: others.filter(isThere), missing: others.filter((file) => !isThere(file)) };
}

/** The conclusions by what they are about; none where the study has none yet, and null where they cannot be read. */
async function readConclusions({ folder }: StudyFiles): Promise<Record<string, string> | null> {
  if (!(await exists(folder.verdicts))) return {};
  const verdicts = await orNull(readJson(folder.verdicts, studyVerdicts, 'make report writes it anew'));
  return verdicts && { ...verdicts.contrasts, ...verdicts.findings };
}
