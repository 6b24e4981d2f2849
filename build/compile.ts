/**
 * Compiles the project into dist/: the pipeline, its parts that run in a browser, and the tests. Tests of commands start it
 * from there, and dist/pipeline/ with its types is what the npm package carries. A checkout runs the TypeScript itself.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Folder of what is compiled, from the project's. */
export const COMPILED = 'dist';

/** The pipeline with its tests, and the parts of it that run in a browser. */
const PROJECTS = ['.', 'pipeline/playground/browser', 'pipeline/atlas/browser', 'pipeline/language/browser'];

/** What programs import of the package: its types are all that are declared. */
const API = 'pipeline/api';

/** What the pipeline reads that lies beside its own code. */
const FILES = [
  'pipeline/judging/frozen',
  'pipeline/ladder/second/data',
  'pipeline/ladder/second/seal.json',
  'pipeline/tfjsNode/quietLog.cc',
];

/** All that decides what is compiled: the code, how, and by which compiler. */
const SOURCES = ['pipeline', 'test', 'build', 'tsconfig.json', 'package-lock.json'];

/** The SHA-256 of the sources, written last, so that what was half compiled is not taken for whole. */
const STAMP = join(ROOT, COMPILED, 'sources.sha256');

/** Compiles everything to JavaScript in place of what was there before, unless that is of the same sources. */
export function compile(): void {
  const sources = hashSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return;
  const into = join(ROOT, COMPILED);
  rmSync(into, { recursive: true, force: true });
  for (const project of PROJECTS) emit(project, ['--rewriteRelativeImportExtensions']);
  for (const path of FILES) cpSync(join(ROOT, path), join(into, path), { recursive: true });
  writeFileSync(STAMP, sources);
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(listFiles)) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(ROOT, path)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** Paths of the files at or below `path`, in an order of their own. */
function listFiles(path: string): string[] {
  if (statSync(join(ROOT, path)).isFile()) return [path];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => listFiles(`${path}/${name}`));
}

/** Writes the types of the API, and of all that they name, beside the JavaScript. */
export function declareTypes(): void {
  emit(API, ['--declaration', '--emitDeclarationOnly']);
}

/** Unchecked: `make check` checks the types, which takes longer than to write what they are of. */
function emit(project: string, options: readonly string[]): void {
  const usual = ['--noEmit', 'false', '--noCheck', '--rootDir', '.', '--outDir', COMPILED];
  execFileSync('node_modules/.bin/tsc', ['--project', project, ...usual, ...options], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}
