/** What each file of a study was made from: the settings and versions that its record names, and files of the same study. */
import { posix } from 'node:path';
import { groupBy } from '../statistics/groupBy.ts';
import type { Inputs } from '../study/inputs.ts';

/** The part of a result's record that tells of its files. */
export interface StoredRecord {
  readonly inputs: Inputs;
  readonly sha256: Readonly<Record<string, string>>;
}

/** What files that were written together were made from. */
export interface Origin {
  /** They, the record first where they have one. */
  readonly files: readonly string[];
  /** Settings, versions and digests, as the record names them; none of tables and the report. */
  readonly inputs: Inputs;
  /** The files of this study that were read; a record stands for those beside it. */
  readonly from: readonly string[];
}

/** Whether a path is the record of a result: one with inputs, and with its own digest. */
export function isResultRecord(path: string): boolean {
  return /^(models\/.*|transfer|judges-check)\.json$/.test(path);
}

/** The origins of `files`, each of which is in one of them; `records` has those of results. */
export function listOrigins(
  files: readonly string[],
  records: ReadonlyMap<string, StoredRecord>,
): readonly Origin[] {
  const places = new Map(files.map((path, at) => [path, at]));
  const byFolder = groupBy(files, ownFolderOf);
  const read = (path: string) => listRead(path, files, byFolder, places);
  const kept = [...records].filter(([path]) => places.has(path));
  const results = kept.map(([path, { inputs, sha256 }]): Origin => {
    const beside = Object.keys(sha256).map((name) => posix.join(posix.dirname(path), name));
    const own = beside.filter((file) => places.has(file)).sort();
    return { files: [path, ...own], inputs, from: read(path) };
  });
  const placed = new Set(results.flatMap((origin) => origin.files));
  const rest = files.filter((path) => !placed.has(path));
  const others = [...groupBy(rest, posix.dirname).values()].flatMap((group) =>
    group[0]!.startsWith('dataset/') ? [group] : group.map((path) => [path]),
  );
  return [
    ...results,
    ...others.map((group): Origin => ({ files: group, inputs: {}, from: read(group[0]!) })),
  ].sort((a, b) => (a.files[0]! < b.files[0]! ? -1 : 1));
}

/** The folder of a model, or that at the top of the study, in which a path lies; empty of one that lies in none. */
function ownFolderOf(path: string): string {
  return /^models\/[^/]+\/|^[^/]+\//.exec(path)?.[0] ?? '';
}

/**
 * Of `files`, those that whatever wrote `path` reads; a record stands for the files beside it. A result of a model reads of
 * models that one alone, so that not all files are looked at for each of them.
 */
function listRead(
  path: string,
  files: readonly string[],
  byFolder: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, number>,
): string[] {
  const read = patternsOf(path);
  const isRead = (file: string) => file !== path && read.some((pattern) => pattern.test(file));
  if (!path.startsWith('models/')) return files.filter(isRead);
  const near = [...(byFolder.get('dataset/') ?? []), ...(byFolder.get(ownFolderOf(path)) ?? [])];
  return near.filter(isRead).sort((a, b) => places.get(a)! - places.get(b)!);
}

const CONFIG = /^study\.json$/;
const DATASET = /^dataset\/dataset\.json$/;
const CHECK = /^judges-check\.json$/;
const RESULTS = /^(models\/.*|transfer)\.json$/;

function patternsOf(path: string): readonly RegExp[] {
  const [top, model, ...below] = path.split('/');
  if (path === 'study.json') return [];
  if (top === 'dataset') return [CONFIG];
  if (path === 'judges-check.json') return [DATASET];
  if (path === 'transfer.json') return [/^models\/[^/]+\/(training|ideas\/ideas)\.json$/];
  if (top !== 'models') return [CONFIG, DATASET, CHECK, RESULTS];
  const own = (file: string) => new RegExp(`^models/${quotePattern(model!)}/${file}\\.json$`);
  const name = below.join('/');
  if (name.startsWith('training') || name.startsWith('checkpoints/parameters')) return [DATASET];
  if (name.startsWith('checkpoints/checkpoints')) return [DATASET, own('training')];
  if (name.startsWith('checkpoints/ideas')) return [own('checkpoints/parameters')];
  if (name.startsWith('ideas/')) return [own('training')];
  if (name === 'scores.json') return [own('ideas/ideas')];
  if (name.endsWith('/scores.json')) return [own(`${quotePattern(below[0]!)}/(?!scores)[^/]+`)];
  return [DATASET, own('training'), own('ideas/ideas')];
}

function quotePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
