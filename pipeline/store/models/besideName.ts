/** Names that a file has of others that belong to it. */
import { isAbsolute, posix } from 'node:path';

/** Most characters of such a name: what file systems take for one part of it. */
const LONGEST = 255;

/** Whether `name` is one of a file beside or below the one that names it, and such as a file can have. */
export function isBesideName(name: string): boolean {
  const [first] = posix.normalize(name.replaceAll('\\', '/')).split('/');
  const isInside = !isAbsolute(name) && !['', '.', '..'].includes(first!);
  return isInside && name.length <= LONGEST && !name.includes('\0');
}
