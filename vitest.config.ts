/** How `make test` runs: whole processes, because onnxruntime and the stages under test are not made for threads. */
import { defineConfig } from 'vitest/config';

/** A test of a command starts several processes, each about two seconds before it does anything. */
const TIMEOUT_MS = 60_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/compile.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
  },
});
