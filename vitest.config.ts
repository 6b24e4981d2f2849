/** How `make test` runs: whole processes, because onnxruntime and the stages under test are not made for threads. */
import { defineConfig } from 'vitest/config';

/** A test of a command starts several processes, each about a second before it does anything. */
const TIMEOUT_MS = 60_000;

/**
 * Tests that share a process and its modules, which spares most of their time. Any other file keeps its process to
 * itself: a native session changes how a process rounds (nativeRuntime.ts), and a replaced module stays replaced.
 */
const SHARING = [
  'test/{judging,ladder,math,page,rating,report,statistics,store,study}/**/*.test.ts',
  'test/{architecture,configs}.test.ts',
  'test/bench/{benchChart,benchTable,rounds}.test.ts',
  'test/engine/{accuracy,batches,convNet,parameters,plainMlp}.test.ts',
  'test/experiments/summaries.test.ts',
  'test/experiments/*/{arrivals,comparisonSection,counterfeitScores}.test.ts',
  'test/film/{filmSearch,pictures}.test.ts',
  'test/makeJudges/{augment,calibrationReport,em,kdeFit,mixtureFit,nonDigits,targets}.test.ts',
  'test/search/{attack,orderedArithmetic,schedule,starts}.test.ts',
  'test/sweep/pace.test.ts',
];
const NOT_SHARING = [
  'test/judging/{cnn,frozenPanel}.test.ts', // open native sessions
  'test/ladder/{attacks,climbLadder,controlModels}.test.ts', // open them too
  'test/report/publishingWork.test.ts', // computes models
  'test/store/models/onnx.test.ts', // opens one too
  'test/store/files.test.ts', // replaces a module
];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    projects: [
      { extends: true, test: { name: 'sharing', include: SHARING, exclude: NOT_SHARING, isolate: false } },
      { extends: true, test: { name: 'not sharing', include: NOT_SHARING } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: SHARING,
          globalSetup: ['test/compile.ts'],
        },
      },
    ],
  },
});
