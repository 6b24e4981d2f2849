/** Errors that the person at the keyboard can mend. Everything else is a fault of ours. */

/**
 * One line for the user: `<where>: expected <what>, got <value>; <next step>`. The command ends with exit code 2
 * and keeps what was already computed.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** A fault of ours of which a report has been written: its message is the line that names it. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError';
}

/** Builds a {@link UserError} from its parts. */
export function expected(where: string, what: string, got: string, nextStep: string): UserError {
  return new UserError(`${where}: expected ${what}, got ${got}; ${nextStep}`);
}

/** What an error says first, on one line: some give a stack or advice below. */
export function describeReason(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.trim().split(/\s*[\r\n]/, 1)[0]!;
}

/** The npm package that is not there, or not as a whole, as `error` says; null where it is another error. */
export function findMissingPackage(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return null;
  const [, sought] = /^Cannot find (?:package|module) '([^']+)'/.exec(error.message) ?? [];
  if (sought === undefined) return null;
  const path = sought.split(/node_modules[\\/]/).at(-1)!;
  // Any other path is a file of ours.
  if (path === sought && /^([./\\]|[A-Za-z]:|file:|node:)/.test(sought)) return null;
  return path.split(/[\\/]/, path.startsWith('@') ? 2 : 1).join('/');
}
