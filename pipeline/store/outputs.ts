/** Where a command writes, held against what it reads: an output in the place of an input would be the end of that. */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { expected } from '../study/errors.ts';
import { exists } from './files.ts';
import { followLinks } from './links.ts';
import { openRecord } from './recordFile.ts';
import { openStudyFolder } from './studyFolder.ts';

/** Where what is written to `path` comes to lie, without symbolic links; the folders above it need not be there yet. */
function followOutput(path: string): string {
  const full = resolve(path);
  const real = followLinks(full);
  const above = dirname(full);
  return real !== full || above === full ? real : join(followOutput(above), basename(full));
}

/** The path of `path` within `folder`, links followed, '' for the folder itself; null where it lies outside. */
export function findWithin(path: string, folder: string): string | null {
  const within = relative(followOutput(folder), followOutput(path));
  const isOutside = within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within);
  return isOutside ? null : within;
}

/** Throws a UserError where one of the files that --out has `written` is one of the `inputs`, links followed. */
export function assertNoInputs(written: readonly string[], inputs: readonly string[]): void {
  const read = new Set(inputs.map(followOutput));
  const taken = written.find((path) => read.has(followOutput(path)));
  if (taken !== undefined) throw refuseInput(taken);
}

/** What is said of an output at `path` that would take the place of an input. */
export function refuseInput(
  path: string,
  nextStep = 'give another name, for it would be overwritten',
): Error {
  return expected('--out', 'a file that is no input', path, nextStep);
}

/** Throws a UserError where --out, or one of the `folders` below it, is the folder of the study at `root` or lies in it. */
export function assertOutsideStudy(out: string, root: string, folders: readonly string[] = []): void {
  const isWithin = [out, ...folders.map((name) => join(out, name))].some(
    (path) => findWithin(path, root) !== null,
  );
  if (isWithin) {
    throw expected(
      '--out',
      `a place outside the study in ${root}`,
      out,
      'give another: the study is only read',
    );
  }
}

/**
 * Throws a UserError where --out, or one of the `folders` below it, is the folder of a study or lies in it, whichever study that is:
 * what is written there would take the place of its results, or be taken for one of them.
 */
export async function assertOutsideStudies(out: string, folders: readonly string[] = []): Promise<void> {
  for (const place of [out, ...folders.map((name) => join(out, name))]) {
    const root = await findStudy(place);
    if (root !== null) throw refuseStudy(root, out);
  }
}

/** The same of a film, for which a study has room in the folder of its films. */
export async function assertOutsideResults(out: string): Promise<void> {
  const root = await findStudy(out);
  if (root === null || findWithin(out, openAt(root).films) !== null) return;
  throw refuseStudy(root, out);
}

function refuseStudy(root: string, out: string): Error {
  const nextStep = "give another: what lies there is taken for the study's results";
  return expected('--out', `a place outside the study in ${root}`, out, nextStep);
}

const openAt = (root: string) => openStudyFolder(dirname(root), basename(root));

/** The folder of the study that `path` is or lies in, links followed; null where there is none. */
async function findStudy(path: string): Promise<string | null> {
  for (let folder = followOutput(path); ; folder = dirname(folder)) {
    if (await isStudy(folder)) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/** Whether a study was begun in a folder. A config that somebody has called study.json has no digest of its own. */
async function isStudy(folder: string): Promise<boolean> {
  const { config } = openAt(folder);
  return (await exists(config)) && (await openRecord(config)).fault !== 'was written by another version';
}

/** Throws a UserError where one of the `inputs` is a file in the folder `out` that is written there: one whose path in it fits. */
export function assertNoInputsIn(out: string, inputs: readonly string[], isWritten: RegExp): void {
  const taken = inputs
    .map((input) => findWithin(input, out)?.split(sep).join('/'))
    .find((path) => path !== undefined && isWritten.test(path));
  if (taken === undefined) return;
  throw refuseInput(join(out, taken), 'give another folder, for it would be overwritten');
}
