/** How a command says that it failed: one line on standard error, and for a fault of ours a report in a file. */
import { findUserError, quoteConfig, reportFault } from '../store/faultReport.ts';

/** A command that was called, as far as it was understood. */
export interface Call {
  /** The command's name; that of its group before its word is read. */
  name: string;
  /** The values of its options; none before they are read. */
  given: Readonly<Record<string, unknown>>;
}

/** Says what went wrong, and gives the exit code: 2 where the user can mend it, 1 for a fault of ours. */
export function reportFailure(error: unknown, { name, given }: Call): 1 | 2 {
  const mendable = findUserError(error);
  if (mendable !== null) {
    console.error(mendable.message);
    return 2;
  }
  const { artifacts, config, set } = given;
  const fault = reportFault(error, {
    doing: name,
    artifacts: typeof artifacts === 'string' ? artifacts : 'artifacts',
    config:
      typeof config === 'string' ? quoteConfig(config, Array.isArray(set) ? set.map(String) : []) : null,
  });
  console.error(fault.path === null ? `${fault.line}\n${fault.text}` : fault.line);
  return 1;
}
