/**
 * Locks of results, `configs/NAME.lock.json`: what a study is expected to give, to be held against what it gives. Not to be
 * taken for a lock of the analysis (models/analysisLock.ts), which says what was decided before there were results.
 */
import { z } from 'zod';
import { exists, readJson, writeFileAtomic } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { canonicalJson } from '../study/lockedConfig.ts';
import { STAGES } from './stages.ts';
import { type Entry, type StudySummary, studySummary } from './summary.ts';
import { type Tolerances, tolerance, usualTolerance } from './tolerances.ts';

/** What a study is expected to give. Its environment is that in which these results were first found. */
export const resultsLock = studySummary.extend({
  /** By the names of numbers. Whoever widens one keeps it: a lock that is written anew takes it over. */
  tolerances: z.record(z.string(), tolerance),
});
export type ResultsLock = z.output<typeof resultsLock>;

/** The lock of results of a config lies beside it: `configs/ci.lock.json` of `configs/ci.yaml`. */
export function resultsLockPathOf(configFile: string): string {
  return `${configFile.replace(/\.[^./\\]+$/, '')}.lock.json`;
}

/** The lock at `path`. Throws a UserError where there is none, or it is no such lock. */
export async function readResultsLock(path: string): Promise<ResultsLock> {
  const lock = await readFormerLock(path);
  if (lock === null) throw expected(path, 'a lock of results', 'none', 'make lock CONFIG=... writes one');
  return lock;
}

/** The lock that is at `path`; null where there is none. Throws a UserError where it is no such lock. */
export async function readFormerLock(path: string): Promise<ResultsLock | null> {
  if (!(await exists(path))) return null;
  const next =
    'take it from the repository again, or remove it, and make lock writes it anew with the usual tolerances';
  return readJson(path, resultsLock, next);
}

/** Throws a UserError where the lock at `path` has no conclusions: of a study that has none, others would be the same. */
export function assertConcludes({ conclusions }: Pick<ResultsLock, 'conclusions'>, path: string): void {
  if (Object.keys(conclusions).length > 0) return;
  throw expected(path, 'conclusions to hold the study against', 'none', 'ask for numbers (LEVEL, --level)');
}

/** Writes the lock of what was found to `path`, and gives it with whether anything was expected otherwise before. */
export async function writeResultsLock(
  path: string,
  found: StudySummary,
): Promise<{ readonly lock: ResultsLock; readonly isSame: boolean }> {
  const former = await readFormerLock(path);
  const lock = makeLock(found, former);
  const isSame = former !== null && canonicalJson(former) === canonicalJson(lock);
  if (!isSame) await writeFileAtomic(path, encodeLock(lock));
  return { lock, isSame };
}

/**
 * The lock of what was found: with the tolerances of the `former` lock, and with its environment too where that expected the
 * same, so that a machine which gives the same leaves the file as it is.
 */
export function makeLock(found: StudySummary, former: ResultsLock | null): ResultsLock {
  const lock = { ...found, tolerances: listTolerances(found, former?.tolerances) };
  const isSame = former !== null && sameResults(former, lock);
  return isSame ? { ...lock, environment: former.environment } : lock;
}

/** The tolerances of a study's numbers by their names: those that are `given`, and the usual ones. */
export function listTolerances({ stages }: Pick<StudySummary, 'stages'>, given: Tolerances = {}): Tolerances {
  const names = STAGES.flatMap((stage) => Object.values(stages[stage]).flatMap(listNumbers));
  return Object.fromEntries(
    [...new Set(names)].map((name) => [name, given[name] ?? usualTolerance(name)] as const),
  );
}

function listNumbers({ numbers }: Entry): string[] {
  return Object.keys(numbers ?? {});
}

function sameResults(a: ResultsLock, b: ResultsLock): boolean {
  const resultsOf = ({ environment: _, ...results }: ResultsLock) => canonicalJson(results);
  return resultsOf(a) === resultsOf(b);
}

/**
 * The text of a lock: indented JSON with a value a line, so that changes of other models merge; its parts in the order of the
 * schema, stages as the data goes, and all other keys in alphabetical order. The same lock gives the same text.
 */
export function encodeLock(lock: ResultsLock): string {
  const { config, scoreVersion, environment, conclusions, tolerances, stages } = lock;
  const ordered = {
    ...{ config: sortKeys(config), scoreVersion, environment: sortKeys(environment) },
    ...{ conclusions: sortKeys(conclusions), tolerances: sortKeys(tolerances) },
    stages: Object.fromEntries(STAGES.map((stage) => [stage, sortKeys(stages[stage])])),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function sortKeys(value: object): unknown {
  return JSON.parse(canonicalJson(value));
}
