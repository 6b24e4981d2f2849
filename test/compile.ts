/**
 * Compiles the pipeline once, before the tests: those of commands start hundreds of processes, and each would
 * spend half of its time on turning TypeScript into JavaScript. Other tests, and users of a checkout, run the TypeScript
 * itself.
 */
import type { TestProject } from 'vitest/node';
import { compile } from '../build/compile.ts';
import { isPure } from './order.ts';

/** Compiles where there are tests that may start a command, and again before every later run where tests are watched. Called by vitest. */
export default async function setUp(project: TestProject): Promise<void> {
  const compileIfNeeded = async () => {
    if (!project.vitest.state.getPaths().every(isPure)) await compile();
  };
  await compileIfNeeded();
  project.onTestsRerun(compileIfNeeded);
}
