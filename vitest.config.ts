/** How `make test` runs: whole processes, because onnxruntime and the stages under test are not made for threads. */
import { defineConfig } from 'vitest/config';
import { endWithStarter } from './pipeline/commands/endWithStarter.ts';

endWithStarter();

/** A test of a command starts several processes, each about a second before it does anything. */
const TIMEOUT_MS = 60_000;

/**
 * Tests that share a process and its modules, which spares most of their time: those that compute nothing by a native
 * library, and apart from them those that do, for a native session changes how its process rounds (nativeRuntime.ts).
 */
const PURE = [
  'test/{analysis,atlas,judging,ladder,make,math,page,rating,report,statistics,store,study}/**/*.test.ts',
  'test/{architecture,configs}.test.ts',
  'test/bench/{benchChart,benchTable,rounds}.test.ts',
  'test/engine/{accuracy,batches,convNet,inkedPixels,parameters,plainMlp,trainedPixels}.test.ts',
  'test/experiments/summaries.test.ts',
  'test/experiments/*/{arrivals,comparisonSection,counterfeitScores}.test.ts',
  'test/film/{filmFrame,filmSearch,pictures}.test.ts',
  'test/makeJudges/{calibrationReport,cnnRecipe,em,labelledMixture,mixtureFit,targets}.test.ts',
  'test/makeJudges/images/*.test.ts',
  'test/search/{attack,orderedArithmetic,schedule,starts}.test.ts',
  'test/sweep/pace.test.ts',
];
/** Of the folders above, what opens native sessions. */
const PURE_BUT_NATIVE = [
  'test/judging/{cnn,frozenPanel,readingCause}.test.ts',
  'test/judging/abs/{abs,latentSearch}.test.ts',
  'test/ladder/{attacks,climbLadder,controlModels}.test.ts',
  'test/rating/{compareWithGolan,importRatings}.test.ts',
  'test/report/{checkpointsCsv,gatherResults,publish,publishingWork}.test.ts',
  'test/store/models/{onnx,fieldForms,tfjsForms}.test.ts',
];
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
    maxWorkers: 2,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: PURE, exclude: [...PURE_BUT_NATIVE, ...ALONE], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'native',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...[...PURE, ...ALONE],
            ...(process.env.DIGIT_IDEAS_FAULTS ? [] : ['test/faults/**']),
            ...(process.env.DIGIT_IDEAS_QUEUE_FAULTS ? [] : ['test/queue/heavy/**']),
          ],
          isolate: false,
          globalSetup: ['test/compile.ts'],
        },
      },
      { extends: true, test: { name: 'native, of pure folders', include: PURE_BUT_NATIVE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
