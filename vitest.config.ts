/** How `make test` runs: whole processes, because onnxruntime and the stages under test are not made for threads. */
import { defineConfig } from 'vitest/config';
import { endWithStarter } from './pipeline/commands/endWithStarter.ts';
import { PureFirst } from './test/order.ts';

endWithStarter();

/** A test of a command starts several processes, each about a second before it does anything. */
const TIMEOUT_MS = 60_000;

/**
 * What must have a process to itself: it replaces modules, counts tensors, chooses TensorFlow's kernels, or is about what a
 * process does first.
 */
const ALONE = [
  'test/store/files.test.ts',
  'test/sweep/{firstOfProcess,plan}.test.ts',
  'test/engine/tfjs/*.test.ts',
  'test/makeJudges/{makeJudges,trainConvNet}.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    sequence: { sequencer: PureFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: {
          // They share processes and their modules, which spares most of the time of many.
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...ALONE,
            ...(process.env.DIGIT_IDEAS_FAULTS ? [] : ['test/faults/**']),
            ...(process.env.DIGIT_IDEAS_QUEUE_FAULTS ? [] : ['test/queue/heavy/**']),
          ],
          isolate: false,
          globalSetup: ['test/compile.ts'],
        },
      },
    ],
  },
});
