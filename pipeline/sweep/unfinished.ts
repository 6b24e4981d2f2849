/** What a sweep says where it ends with models that are not finished: it never calls that a success. */
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import type { Published } from '../report/publish.ts';
import type { StudyResults } from '../report/studyResults.ts';
import { findNeed } from './computeModel.ts';

/** A model that is not finished, and why. */
export type UnfinishedModel = StudyResults['missing'][number];

/** What is missing after all was computed and published: of the models, and of the experiments on them. */
export async function listUnfinished(
  study: Study,
  data: StudyData,
  { searched, missing }: Published,
): Promise<UnfinishedModel[]> {
  const unfinished = [...missing];
  for (const one of searched) {
    const need = await findNeed(study, { ...one, missing: null }, data);
    if (need !== null) unfinished.push({ model: one.model.name, reason: need.reason });
  }
  return unfinished;
}

/**
 * Says which models are not finished though none has failed: something else has touched their files meanwhile. Gives the exit
 * code: 0 where all are.
 */
export function reportUnfinished(unfinished: readonly UnfinishedModel[]): number {
  const [first] = unfinished;
  if (first === undefined) return 0;
  const others = unfinished.length === 1 ? '' : `, and ${unfinished.length - 1} more`;
  const models = formatQuantity(unfinished.length, 'model');
  console.error(
    `${models} not finished, though computed: ${first.model}: ${first.reason}${others}; something else has changed files of this study meanwhile: run the same command again`,
  );
  return 2;
}
