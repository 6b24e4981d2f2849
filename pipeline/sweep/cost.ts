/**
 * How long the work of a sweep takes, roughly: for the order of work, for predictions and for the time left. Work is
 * counted in units, and unitCosts.ts says what each takes.
 */
import type { ExperimentWork, ImageCounts } from '../experiments/experiment.ts';
import { JUDGES } from '../judging/judges.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import type { PublishingWork } from '../report/publishingWork.ts';
import { countPlaces } from '../search/kernel/kernelSize.ts';
import type { Settings } from '../study/axes.ts';
import type { EngineName, SearchConfig } from '../study/config.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import { METHODS } from '../study/searchMethods.ts';
import { COMMON_COSTS, ENGINE_COSTS, type EngineCosts } from './unitCosts.ts';

/** What fixes the work of one model. */
export interface ModelWork {
  readonly engine: EngineName;
  readonly settings: Settings;
  /** Images of the study; of those to train on a model may see fewer (`trainImages`). */
  readonly counts: ImageCounts;
  readonly search: SearchConfig;
  /** Of a network that was trained elsewhere and is evaluated as a whole, whose sizes nobody knows. */
  readonly isNetwork?: boolean;
  readonly checkpoints: CheckpointWork;
  /** By the experiment's name. */
  readonly experiments: Readonly<Record<string, ExperimentWork>>;
}

/** How often a model is a checkpoint, its end among them, and how many images it reads each time; 0 where it is none. */
export interface CheckpointWork {
  readonly count: number;
  readonly read: number;
}

/** Seconds on one core by part; by the experiment's name for the experiments. */
export interface ModelSeconds {
  readonly training: number;
  readonly search: number;
  readonly experiments: Readonly<Record<string, number>>;
}

/** Predicted seconds on one core of everything that can be done on one model. */
export function predictModel(work: ModelWork): ModelSeconds {
  const { engine, settings, counts, search, isNetwork = false, checkpoints, experiments } = work;
  const costs = ENGINE_COSTS[engine];
  const measuring = checkpoints.count * predictReading(costs, settings, checkpoints.read);
  const tasks = CLASSES * search.restarts;
  const searching = isNetwork
    ? costs.load + tasks * METHODS[search.method].predictEffort(search) * COMMON_COSTS.networkEvaluation
    : predictSearch(costs, settings, { config: search, tasks }, 1);
  return {
    training: predictTraining(costs, settings, counts) + measuring,
    search: Math.max(1, checkpoints.count) * searching,
    experiments: Object.fromEntries(
      Object.entries(experiments).map(([name, own]) => [name, predictExperiment(costs, settings, own)]),
    ),
  };
}

/** The sum of the parts. */
export function sumSeconds({ training, search, experiments }: ModelSeconds): number {
  return Object.values(experiments).reduce((sum, seconds) => sum + seconds, training + search);
}

/** Weights of a network: of the first layer, and of the layers behind it. */
function countWeights({ hidden, depth }: Pick<Settings, 'hidden' | 'depth'>) {
  return { first: PIXELS * hidden, upper: (depth - 1) * hidden * hidden + hidden * CLASSES };
}

/** Updates, with the reading of the test images after each epoch. */
function predictTraining(costs: EngineCosts, settings: Settings, counts: ImageCounts): number {
  const { batch, epochs, hidden, depth, trainImages, inputNoise, gradientPenalty } = settings;
  const { first, upper } = countWeights(settings);
  const images = epochs * (trainImages ?? counts.train);
  // Forwards, backwards to the weights, and backwards to the units, which the first layer is spared.
  const flops = images * (6 * (first + upper) - 2 * first);
  const updates = Math.ceil(images / batch);
  const noise = inputNoise > 0 ? images * PIXELS * COMMON_COSTS.flip : 0;
  // Backwards to the image, forwards along its gradient, and the weights' products of the two.
  const ofPenalty = 6 * (first + upper) * costs.flop + PIXELS * COMMON_COSTS.slope;
  const penalty = gradientPenalty > 0 ? images * ofPenalty : 0;
  return (
    costs.training +
    updates * (costs.update + (first + upper) * costs.parameter) +
    images * (costs.image + depth * hidden * costs.unit) +
    flops * costs.flop +
    noise +
    penalty +
    epochs * predictReading(costs, settings, counts.test)
  );
}

