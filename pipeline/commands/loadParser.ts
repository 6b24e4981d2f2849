/**
 * Loads what reads command lines, which every command but --help needs first: where this Node is too old for the packages, or
 * they are not installed, that is one line here, and not a failure of whatever package comes first.
 */
import { expected, findMissingPackage, type UserError } from '../study/errors.ts';

/** The oldest Node that runs the packages, as package.json says it. */
const OLDEST = [20, 19] as const;

/** yargs. Ends the process with one line and exit code 2 where it cannot be loaded. */
export async function loadParser(): Promise<typeof import('yargs').default> {
  const fault = findNodeFault(process.versions.node);
  if (fault !== null) refuse(fault);
  try {
    return (await import('yargs')).default;
  } catch (error) {
    const missing = findMissingPackage(error);
    if (missing === null) throw error;
    return refuse(expected('packages', missing, 'none', 'install them with npm ci'));
  }
}

/** What to say of a Node that is too old; null where it is not. */
export function findNodeFault(version: string): UserError | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld ? expected('Node', `${OLDEST.join('.')} or later`, version, 'install a newer one') : null;
}

function refuse(error: UserError): never {
  console.error(error.message);
  process.exit(2);
}
