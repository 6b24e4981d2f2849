/** How `make test` runs: whole processes, because onnxruntime and the stages under test are not made for threads. */
import { defineConfig } from 'vitest/config';

/** A test of a command starts several processes, each about a second before it does anything. */
const TIMEOUT_MS = 60_000;

/**
 * Tests of functions that touch neither files nor a native library: their files can share a process and its modules.
 * Any other keeps its process to itself, for a native session changes how a process rounds (nativeRuntime.ts).
 */
const PURE = 'test/{analysis,math,study,view}/**/*.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    projects: [
      { extends: true, test: { name: 'pure', include: [PURE], isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [PURE],
          globalSetup: ['test/compile.ts'],
        },
      },
    ],
  },
});
