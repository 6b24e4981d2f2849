/** Refuses a Node that is too old for the packages, in one line and before any of them fails in another way. */
import { expected, type UserError } from '../study/errors.ts';

/** The oldest Node that runs the packages, as package.json says it. */
const OLDEST = [20, 19] as const;

/** Ends the process with one line and exit code 2 where its Node is too old. */
export function refuseOldNode(): void {
  const fault = findNodeFault(process.versions.node);
  if (fault === null) return;
  console.error(fault.message);
  process.exit(2);
}

/** What to say of a Node that is too old; null where it is not. */
export function findNodeFault(version: string): UserError | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld ? expected('Node', `${OLDEST.join('.')} or later`, version, 'install a newer one') : null;
}
