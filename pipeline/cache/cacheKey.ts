/**
 * Cache keys: what a result was computed by, beside its inputs. The code of its stage, the packages that this uses, the numeric
 * environment, and for a training the value of every setting. It is kept beside the record and hashed nowhere, so that a change
 * that changes no bit leaves every hash as it is.
 */
import { z } from 'zod';
import { OWN_FOLDER } from '../store/ownFolder.ts';
import type { EngineName } from '../study/config.ts';
import type { FieldChange } from '../study/inputs.ts';
import { listVersions } from './installedPackages.ts';
import { findStageCode } from './knownCode.ts';
import { describeNumerics } from './numericEnvironment.ts';
import { ENGINES, type StageName } from './stages.ts';

const texts = z.record(z.string(), z.string());

/** A key as it is kept. */
export const cacheKey = z.strictObject({
  /** SHA-256 of the stage's code (stageCode.ts). */
  code: z.string(),
  /** Of each file in it, to say which has changed. */
  files: texts,
  /** Versions by package. */
  packages: texts,
  numerics: texts,
  /** What was asked for, where the inputs leave out what is as usual. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type CacheKey = z.output<typeof cacheKey>;

/** What computes: an engine, by its name and its version. */
export interface Computer {
  readonly name: string;
  readonly version: string;
}

/** The key of what this process computes; null for an engine that is none of ours. */
export async function makeCacheKey(
  stage: StageName,
  { name, version }: Computer,
  settings: CacheKey['settings'] = {},
): Promise<CacheKey | null> {
  if (!Object.hasOwn(ENGINES, name)) return null;
  const engine = name as EngineName;
  const { digest, files, packages } = (await findStageCode(engine))[stage];
  return {
    code: digest,
    files,
    packages: listVersionsOnce(packages),
    numerics: describeNumerics(engine, version),
    settings,
  };
}

const listed = new Map<string, Readonly<Record<string, string>>>();

/** As they were when this process first asked: what it has loaded stays. */
function listVersionsOnce(packages: readonly string[]): Record<string, string> {
  const names = packages.join(' ');
  const versions = listed.get(names) ?? listVersions(packages, OWN_FOLDER);
  listed.set(names, versions);
  return { ...versions };
}

/** In what `now` is another than `had`, field by field; nothing where the result would be computed in the same way. */
export function compareKeys(had: CacheKey, now: CacheKey): FieldChange[] {
  const changes: FieldChange[] = [];
  if (had.code !== now.code) {
    const files = listOthers(had.files, now.files);
    const detail = files.length > 0 ? files : ['imports'];
    changes.push({ field: 'code', recorded: had.code, now: now.code, detail });
  }
  for (const name of listOthers(had.packages, now.packages)) {
    changes.push(change(`package ${name}`, had.packages[name], now.packages[name]));
  }
  for (const name of listOthers(had.numerics, now.numerics)) {
    changes.push(change(name, had.numerics[name], now.numerics[name]));
  }
  // An axis that is newer than the result was at its usual value.
  const asked = Object.keys(had.settings).filter((name) => had.settings[name] !== now.settings[name]);
  for (const name of asked) changes.push(change(name, had.settings[name], now.settings[name]));
  return changes;
}

function change(
  field: string,
  recorded: string | number | null | undefined,
  now: string | number | null | undefined,
): FieldChange {
  return { field, recorded: recorded ?? null, now: now ?? null };
}

function listOthers(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
}
