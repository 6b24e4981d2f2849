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

/** The npm package whose absence is `error`; null where it is another error. */
export function findMissingPackage(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return null;
  // Node says 'Cannot find package' or 'Cannot find module'; of a path, which begins with a dot or a slash, it is ours.
  const name = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(error.message)?.[1];
  if (name === undefined || /^([A-Za-z]:|file:|node:)/.test(name)) return null;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}
