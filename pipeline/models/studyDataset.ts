/** The dataset step: prepares the study's images once, and gives them to the steps that need them. */
import {
  type Dataset,
  datasetIdentity,
  isDatasetCurrent,
  prepareDataset,
  readDataset,
} from '../store/datasetFolder.ts';
import { assertBatchesFit } from '../study/config.ts';
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
    await prepareDataset(config.dataset, folder.dataset, ({ train }) => assertBatchesFit(config, train));
  }
  return { data: await loadDataset(study), isNew: !isCurrent };
}

/** Reads the prepared dataset. Throws a UserError where it is missing or damaged, or a batch is larger than it. */
export async function loadDataset(study: Study): Promise<StudyData> {
  const data = await readDataset(study.folder.dataset);
  assertBatchesFit(study.config, data.record.counts.train);
  return { ...data, identity: datasetIdentity(data.record) };
}
