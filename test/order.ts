/** In which order tests run, for those in one process share it, and none long should be left to the end alone. */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Tests, by their path below test/, that compute nothing by a native library. They come before all that do, for a native
 * session changes how its process rounds (nativeRuntime.ts).
 */
const PURE = [
  /^(analysis|atlas|judging|ladder|make|math|page|rating|report|statistics|store|study)\//,
  /^(architecture|configs)\.test/,
  /^bench\/(benchChart|benchTable|rounds)\.test/,
  /^engine\/(accuracy|batches|convNet|inkedPixels|parameters|plainMlp|trainedPixels)\.test/,
  /^experiments\/summaries\.test/,
  /^experiments\/\w+\/(arrivals|comparisonSection|counterfeitScores)\.test/,
  /^film\/(filmFrame|filmSearch|pictures)\.test/,
  /^makeJudges\/(calibrationReport|cnnRecipe|em|labelledMixture|mixtureFit|targets)\.test/,
  /^makeJudges\/images\//,
  /^search\/(attack|orderedArithmetic|schedule|starts)\.test/,
  /^sweep\/pace\.test/,
];

/** Of the folders above, what opens native sessions. */
const NATIVE = [
  /^judging\/(cnn|frozenPanel|readingCause)\.test/,
  /^judging\/abs\/(abs|latentSearch)\.test/,
  /^ladder\/(attacks|climbLadder|controlModels)\.test/,
  /^rating\/(compareWithGolan|importRatings)\.test/,
  /^report\/(checkpointsCsv|gatherResults|publish|publishingWork)\.test/,
  /^store\/models\/(onnx|fieldForms|tfjsForms)\.test/,
];

/** Those that take ten seconds and more, nearly all by starting commands. */
const LONG = [
  /^browser\/report\.test/,
  /^(commands|queue|sweep|tfjsNode|package)\b/,
  /^(browser|experiments|search)\//,
];

/** Pure tests, then long ones, then all others; within each as vitest has them, files of a project together. */
export class PureFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

/** The place of a file's kind; the sort keeps the order of those of one kind. */
function rank({ moduleId, project }: TestSpecification): number {
  if (project.config.isolate) return 0;
  if (isPure(moduleId)) return 1;
  return fits(moduleId, LONG) ? 2 : 3;
}

/** Whether the test file at `path` computes nothing by a native library. */
export function isPure(path: string): boolean {
  return fits(path, PURE) && !fits(path, NATIVE);
}

function fits(path: string, patterns: readonly RegExp[]): boolean {
  const name = relative(import.meta.dirname, path).replaceAll('\\', '/');
  return patterns.some((pattern) => pattern.test(name));
}
