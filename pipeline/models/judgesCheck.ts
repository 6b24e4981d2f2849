/** How well a study's judges read its own test images: found where it is known, or measured once and written. */
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import { checkJudges } from '../judging/judgesCheck.ts';
import { findResult, type Lookup, writeResult } from '../store/results.ts';
import type { Inputs } from '../study/inputs.ts';
import { type JudgesCheck, judgesCheck } from '../study/records.ts';
import type { Study } from './study.ts';
import { findOutdated, keyOf } from './studyCache.ts';
import type { StudyData } from './studyDataset.ts';

/** The format of the record; a changed check is told by the cache key (studyCache.ts). */
const CHECK_REVISION = 1;
const STAGE = 'check of the judges';

function checkInputs(study: Study, datasetIdentity: string, version: string): Inputs {
  return {
    dataset: datasetIdentity,
    score_version: version,
    runtime: study.engine.version,
    revision: CHECK_REVISION,
  };
}

/** The check of the panel `version`, or why it has to be done. */
export function findJudgesCheck(
  study: Study,
  { identity }: Pick<StudyData, 'identity'>,
  version: string,
): Promise<Lookup<JudgesCheck>> {
  return findResult(study.folder.judgesCheck, judgesCheck, checkInputs(study, identity, version));
}

/** The check of a study's panel, which opens only where it has not been checked yet. */
export async function ensureJudgesCheck(
  study: Study,
  data: Pick<StudyData, 'identity' | 'test'>,
  waiting: WaitingPanel,
): Promise<JudgesCheck> {
  const { result } = await findJudgesCheck(study, data, waiting.version);
  if (result !== null && !(await isCheckOutdated(study))) return result.content;
  const check = await checkJudges(await waiting.open(), data.test);
  const inputs = checkInputs(study, data.identity, waiting.version);
  await writeResult(study.folder.judgesCheck, inputs, check, {}, await keyOf(study, STAGE));
  return check;
}

/** Whether the check that holds would be done in another way now. */
export async function isCheckOutdated(study: Study): Promise<boolean> {
  return (await findOutdated(study, STAGE, study.folder.judgesCheck)) !== null;
}
