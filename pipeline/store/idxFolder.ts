/**
 * Finds the four files of a set of IDX files, as they come: plain or gzipped, with the names of MNIST or with a set's name
 * before them (EMNIST), beside folders of the same names or only inside of them (Kaggle), or some folders further down
 * (torchvision's MNIST/raw).
 */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expected } from '../study/errors.ts';
import { listFolder } from './fileList.ts';
import { readBytes } from './files.ts';
import type { FileLocation } from './packages.ts';
import { recogniseBytes } from './recogniseBytes.ts';

/** How far below the named folder a set may lie: torchvision has MNIST/raw. */
const DEEPEST = 2;
/** Names that a message lists. */
const MOST_NAMES = 4;
const PUT_ALL = 'put all four IDX files of the set there';

/** The four files of a set: for training, then for testing, images before labels. */
const ROLES = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'] as const;
type Role = (typeof ROLES)[number];

/** A file that may be one of a set. */
interface Candidate {
  readonly prefix: string;
  readonly role: Role;
  /** Path below the named folder, with `/`. */
  readonly name: string;
  /** The lowest is taken where a folder has several for one role. */
  readonly rank: number;
}

/** The files of one folder whose names begin alike. */
interface IdxSet {
  /** The folder below the named one; empty for that itself. */
  readonly folder: string;
  /** What stands before the usual names, such as `emnist-digits-`. */
  readonly prefix: string;
  readonly files: ReadonlyMap<Role, Candidate>;
}

/**
 * The four files of the one set in the folder `path`, or below it: images and labels for training, then for testing. A set
 * whose files carry a name before the usual ones is also found by `path`/name. `~` is the home folder.
 * Throws a UserError where there is no set, a file of it is missing, or there are several.
 */
export async function locateIdxFiles(path: string): Promise<FileLocation[]> {
  const root = expandHome(path);
  const kind = await kindOf(root);
  if (kind === 'file') throw await refuseFile(root);
  if (kind === null) return locateByPrefix(root);
  const here = await listSets(root, '');
  const usual = here.find((set) => set.prefix === '' && isComplete(set));
  const complete = usual ? [usual] : here.filter(isComplete);
  if (complete.length > 0) return placeFiles(root, chooseOne(root, complete));
  const below = await listSetsBelow(root, '', 1);
  const found = below.filter(isComplete);
  if (found.length > 0) return placeFiles(root, chooseOne(root, found));
  throw await describeMissing(root, [...here, ...below]);
}

/** A path that begins with `~` in the home folder: no shell sees what stands behind `idx:`. */
function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path;
}

/** What is at a path, links followed; null where nothing is, or nothing that may be looked at. */
async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  return stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => null,
  );
}

/** The set that `path` names by its folder and what stands before the usual names. */
async function locateByPrefix(path: string): Promise<FileLocation[]> {
  const folder = dirname(path);
  const sets = (await kindOf(folder)) === 'folder' ? await listSets(folder, '') : [];
  const set = sets.find(({ prefix }) => prefix !== '' && nameSet(prefix) === basename(path));
  if (set === undefined) {
    await listFolder(path, 'a folder of IDX files');
    return [];
  }
  if (isComplete(set)) return placeFiles(folder, set);
  throw await describeMissing(folder, [set]);
}

async function refuseFile(path: string): Promise<Error> {
  const look = recogniseBytes(await readBytes(path));
  const isArchive = look !== null && ['gzip', 'zip', 'archive'].includes(look.name);
  if (isArchive && nameRole(basename(path)) === null) {
    return expected(path, 'a folder of IDX files', look.what, 'unpack it and name the folder');
  }
  return expected(path, 'a folder of IDX files', 'a file', `name its folder, idx:${dirname(path)}`);
}

/** The sets in the folder `below` of `root`, each with the files that it has. */
async function listSets(root: string, below: string): Promise<IdxSet[]> {
  const folder = join(root, below);
  const entries = await listFolder(folder, 'a folder of IDX files');
  const sets = new Map<string, Map<Role, Candidate>>();
  for (const entry of entries.sort()) {
    const candidate = await findCandidate(root, below, entry);
    if (candidate === null) continue;
    const files = sets.get(candidate.prefix) ?? new Map<Role, Candidate>();
    sets.set(candidate.prefix, files);
    const other = files.get(candidate.role);
    if (other === undefined || candidate.rank < other.rank) files.set(candidate.role, candidate);
  }
  return [...sets].map(([prefix, files]) => ({ folder: below, prefix, files }));
}

