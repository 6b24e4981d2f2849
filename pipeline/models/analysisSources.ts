/** The source files that a study's verdicts depend on, by the SHA-256 of their text. */
import { extname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBytes, sha256 } from '../store/files.ts';

const PIPELINE = fileURLToPath(new URL('../', import.meta.url));

/** Where the analysis begins: what it imports, directly or not, is all that a verdict depends on beside its table. */
const BEGINNINGS = ['analysis/testStudy', 'analysis/exclusions'] as const;

/** The ending of source files: another where the project is compiled. */
const ENDING = extname(fileURLToPath(import.meta.url));

/** An import or a re-export of more than types, from a file; the formatter fixes how it is written. */
const IMPORT = /^(?:import|export)\b(?!\s+type\b)[^'";]*?['"](\.[^'"]+)['"]/gm;

/**
 * SHA-256, by path below pipeline/, of every file of the analysis that a verdict depends on; types alone change no figure, and
 * neither do simulations of studies. Lines end in LF, however git wrote them.
 */
export async function digestAnalysis(): Promise<Record<string, string>> {
  const waiting = BEGINNINGS.map((path) => `${path}${ENDING}`);
  const digests = new Map<string, string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (digests.has(path)) continue;
    const text = new TextDecoder().decode(await readBytes(PIPELINE + path)).replaceAll('\r\n', '\n');
    digests.set(path, sha256(text));
    waiting.push(...listImports(text).map((to) => posix.join(posix.dirname(path!), to)));
  }
  return Object.fromEntries([...digests].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files that a file's text imports for more than their types, relative to it. */
export function listImports(text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, path]) => path!);
}
