/** Which studies a lock of results can be made of: what is missing in one, nobody would miss in what is held against it. */
import { listAllModels, type Study } from '../models/study.ts';
import { assertTableOf } from '../report/tableModels.ts';
import { expected } from '../study/errors.ts';
import { WHOLE_STUDY } from './stages.ts';
import type { FoundStudy, StoredSummary } from './summariseStudy.ts';

/** Throws a UserError where the study is not finished, where its tables are of another grid, or where its files are not as they were written. */
export async function assertLockable(
  study: Study,
  { summary: { stages }, damaged, missing }: FoundStudy<Pick<StoredSummary, 'stages'>>,
): Promise<void> {
  const { root } = study.folder;
  const fault = damaged.length > 0 ? `${damaged[0]} changed` : missing.length > 0 && `none of ${missing[0]}`;
  if (fault !== false) {
    throw expected(root, 'files as they were written', fault, 'make sweep computes it again');
  }
  const open = listAllModels(study).find(
    ({ name }) => stages.scores[name]?.files['scores.json'] === undefined,
  );
  if (open !== undefined) {
    throw expected(root, 'a finished study', `no scores of ${open.name}`, 'make sweep finishes it');
  }
  if (stages.report[WHOLE_STUDY]?.files['report/index.html'] === undefined) {
    throw expected(root, 'a finished study', 'no report', 'make report writes it');
  }
  await assertTableOf(study, study.folder.table('models'), 'all');
}
