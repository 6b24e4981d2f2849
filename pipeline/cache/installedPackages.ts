/** The versions of npm packages that are installed, with those of all that they need. */
import { dirname, join } from 'node:path';
import { type PackageFile, readPackageFile } from '../store/installedFiles.ts';

/** Gives the package.json at a path, or null where there is none. */
export type ReadPackage = (path: string) => PackageFile | null;

/**
 * Versions by name, in order: of the packages `names`, as a file in `folder` finds them, and of what these need. One that is
 * there in two versions has both; one that is not there has `none`. Packages of types alone are left out.
 */
export function listVersions(
  names: readonly string[],
  folder: string,
  read: ReadPackage = readPackageFile,
): Readonly<Record<string, string>> {
  const versions = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (name: string, from: string): void => {
    const found = locate(name, from, read);
    const known = versions.get(name) ?? new Set();
    versions.set(name, known.add(found?.content.version ?? 'none'));
    if (found === null || seen.has(found.folder)) return;
    seen.add(found.folder);
    for (const needed of Object.keys(found.content.dependencies ?? {})) {
      if (!needed.startsWith('@types/')) visit(needed, found.folder);
    }
  };
  for (const name of names) visit(name, folder);
  const sorted = [...versions].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, own]) => [name, [...own].sort().join(', ')]));
}

/** A package as Node finds it: in node_modules of the folder, or of the next one above it. */
function locate(name: string, from: string, read: ReadPackage) {
  for (let folder = from; ; folder = dirname(folder)) {
    const own = join(folder, 'node_modules', name);
    const content = read(join(own, 'package.json'));
    if (content !== null) return { folder: own, content };
    if (dirname(folder) === folder) return null;
  }
}
