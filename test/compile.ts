/**
 * Compiles the pipeline once, before the tests: those of commands start hundreds of processes, and each would
 * spend half of its time on turning TypeScript into JavaScript. Other tests, and users of a checkout, run the TypeScript
 * itself.
 */
import type { TestProject } from 'vitest/node';
import { compile } from '../build/compile.ts';

/** Compiles, and again before every later run where tests are watched. Called by vitest. */
export default async function setUp(project: TestProject): Promise<void> {
  await compile();
  project.onTestsRerun(compile);
}
