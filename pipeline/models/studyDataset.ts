/** The dataset step: prepares the study's images once, and gives them to the steps that need them. */
import {
  type Dataset,
  datasetIdentity,
  findDataset,
  findDatasetFault,
  hasDataset,
  makeDataset,
  readDataset,
  writeDataset,
} from '../store/datasetFolder.ts';
import { assertFitsDataset } from '../study/gridRules.ts';
import type { Study } from './study.ts';

/** A dataset with the SHA-256 that stands for all of its images. */
export interface StudyData extends Dataset {
  readonly identity: string;
}

/** The dataset of a study, prepared. */
export interface PreparedDataset {
  readonly data: StudyData;
  /** Whether it was prepared just now. */
  readonly isNew: boolean;
  /** Why another one was there that is replaced; null where none was. */
  readonly fault: string | null;
}

/** Prepares the dataset where it is missing or damaged, or its source or settings changed. */
export async function ensureDataset(study: Study): Promise<PreparedDataset> {
  const { config, folder } = study;
  const { data, isNew } = await findOrMake(study);
  if (!isNew) return { data, isNew, fault: null };
  const fault = await findDatasetFault(folder.dataset, config.dataset);
  await writeDataset(folder.dataset, data);
  return { data, isNew, fault };
}

/**
 * The dataset for looking only: the prepared one where it is that of the config, else one that is made in memory. Nothing is
 * written.
 */
export async function viewDataset(study: Study): Promise<StudyData> {
  return (await findOrMake(study)).data;
}

/**
 * Reads the prepared dataset. Throws a UserError where it is missing, damaged or of another config, or smaller than the
 * grid needs.
 */
export async function loadDataset(study: Study): Promise<StudyData> {
  return identify(study, await readDataset(study.folder.dataset, study.config.dataset));
}

/** Reads the prepared dataset, as {@link loadDataset} does, or prepares it where there is none at all. */
export async function loadOrPrepareDataset(study: Study): Promise<StudyData> {
  const isThere = await hasDataset(study.folder.dataset);
  return isThere ? loadDataset(study) : (await ensureDataset(study)).data;
}

async function findOrMake(study: Study): Promise<{ data: StudyData; isNew: boolean }> {
  const { config, folder } = study;
  const found = await findDataset(folder.dataset, config.dataset);
  const data = identify(study, found ?? (await makeDataset(config.dataset)));
  return { data, isNew: found === null };
}

function identify({ config }: Study, dataset: Dataset): StudyData {
  assertFitsDataset(config, dataset.record.counts.train);
  return { ...dataset, identity: datasetIdentity(dataset.record) };
}
