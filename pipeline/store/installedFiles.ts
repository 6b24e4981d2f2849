/** Looks at the project's own files, and at those of installed packages, without reading more than it must. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A line on every file below `folder` whose name ends in `ending`: its path, size and times. Another text whenever one has been
 * written since; the time of the last change of a file's state (`ctime`) cannot be set.
 */
export function stampFiles(folder: string, ending: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith(ending),
  );
  const lines = names.sort().map((name) => {
    const { size, mtimeMs, ctimeMs, ino } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  });
  return lines.join('\n');
}

/** The part of a package.json that tells what is installed. */
export interface PackageFile {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const read = new Map<string, PackageFile | null>();

/** The package.json at `path`, as it was when this process first asked; null where there is none that can be read. */
export function readPackageFile(path: string): PackageFile | null {
  const known = read.get(path);
  if (known !== undefined) return known;
  const content = parse(path);
  read.set(path, content);
  return content;
}

function parse(path: string): PackageFile | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PackageFile;
  } catch {
    return null;
  }
}
