/** A verification as annotations of GitHub Actions: lines on standard output that its pages show beside the lock. */
import { isAbsolute, relative, sep } from 'node:path';
import { LEVEL_TITLES } from './levels.ts';
import { counts, describeFirst, describeReached, type Verification } from './verification.ts';

/**
 * One annotation: an error where the level that was asked for does not hold, a notice where one does and all is not identical.
 * GitHub looks for the lock from the `workspace` on, wherever the command runs.
 */
export function listAnnotations(verification: Verification, workspace?: string): string[] {
  const { lockFile, study, asked, comparison } = verification;
  if (comparison.differences.length === 0) return [];
  const fails = comparison.differences.some((one) => counts(one, asked));
  const title = `${study}: ${describeReached(verification)}`;
  const message = [`asked for: ${LEVEL_TITLES[asked]}`, ...describeFirst(verification)].join('\n');
  const file = placeIn(workspace, lockFile);
  const place = `file=${escapeProperty(file)},title=${escapeProperty(title)}`;
  return [`::${fails ? 'error' : 'notice'} ${place}::${escapeData(message)}`];
}

/** A file's path in the folder that GitHub shows; the path as it is where there is none, or where the file lies elsewhere. */
function placeIn(workspace: string | undefined, file: string): string {
  if (workspace === undefined || workspace === '') return file;
  const within = relative(workspace, file);
  return within.startsWith('..') || isAbsolute(within) ? file : within.split(sep).join('/');
}

/** As the runner reads it back (actions/toolkit, packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
