/** The images of a study, from code. */
import { type Dataset, makeDataset } from '../store/datasetFolder.ts';
import { type DatasetConfig, studySchema } from '../study/config.ts';
import { parseKeys } from './parseKeys.ts';

/**
 * Images [n, 784] as bytes with their labels [n], in memory: MNIST's 60,000 to train and 10,000 to test with, or what the keys
 * of a config's `dataset` say (docs/running.md). The same keys give the same images. Throws a UserError for keys that are
 * wrong, and where the source is missing or damaged.
 */
export async function readDataset(config: Partial<DatasetConfig> = {}): Promise<Dataset> {
  return makeDataset(parseKeys(studySchema.shape.dataset, config, 'dataset'));
}
