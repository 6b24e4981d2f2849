/** Whether a study is confirmatory: every model was trained under a lock that still holds. */
import type { StudyConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import { canonicalJson, flattenConfig } from '../study/lockedConfig.ts';
import { type AnalysisLock, type LockedContent, lockPathOf, readLock } from './analysisLock.ts';
import { composeLocked } from './composeLock.ts';
import { isStamped } from './lockStamp.ts';
import type { Study } from './study.ts';

/** What a study's verdicts are. */
export type LockState =
  | { readonly kind: 'confirmatory'; readonly digest: string; readonly date: string }
  | { readonly kind: 'exploratory'; readonly reason: string };

/**
 * Confirmatory where every one of the `trained` models carries the digest of the study's lock, and that lock still holds what
 * is: code of the analysis, judges, hypotheses, exclusions and config. Otherwise exploratory, with the reason.
 */
export async function findLockState(
  study: Pick<Study, 'config' | 'configFile' | 'folder'>,
  trained: readonly Pick<Model, 'name'>[],
): Promise<LockState> {
  const { configFile, folder, config } = study;
  const lock = await readLock(configFile === undefined ? folder.analysisLock : lockPathOf(configFile));
  if (lock === null) {
    return explore('nothing was locked before the models were trained (make lock-analysis)');
  }
  const change = describeLockChange(lock.locked, await composeLocked(config));
  if (change !== null) return explore(change);
  if (trained.length === 0) return explore('no model is trained yet');
  let older = 0;
  // One after the other: more files than a process may open would be read at once.
  for (const { name } of trained) if (!(await isStamped(study, name, lock))) older++;
  if (older > 0) return explore(`the lock is younger than ${older} of ${trained.length} models`);
  return { kind: 'confirmatory', digest: lock.digest, date: lock.date };
}

function explore(reason: string): LockState {
  return { kind: 'exploratory', reason };
}

/** Throws a UserError where there is no lock at `path`, or it no longer fits what is. */
export async function assertLockFits(
  path: string,
  lock: AnalysisLock | null,
  config: StudyConfig,
): Promise<void> {
  const fault = lock === null ? 'none' : describeLockChange(lock.locked, await composeLocked(config));
  if (fault !== null) throw expected(path, 'a lock that fits', fault, 'make lock-analysis writes one');
}

/** What changed since a lock in one line, such as `the analysis changed since it was locked: clock.ts`; null where nothing did. */
export function describeLockChange(locked: LockedContent, now: LockedContent): string | null {
  const code = listChanges(locked.code, now.code);
  if (code.length > 0) return `the analysis changed since it was locked: ${nameFirst(code)}`;
  if (locked.judges !== now.judges) {
    return `the judges changed since they were locked: ${locked.judges} then, ${now.judges} now`;
  }
  const stated = listChanges(locked.hypotheses, now.hypotheses);
  if (stated.length > 0) return `hypotheses changed since they were locked: ${nameFirst(stated)}`;
  if (canonicalJson(locked.exclusions) !== canonicalJson(now.exclusions)) {
    return 'what is left out changed since it was locked';
  }
  const keys = listChanges(flattenConfig(locked.config), flattenConfig(now.config));
  return keys.length > 0 ? `the config is not the one that was locked: ${nameFirst(keys)}` : null;
}

function nameFirst([first, ...others]: readonly string[]): string {
  return others.length === 0 ? first! : `${first} (and ${others.length} more)`;
}

/** The keys whose values differ, or that one of the two lacks. */
function listChanges(
  had: Readonly<Record<string, unknown>>,
  has: Readonly<Record<string, unknown>>,
): string[] {
  const keys = [...new Set([...Object.keys(had), ...Object.keys(has)])].sort();
  return keys.filter((key) => canonicalJson(had[key] ?? null) !== canonicalJson(has[key] ?? null));
}