/** Loads the model and has it read `images` images. */
function predictReading(costs: EngineCosts, settings: Settings, images: number): number {
  const { first, upper } = countWeights(settings);
  return costs.load + images * (costs.read + 2 * (first + upper) * costs.readFlop);
}

/** Whether so many searches side by side are done by the kernel. */
function isByKernel({ depth, activation, hidden }: Settings, sideBySide: number): boolean {
  return depth === 2 && activation === 'relu' && sideBySide <= countPlaces(hidden);
}

/** Searches for the ideas of `tasks` starts, of which the kernel has to take so many side by side. */
function predictSearch(
  costs: EngineCosts,
  settings: Settings,
  { config, tasks }: ExperimentWork['searches'][number],
  sideBySide: number,
): number {
  const evaluations = tasks * METHODS[config.method].predictEffort(config);
  const each = isByKernel(settings, sideBySide)
    ? COMMON_COSTS.kernelEvaluation + settings.hidden * COMMON_COSTS.kernelUnit
    : predictEvaluation(costs, settings, tasks);
  return costs.load + evaluations * each;
}

/** A candidate of one of `tasks` searches side by side: the more of them, the larger the matrix products. */
function predictEvaluation(costs: EngineCosts, settings: Settings, tasks: number): number {
  const { upper } = countWeights(settings);
  const crowding = Math.cbrt(CLASSES / tasks);
  const { evaluation, evaluationUnit, evaluationFlop } = costs;
  return evaluation * crowding + settings.hidden * evaluationUnit + 2 * upper * evaluationFlop;
}

function predictExperiment(costs: EngineCosts, settings: Settings, work: ExperimentWork): number {
  const { first, upper } = countWeights(settings);
  // A comparison follows its searches, all at once.
  const searches = work.searches.map((one) => predictSearch(costs, settings, one, one.tasks));
  return (
    COMMON_COSTS.experiment +
    searches.reduce((sum, seconds) => sum + seconds, 0) +
    work.changed * (costs.change + (first + upper) * costs.changeParameter) +
    (work.read > 0 ? predictReading(costs, settings, work.read) : 0) +
    work.averaged * COMMON_COSTS.average +
    (work.programs ?? 0) * settings.depth * settings.hidden * COMMON_COSTS.program
  );
}

/** Predicted seconds until a worker process computes: it has loaded the pipeline, the engine and the dataset. */
export function predictStart(engine: EngineName): number {
  return COMMON_COSTS.start + ENGINE_COSTS[engine].start;
}

/** The parts of a model that is the first of its process: those that are done at all take longer. */
export function addWarmUp(engine: EngineName, parts: ModelSeconds): ModelSeconds {
  const { training, search, experiments } = ENGINE_COSTS[engine].warmUp;
  const each = experiments / Math.max(1, Object.keys(parts.experiments).length);
  return {
    training: parts.training > 0 ? parts.training + training : 0,
    search: parts.search > 0 ? parts.search + search : 0,
    experiments: Object.fromEntries(
      Object.entries(parts.experiments).map(([name, seconds]) => [name, seconds + each]),
    ),
  };
}

/** Predicted seconds on one core for judges to open, and for each image that they read. */
export function predictJudging(engine: EngineName, judges: readonly JudgeName[]): JudgingSeconds {
  const costs = judges.map((name) => {
    const { open, read, isOnEngine } = JUDGES[name].costs;
    const factor = isOnEngine ? ENGINE_COSTS[engine].judging : 1;
    return { open: open * factor, read: read * factor };
  });
  return {
    open: costs.reduce((sum, { open }) => sum + open, 0),
    read: costs.reduce((sum, { read }) => sum + read, 0),
  };
}

/** Seconds that a panel takes: see {@link predictJudging}. */
export interface JudgingSeconds {
  readonly open: number;
  readonly read: number;
}

/** Predicted seconds on one core to publish what is computed and scored. */
export function predictPublishing(engine: EngineName, work: PublishingWork): number {
  const { judges, films, models, crossReadings } = work;
  const { open, read } = predictJudging(engine, judges);
  const film = COMMON_COSTS.film + COMMON_COSTS.filmFrames * read;
  return (
    COMMON_COSTS.report +
    models * COMMON_COSTS.reportModel +
    (films > 0 ? COMMON_COSTS.filmStart + open : 0) +
    films * film +
    crossReadings * COMMON_COSTS.crossReading
  );
}
