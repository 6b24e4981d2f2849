/** What a lock of the analysis holds, from the code, the judges and a config as they are. */
import { CLAIMS } from '../analysis/claims/listClaims.ts';
import { EXCLUSIONS } from '../analysis/exclusions.ts';
import { HYPOTHESES } from '../analysis/hypotheses/listHypotheses.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { sha256 } from '../store/files.ts';
import { writeRecord } from '../store/recordFile.ts';
import type { StudyConfig } from '../study/config.ts';
import { canonicalJson, selectLocked } from '../study/lockedConfig.ts';
import type { AnalysisLock, LockedContent } from './analysisLock.ts';
import { digestAnalysis } from './analysisSources.ts';

/** What a lock of the study of `config` would hold now. Throws a UserError where a judge is missing or damaged. */
export async function composeLocked(config: StudyConfig): Promise<LockedContent> {
  const stated = [...HYPOTHESES, ...CLAIMS].map(({ id, statement }) => [id, statement] as const);
  return {
    code: await digestAnalysis(),
    judges: (await readFrozenPanel(config.judging.judges)).version,
    hypotheses: Object.fromEntries(stated.sort(([a], [b]) => (a < b ? -1 : 1))),
    exclusions: [...EXCLUSIONS],
    config: selectLocked(config),
  };
}

/** The digest of what is locked. */
export function digestLocked(locked: LockedContent): string {
  return sha256(canonicalJson(locked));
}

/** Writes the lock of `config` to `path`. */
export async function writeLock(path: string, config: StudyConfig, date: string): Promise<AnalysisLock> {
  const locked = await composeLocked(config);
  const lock = { digest: digestLocked(locked), date, locked };
  await writeRecord(path, lock);
  return lock;
}
