/** Why a study is likely not as expected: what of its config, its data, its environment and its files is another. */
import type { Environment } from '../study/environment.ts';
import { canonicalJson } from '../study/lockedConfig.ts';
import { type Comparison, type Difference, MISSING, UNEXPECTED } from './compare.ts';
import { isGivenArtifact, pathOf } from './stages.ts';
import type { StudySummary } from './summary.ts';

/** What kind of thing differs. */
export type ReasonKind =
  | 'damage'
  | 'incomplete'
  | 'extra'
  | 'config'
  | 'data'
  | 'model'
  | 'judges'
  | 'engine'
  | 'runtime'
  | 'processor'
  | 'node'
  | 'packages'
  | 'code'
  | 'unknown';

/** A likely reason, in words. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly text: string;
}

/** What of a study its results depend on; null where it is not recorded. */
export interface Circumstances {
  readonly config: StudySummary['config'];
  readonly scoreVersion: string | null;
  readonly environment: Environment | null;
}

/** What of the study's folder is known beside its summary. */
export interface FolderState {
  /** Paths of files that are not as they were written. */
  readonly damaged: readonly string[];
}

/**
 * The likely reasons for the first difference, the likeliest first: what explains it alone ends the list. Other processors and
 * other Nodes stand last where they change no byte: under the engine onnx-wasm, and in what no engine computes.
 */
export function explain(
  lock: Circumstances,
  found: Circumstances,
  { differences: [first] }: Pick<Comparison, 'differences'>,
  { damaged }: FolderState,
): Reason[] {
  if (first === undefined) return [];
  const file = fileOf(first);
  if (damaged.includes(file)) {
    const text = hasRecord(file)
      ? 'the file was changed after it was written: its record has another SHA-256'
      : `${file} was changed after it was written: it cannot be read; make report writes it anew`;
    return [{ kind: 'damage', text }];
  }
  const reasons = [
    ...explainConfig(lock, found),
    ...explainData(first),
    ...explainModel(first),
    ...explainJudges(lock, found, first),
    ...(lock.environment && found.environment
      ? explainEnvironment(lock.environment, found.environment, first)
      : []),
  ];
  if (isGivenArtifact(first.artifact) && first.what !== MISSING) {
    return reasons.filter(({ kind }) => ['config', 'model'].includes(kind));
  }
  if (first.what === MISSING) {
    const text = 'the study is not finished, or what made the file no longer makes it';
    return [...reasons.filter(({ kind }) => kind === 'config'), { kind: 'incomplete', text }];
  }
  if (reasons.length > 0) return reasons;
  return [first.what === UNEXPECTED ? EXTRA : UNKNOWN];
}

/** The file that differs, or that the number or the conclusion that differs is read from. */
function fileOf(difference: Difference): string {
  if (difference.level === 'conclusions') return VERDICTS_FILE;
  return difference.level === 'numbers' ? tableOf(difference.artifact) : pathOf(difference);
}

/** `models.csv` of `models.test_accuracy`. */
function tableOf(number: string): string {
  return `${number.split('.')[0]}.csv`;
}

const VERDICTS_FILE = 'verdicts.json';

/** Whether a record tells the digest of a file; tables and conclusions are written anew from records. */
function hasRecord(file: string): boolean {
  return file !== VERDICTS_FILE && !/^[^/]+\.csv$/.test(file);
}

const EXTRA: Reason = {
  kind: 'extra',
  text: 'only one of the two has the file: it was put there, or the other is not finished',
};

const UNKNOWN: Reason = {
  kind: 'unknown',
  text: 'nothing that is recorded is another: a computation that is not the same twice, or a file that was changed with its record',
};

function explainConfig(lock: Circumstances, found: Circumstances): Reason[] {
  const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return listOtherKeys(lock.config, found.config).map((key) => ({
    kind: 'config',
    text: `the config: ${key} is ${show(found.config[key])}, was ${show(lock.config[key])}`,
  }));
}

/** The keys whose values differ between two objects, in alphabetical order; null is as if there were none. */
export function listOtherKeys(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.filter((key) => canonicalJson(a[key] ?? null) !== canonicalJson(b[key] ?? null));
}

/** The dataset comes first: where a file of it is the first to differ, what was read differs. */
function explainData({ stage, artifact }: Difference): Reason[] {
  if (stage !== 'dataset' || artifact === 'study.json') return [];
  return [{ kind: 'data', text: 'the data: the source gave other images, or they are cut in another way' }];
}

/** Files of a given model come before what was made of it. */
function explainModel({ artifact, model }: Difference): Reason[] {
  if (!isGivenArtifact(artifact)) return [];
  return [{ kind: 'model', text: `the model: the file that ${model} was taken from is another` }];
}

function explainJudges(lock: Circumstances, found: Circumstances, { stage }: Difference): Reason[] {
  if (lock.scoreVersion === null || found.scoreVersion === null) return [];
  if (lock.scoreVersion === found.scoreVersion || ['dataset', 'training', 'ideas'].includes(stage)) return [];
  const text = `the judges: scores of version ${found.scoreVersion}, were of ${lock.scoreVersion}`;
  return [{ kind: 'judges', text }];
}

function explainEnvironment(had: Environment, has: Environment, { stage }: Difference): Reason[] {
  const engines: Reason[] = [
    ...tell('engine', had.engine, has.engine, 'engine'),
    ...tell('runtime', had.runtime, has.runtime, 'runtime'),
  ];
  const machine: Reason[] = [...explainProcessor(had, has), ...tell('node', had.node, has.node, 'Node')];
  const source: Reason[] = [
    ...tell('packages', shorten(had.packageLock), shorten(has.packageLock), 'package-lock.json'),
    ...explainCode(had, has),
  ];
  const isComputed = !['dataset', 'analysis', 'report'].includes(stage);
  const isPortable = had.engine === 'onnx-wasm' && has.engine === 'onnx-wasm';
  return isPortable || !isComputed
    ? [...engines, ...source, ...machine]
    : [...engines, ...machine, ...source];
}

function tell(kind: ReasonKind, had: string, has: string, what: string): Reason[] {
  return had === has ? [] : [{ kind, text: `${what}: ${has}, was ${had}` }];
}

/** What only one of the two processors has; all that both have would hide it. */
function explainProcessor(had: Environment, has: Environment): Reason[] {
  const [before, now] = [listFeatures(had), listFeatures(has)];
  const lost = before.filter((feature) => !now.includes(feature)).join(' ');
  const gained = now.filter((feature) => !before.includes(feature)).join(' ');
  if (lost === '' && gained === '') return [];
  const parts = [...(lost === '' ? [] : [`without ${lost}`]), ...(gained === '' ? [] : [`with ${gained}`])];
  return [{ kind: 'processor', text: `processor features: ${parts.join(', ')}` }];
}

function listFeatures({ platform, processor, processorFeatures, v8Flags }: Environment): readonly string[] {
  return [platform, ...(processorFeatures ?? [`those of ${processor}`]), ...v8Flags];
}

function explainCode(had: Environment, has: Environment): Reason[] {
  const state = ({ commit, isDirty }: Environment) =>
    `${commit?.slice(0, 8) ?? 'unknown'}${isDirty ? ' with changes that are not committed' : ''}`;
  if (had.sourceTree === has.sourceTree && !had.isDirty && !has.isDirty) return [];
  return [{ kind: 'code', text: `the code: commit ${state(has)}, was ${state(had)}` }];
}

function shorten(digest: string | null): string {
  return digest?.slice(0, 8) ?? 'none';
}
