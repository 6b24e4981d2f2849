/** Where a command writes, held against what it reads: an output in the place of an input would be the end of that. */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { expected } from '../study/errors.ts';
import { followLinks } from './links.ts';

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

/** Throws a UserError where one of the `inputs` is a file in the folder `out` that is written there: one whose path in it fits. */
export function assertNoInputsIn(out: string, inputs: readonly string[], isWritten: RegExp): void {
  const taken = inputs
    .map((input) => findWithin(input, out)?.split(sep).join('/'))
    .find((path) => path !== undefined && isWritten.test(path));
  if (taken === undefined) return;
  throw refuseInput(join(out, taken), 'give another folder, for it would be overwritten');
}
