/** Holds a study against what was expected of it, at all three levels. */
import type { Level } from './levels.ts';
import type { ResultsLock } from './resultsLock.ts';
import { type Place, placeArtifact, STAGES, type StageName, WHOLE_STUDY } from './stages.ts';
import type { Entry, StudySummary } from './summary.ts';
import { allowedDistance, isWithin, type Tolerance, type Tolerances } from './tolerances.ts';

/** One thing that is not as expected; `artifact` is a file, a number or what a conclusion is about. */
export interface Difference extends Place {
  /** The level that does not hold because of it. */
  readonly level: Level;
  /** `other bytes`, `missing`, `0.31, expected 0.25 within 0.02`. */
  readonly what: string;
}

/** What came out. */
export interface Comparison {
  /** The first to diverge comes first: by stage, model and artifact, a record behind the files that it tells of. */
  readonly differences: readonly Difference[];
  /** The best level that holds; null where none does. */
  readonly reached: Level | null;
  /** How much was compared at each stage. */
  readonly compared: Readonly<Record<StageName, readonly ComparedEntry[]>>;
}

/** A model, or the study, at a stage, and how many files and numbers it was expected to have. */
export interface ComparedEntry {
  readonly model: string;
  readonly files: number;
  readonly numbers: number;
}

export const MISSING = 'missing';
export const UNEXPECTED = 'not expected';

/** Pictures of ideas that are not as the record of the ideas says, by path: their SHA-256, or null where they are gone. */
export type OtherPictures = Readonly<Record<string, string | null>>;

/** What of a study is compared. Of pictures there are only those that are other than the ideas have it. */
type Compared = Pick<StudySummary, 'stages' | 'conclusions'> & { readonly pictures?: OtherPictures };

/** Compares what was found with the lock, or with another study under tolerances. */
export function compareStudies(
  lock: Compared & Pick<ResultsLock, 'tolerances'>,
  found: Compared,
): Comparison {
  const known = new Set(STAGES.flatMap((stage) => Object.keys(lock.stages[stage])));
  const compared = {} as Record<StageName, ComparedEntry[]>;
  const differences: Difference[] = [];
  for (const stage of STAGES) {
    const [had, has] = [lock.stages[stage], found.stages[stage]];
    const models = listKeys(had, has);
    compared[stage] = models.map((model) => count(model, had[model]));
    for (const model of models) {
      const place = { stage, model };
      differences.push(...compareFiles(place, had[model], has[model]));
      differences.push(...compareNumbers(place, [had[model], has[model]], lock.tolerances));
      // Its numbers are held against nothing.
      if (!known.has(model) && has[model]?.numbers !== undefined)
        differences.push({ ...place, artifact: 'numbers', level: 'numbers', what: UNEXPECTED });
    }
  }
  for (const one of comparePictures(lock.pictures, found.pictures)) differences.push(one);
  differences.push(...compareConclusions(lock.conclusions, found.conclusions));
  return { differences: differences.sort(byPlace), reached: findReached(differences), compared };
}

function count(model: string, entry: Entry | undefined): ComparedEntry {
  const size = (values: object | undefined) => Object.keys(values ?? {}).length;
  return { model, files: size(entry?.files), numbers: size(entry?.numbers) };
}

function listKeys(a: object = {}, b: object = {}): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

type Where = Omit<Place, 'artifact'>;

function compareFiles(where: Where, had: Entry | undefined, has: Entry | undefined): Difference[] {
  return listKeys(had?.files, has?.files).flatMap((artifact): Difference[] => {
    const [before, now] = [had?.files[artifact], has?.files[artifact]];
    if (before === now) return [];
    const what = now === undefined ? MISSING : before === undefined ? UNEXPECTED : 'other bytes';
    return [{ ...where, artifact, level: 'identical', what }];
  });
}

/** One that is as its record says is there and is not listed. */
function comparePictures(had: OtherPictures = {}, has: OtherPictures = {}): Difference[] {
  return listKeys(had, has).flatMap((path): Difference[] => {
    const [before, now] = [had[path], has[path]];
    if (before === now) return [];
    const what = now === null ? MISSING : before === null ? UNEXPECTED : 'other bytes';
    return [{ ...placeArtifact(path), level: 'identical', what }];
  });
}

/** A number that nobody expected is none that differs: a table may gain a column. */
function compareNumbers(
  where: Where,
  [had, has]: readonly [Entry | undefined, Entry | undefined],
  tolerances: Tolerances,
): Difference[] {
  return Object.entries(had?.numbers ?? {}).flatMap(([artifact, before]): Difference[] => {
    const now = has?.numbers?.[artifact];
    const allowed = tolerances[artifact] ?? { absolute: 0, relative: 0 };
    if (now !== undefined && isWithin(now, before, allowed)) return [];
    const what =
      now === undefined ? MISSING : `${now}, expected ${before} within ${describe(allowed, before)}`;
    return [{ ...where, artifact, level: 'numbers', what }];
  });
}

function describe(allowed: Tolerance, value: number): string {
  return String(Number(allowedDistance(value, allowed).toPrecision(3)));
}

function compareConclusions(
  had: Readonly<Record<string, string>>,
  has: Readonly<Record<string, string>>,
): Difference[] {
  return listKeys(had, has).flatMap((artifact): Difference[] => {
    const [before, now] = [had[artifact] ?? 'none', has[artifact] ?? 'none'];
    if (before === now) return [];
    const place = { stage: 'analysis', model: WHOLE_STUDY, artifact } as const;
    return [{ ...place, level: 'conclusions', what: `${now}, expected ${before}` }];
  });
}

/** Files come before the numbers and conclusions that were made of them. */
const ORDER: Readonly<Record<Level, number>> = { identical: 0, numbers: 1, conclusions: 2 };

function byPlace(a: Difference, b: Difference): number {
  const isRecord = ({ artifact }: Difference) => Number(artifact.endsWith('.json'));
  return (
    STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) ||
    compareText(a.model, b.model) ||
    ORDER[a.level] - ORDER[b.level] ||
    isRecord(a) - isRecord(b) ||
    compareText(a.artifact, b.artifact)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function findReached(differences: readonly Difference[]): Level | null {
  const fails = (level: Level) => differences.some((one) => one.level === level);
  if (fails('conclusions')) return null;
  if (fails('numbers')) return 'conclusions';
  return fails('identical') ? 'numbers' : 'identical';
}
