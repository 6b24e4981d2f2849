/**
 * Times ten ideas of one model, by coordinate search and by Monte Carlo, against the matrix products that they need, and
 * the former against visiting one pixel at a time with one candidate evaluated at a time.
 */
import type { Engine, MlpParameters } from '../engine/engine.ts';
import { DIGITS, PIXELS } from '../math/images.ts';
import { searchCoordinates } from '../search/coordinate.ts';
import type { Idea, SearchTask } from '../search/idea.ts';
import { searchMonteCarlo } from '../search/monteCarlo.ts';
import { computeOrderedLogits } from '../search/orderedArithmetic.ts';
import { drawStart } from '../search/starts.ts';
import type { BenchRow } from './benchTable.ts';
import { openSquareProduct } from './gemmFloor.ts';
import type { TimedTask, Timing } from './rounds.ts';

/** Name of the row of the searches. */
export const IDEAS_ROW = 'ten ideas 784, 5 passes';
/** Name of the row of the Monte Carlo searches. */
export const MONTE_CARLO_ROW = 'ten ideas 784, 10,000 proposals';
const PRODUCTS_ROW = 'as many rows of the 784 x 784 product';
const EVALUATIONS_ROW = 'evaluations of the ten ideas';
const PROPOSAL_EVALUATIONS_ROW = 'evaluations of the Monte Carlo ideas';
const FIRST_ROW = 'the first ten ideas, session included';
const SEQUENTIAL_ROW = 'sequential search, estimated';

/** The article's number of passes, and of proposals. */
const PASSES = 5;
const PROPOSALS = 10_000;
/** Candidates that a sequential search evaluates at a visit: the pixel at 0 and at 1. */
const CANDIDATES_PER_VISIT = 2;
/** Rows of one product: large enough to be at the processor's full rate. */
const ROWS_PER_PRODUCT = 1000;
const PRODUCTS_PER_RUN = 10;
const SEQUENTIAL_PER_DIGIT = 4;

/** The tasks that time the ideas, and what the first search found. Call `dispose` when done. */
export interface IdeasBench {
  readonly tasks: readonly TimedTask[];
  readonly ideas: readonly Idea[];
  /** What the Monte Carlo searches found. */
  readonly monteCarlo: readonly Idea[];
  /** The first search's time: opening the session and compiling the code included. */
  readonly firstMs: number;
  dispose(): Promise<void>;
}

/** Opens the model and searches once. */
export async function openIdeasBench(
  engine: Engine,
  parameters: MlpParameters,
  seed: number,
): Promise<IdeasBench> {
  const model = await engine.loadModel(parameters);
  const products = await openSquareProduct(parameters.hidden, ROWS_PER_PRODUCT);
  const tasks = planSearches({ start: 'article', seed });
  const search = () => searchCoordinates(model, tasks, { passes: PASSES });
  const propose = () =>
    searchMonteCarlo(model, tasks, { proposals: PROPOSALS, schedule: { name: 'zero' }, seed });
  const from = performance.now();
  const ideas = await search();
  const firstMs = performance.now() - from;
  const monteCarlo = await propose();
  await products.run(1);
  return {
    tasks: [
      { name: IDEAS_ROW, units: 1, run: async () => void (await search()) },
      { name: MONTE_CARLO_ROW, units: 1, run: async () => void (await propose()) },
      { name: PRODUCTS_ROW, units: PRODUCTS_PER_RUN, run: () => products.run(PRODUCTS_PER_RUN) },
      {
        name: SEQUENTIAL_ROW,
        units: ideas.length * SEQUENTIAL_PER_DIGIT,
        run: async () => evaluateSequentially(parameters, ideas),
      },
    ],
    ideas,
    monteCarlo,
    firstMs,
    dispose: async () => {
      await model.dispose();
      await products.dispose();
    },
  };
}

function planSearches(config: Parameters<typeof drawStart>[0]): SearchTask[] {
  return DIGITS.map((digit) => ({ digit, restart: 0, start: drawStart(config, digit, 0) }));
}

/** Evaluates neighbours of the ideas found, as dense with ink as most images that a search sees. */
function evaluateSequentially(parameters: MlpParameters, ideas: readonly Idea[]): void {
  for (const { image } of ideas) {
    const candidate = Float32Array.from(image);
    for (let k = 0; k < SEQUENTIAL_PER_DIGIT; k++) {
      const pixel = k * Math.floor(PIXELS / SEQUENTIAL_PER_DIGIT);
      candidate[pixel] = 1 - candidate[pixel]!;
      computeOrderedLogits(parameters, candidate);
    }
  }
}

/** The rows of the ideas; times in seconds. */
export function ideasRows(bench: IdeasBench, timings: ReadonlyMap<string, Timing>): BenchRow[] {
  const evaluations = countEvaluations(bench.ideas);
  const proposalEvaluations = countEvaluations(bench.monteCarlo);
  const ideas = inSeconds(timings.get(IDEAS_ROW)!, 1);
  const monteCarlo = inSeconds(timings.get(MONTE_CARLO_ROW)!, 1);
  const productsOf = (rows: number) => inSeconds(timings.get(PRODUCTS_ROW)!, rows / ROWS_PER_PRODUCT);
  const products = productsOf(evaluations);
  const visits = bench.ideas.length * PASSES * PIXELS;
  const sequential = inSeconds(timings.get(SEQUENTIAL_ROW)!, visits * CANDIDATES_PER_VISIT);
  return [
    {
      name: IDEAS_ROW,
      ...ideas,
      unit: 's',
      ratios: [{ to: PRODUCTS_ROW, value: ideas.best / products.best }],
    },
    { name: PRODUCTS_ROW, ...products, unit: 's' },
    {
      name: MONTE_CARLO_ROW,
      ...monteCarlo,
      unit: 's',
      ratios: [{ to: PRODUCTS_ROW, value: monteCarlo.best / productsOf(proposalEvaluations).best }],
    },
    {
      name: SEQUENTIAL_ROW,
      ...sequential,
      unit: 's',
      ratios: [{ to: IDEAS_ROW, value: sequential.best / ideas.best }],
    },
    { name: FIRST_ROW, value: bench.firstMs / 1000, unit: 's' },
    { name: EVALUATIONS_ROW, value: evaluations, unit: 'images' },
    { name: PROPOSAL_EVALUATIONS_ROW, value: proposalEvaluations, unit: 'images' },
  ];
}

function countEvaluations(ideas: readonly Idea[]): number {
  return ideas.reduce((sum, idea) => sum + idea.evaluations, 0);
}

function inSeconds({ medianMs, bestMs }: Timing, units: number): { value: number; best: number } {
  return { value: (medianMs * units) / 1000, best: (bestMs * units) / 1000 };
}
