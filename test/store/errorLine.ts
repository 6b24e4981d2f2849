/** What the user would see of a failure. */
import { UserError } from '../../pipeline/study/errors.ts';

/** The one line of the UserError that `act` fails with; fails itself where there is none, or where it has two lines. */
export async function errorLine(act: () => unknown): Promise<string> {
  const outcome = await Promise.resolve()
    .then(act)
    .then(
      () => 'nothing was thrown',
      (error: unknown) => error,
    );
  if (!(outcome instanceof UserError)) throw new Error(`expected a UserError, got ${String(outcome)}`);
  if (outcome.message.includes('\n')) throw new Error(`expected one line, got ${outcome.message}`);
  return outcome.message;
}
