/** The dataset step: prepares the study's images once, and gives them to the steps that need them. */
import {
  type Dataset,
  datasetIdentity,
  isDatasetCurrent,
  prepareDataset,
  readDataset,
} from '../store/datasetFolder.ts';
import { assertFitsDataset } from '../study/gridRules.ts';
import type { Study } from './study.ts';

/** A dataset with the SHA-256 that stands for all of its images. */
export interface StudyData extends Dataset {
  readonly identity: string;
}

/** Prepares the dataset where it is missing or its source or settings changed; `isNew` tells which. */
export async function ensureDataset(study: Study): Promise<{ data: StudyData; isNew: boolean }> {
  const { config, folder } = study;
  const isCurrent = await isDatasetCurrent(folder.dataset, config.dataset);
  if (!isCurrent) {
    await prepareDataset(config.dataset, folder.dataset, ({ train }) => assertFitsDataset(config, train));
  }
  return { data: await loadDataset(study), isNew: !isCurrent };
}

/** Reads the prepared dataset. Throws a UserError where it is missing or damaged, or smaller than the grid needs. */
export async function loadDataset(study: Study): Promise<StudyData> {
  const data = await readDataset(study.folder.dataset);
  assertFitsDataset(study.config, data.record.counts.train);
  return { ...data, identity: datasetIdentity(data.record) };
}