/** The file that an entry of a folder is, or that lies under the same name in the folder that it is. */
async function findCandidate(root: string, below: string, entry: string): Promise<Candidate | null> {
  const named = nameRole(entry);
  if (named === null) return null;
  const name = below === '' ? entry : `${below}/${entry}`;
  const kind = await kindOf(join(root, name));
  if (kind === 'file') return { ...named, name };
  const inside = `${name}/${entry}`;
  if (kind === null || (await kindOf(join(root, inside))) !== 'file') return null;
  return { ...named, name: inside, rank: named.rank + 4 };
}

/** Which file of a set a name means; null for another name. */
function nameRole(name: string): Omit<Candidate, 'name'> | null {
  const parts = /^(|.*?[-_.])(train|t10k|test)-(images|labels)([-.])idx\d-\w+?(\.gz)?$/.exec(name);
  if (parts === null) return null;
  const [, prefix, part, what, separator, packed] = parts;
  const role = ROLES.find((one) => one.startsWith(`${part === 'train' ? 'train' : 't10k'}-${what}`))!;
  const rank = Number(separator === '.') + 2 * Number(packed !== undefined) + 8 * Number(part === 'test');
  return { prefix: prefix!, role, rank };
}

async function listSetsBelow(root: string, below: string, depth: number): Promise<IdxSet[]> {
  const found: IdxSet[] = [];
  for (const name of await listSubfolders(join(root, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    // A folder that may not be read has nothing to offer.
    found.push(...(await listSets(root, path).catch(() => [])));
    if (depth < DEEPEST) found.push(...(await listSetsBelow(root, path, depth + 1)));
  }
  return found;
}

/** The folders in a folder, links to folders among them; none of one that may not be read. */
async function listSubfolders(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    const mayBe = !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink());
    if (mayBe && (await kindOf(join(folder, entry.name))) === 'folder') names.push(entry.name);
  }
  return names.sort();
}

function isComplete({ files }: IdxSet): boolean {
  return files.size === ROLES.length;
}

/** The name of a set whose files begin with `prefix`, such as `emnist-digits`. */
function nameSet(prefix: string): string {
  return prefix.replace(/[-_.]$/, '');
}

function chooseOne(root: string, sets: readonly IdxSet[]): IdxSet {
  if (sets.length === 1) return sets[0]!;
  const names = sets.map(({ folder, prefix }) => `idx:${join(root, folder, nameSet(prefix))}`);
  throw expected(root, 'one set of IDX files', String(sets.length), `name one of them: ${listSome(names)}`);
}

function placeFiles(root: string, { files }: IdxSet): FileLocation[] {
  return ROLES.map((role) => {
    const { name } = files.get(role)!;
    return { name, where: join(root, name) };
  });
}

/** What lacks of the set that has most of its files, or what there is instead of any. */
async function describeMissing(root: string, sets: readonly IdxSet[]): Promise<Error> {
  const best = [...sets].sort((a, b) => b.files.size - a.files.size)[0];
  if (best === undefined) {
    const names = await listFolder(root, 'a folder of IDX files');
    const what = names.length === 0 ? 'an empty folder' : `other files (${listSome(names.sort())})`;
    return expected(root, `a set of IDX files, such as ${ROLES[0]}-ubyte.gz`, what, PUT_ALL);
  }
  const role = ROLES.find((one) => !best.files.has(one))!;
  const isCalledTest = [...best.files.values()].some((one) =>
    basename(one.name).startsWith(`${best.prefix}test-`),
  );
  const name = `${best.prefix}${isCalledTest ? role.replace('t10k', 'test') : role}-ubyte`;
  const folder = join(root, best.folder);
  return expected(folder, `a file ${name} or ${name}.gz`, await describeSimilar(folder, name), PUT_ALL);
}

/** What a folder has instead of the file `name`: another ending, as of a download that has not ended, or no file. */
async function describeSimilar(folder: string, name: string): Promise<string> {
  const entries = await listFolder(folder, 'a folder of IDX files');
  const similar = entries.sort().find((entry) => entry.startsWith(name));
  if (similar === undefined) return 'none';
  const kind = await kindOf(join(folder, similar));
  if (kind === 'folder') return `a folder ${similar} without it`;
  return kind === 'file' ? `only ${similar}` : `a link ${similar} to nothing`;
}

function listSome(names: readonly string[]): string {
  const some = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${some} and ${names.length - MOST_NAMES} more` : some;
}
