/** The cache keys of a study's results: what each was computed by, and whether this program would compute it in another way. */
import { type CacheKey, cacheKey, compareKeys, makeCacheKey } from '../cache/cacheKey.ts';
import type { StageName } from '../cache/stages.ts';
import { findKey, type Lookup, NOT_COMPUTED } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import { describeField, type FieldChange } from '../study/inputs.ts';
import type { Study } from './study.ts';

/** The part of a study that its keys depend on. */
type KeyedStudy = Pick<Study, 'engine'>;

/** The key of what `study` computes now; of a training by the model that is trained. */
export function keyOf({ engine }: KeyedStudy, stage: StageName, trained?: Model): Promise<CacheKey | null> {
  return makeCacheKey(stage, engine, trained && { ...trained.settings });
}

/**
 * Reads what keys are made of, as it is when a process begins to compute: what it computes by is what it has loaded, whatever
 * becomes of the files meanwhile.
 */
export async function openKeys(study: KeyedStudy): Promise<void> {
  await keyOf(study, 'training');
}

/** That a result, though its inputs are the wanted ones, would be computed in another way now. */
export interface Outdated {
  /** One line. */
  readonly reason: string;
  readonly changes: readonly FieldChange[];
}

/** What is told and makes nothing stale: a study's models may be computed on several machines, and each is as good as another. */
const TOLD = 'processor';

/**
 * Whether the result at `path`, which holds, would be computed in another way now; null where it would not, where that it was
 * on another kind of processor is all, and where nothing tells by what it was computed: then its inputs alone count.
 */
export async function findOutdated(
  study: KeyedStudy,
  stage: StageName,
  path: string,
  trained?: Model,
): Promise<Outdated | null> {
  const found = await findDifference(study, stage, path, trained);
  if (found === null || found.changes.length === 0) return found;
  const counted = found.changes.find(({ field }) => field !== TOLD);
  return counted === undefined ? null : { ...found, reason: describeField(counted) };
}

/** In what the result at `path` was computed otherwise than it would be now, the processor too. */
async function findDifference(
  study: KeyedStudy,
  stage: StageName,
  path: string,
  trained?: Model,
): Promise<Outdated | null> {
  const found = await findKey(path);
  if (found === null) return null;
  if (found.fault !== null) return { reason: found.fault, changes: [] };
  const now = await keyOf(study, stage, trained);
  if (now === null) return null;
  const had = cacheKey.safeParse(found.fields);
  if (!had.success) return { reason: 'its key was written by another version', changes: [] };
  const changes = compareKeys(had.data, now);
  return changes.length === 0 ? null : { reason: describeField(changes[0]!), changes };
}

/** Whether a stage's result is there, and as it would be computed now. */
export interface StageState {
  readonly stage: StageName;
  readonly word: 'fresh' | 'stale' | 'missing';
  /** One line; null where it is fresh. */
  readonly reason: string | null;
  /** Fields that differ; of a fresh one the processor alone. */
  readonly changes: readonly FieldChange[];
  /** Whether it holds: its inputs are the wanted ones, though it may be computed in another way now. */
  readonly isHeld: boolean;
  /** Whether it is told by what it was computed: not of results from before there were keys. */
  readonly hasKey: boolean;
}

/** The state of the stage whose record lies at `path`, by what was found there. */
export async function judgeStage<Content>(
  study: KeyedStudy,
  stage: StageName,
  path: string,
  lookup: Lookup<Content>,
  trained?: Model,
): Promise<StageState> {
  if (lookup.stale !== null) {
    const word = lookup.stale === NOT_COMPUTED ? 'missing' : 'stale';
    return { stage, word, reason: lookup.stale, changes: lookup.changes, isHeld: false, hasKey: true };
  }
  const hasKey = (await findKey(path)) !== null;
  const outdated = await findOutdated(study, stage, path, trained);
  if (outdated === null) {
    const told = await findDifference(study, stage, path, trained);
    return { stage, word: 'fresh', reason: null, changes: told?.changes ?? [], isHeld: true, hasKey };
  }
  return { stage, word: 'stale', ...outdated, isHeld: true, hasKey };
}
