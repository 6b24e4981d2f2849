/** Errors that the person at the keyboard can mend. Everything else is a fault of ours. */

/**
 * One line for the user: `<where>: expected <what>, got <value>; <next step>`. The command ends with exit code 2
 * and keeps what was already computed.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Builds a {@link UserError} from its parts. */
export function expected(where: string, what: string, got: string, nextStep: string): UserError {
  return new UserError(`${where}: expected ${what}, got ${got}; ${nextStep}`);
}
