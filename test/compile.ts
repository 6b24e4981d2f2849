/**
 * Compiles the pipeline once, before the tests: those of commands start hundreds of processes, and each would
 * spend half of its time on turning TypeScript into JavaScript. Other tests, and users, run the TypeScript itself.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const ROOT = join(import.meta.dirname, '..');

/** Folder of the compiled pipeline, from the project's. */
export const COMPILED = '.compiled';

/** The pipeline, and the parts of it that run in a browser. */
const PROJECTS = ['.', 'pipeline/playground/browser', 'pipeline/atlas/browser'];

/** What the pipeline reads beside its own code. */
const FILES = 'pipeline/judging/frozen';

/** Compiles, and again before every later run where tests are watched. Called by vitest. */
export default function setUp(project: TestProject): void {
  compile();
  project.onTestsRerun(compile);
}

function compile(): void {
  const into = join(ROOT, COMPILED);
  rmSync(into, { recursive: true, force: true });
  const options = ['--noEmit', 'false', '--noCheck', '--rewriteRelativeImportExtensions', '--rootDir', '.'];
  for (const project of PROJECTS) {
    const command = ['--project', project, ...options, '--outDir', COMPILED];
    execFileSync('node_modules/.bin/tsc', command, { cwd: ROOT, stdio: 'inherit' });
  }
  cpSync(join(ROOT, FILES), join(into, FILES), { recursive: true });
}
