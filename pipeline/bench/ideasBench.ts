/** Times ten ideas of one model, by every search and every engine, against the matrix products that they need. */
import type { Engine, LoadedModel, MlpParameters } from '../engine/engine.ts';
import { DIGITS } from '../math/images.ts';
import type { Idea, SearchTask } from '../search/idea.ts';
import { search } from '../search/search.ts';
import { drawStart } from '../search/starts.ts';
import { type MethodName, type SearchConfig, searchSchema } from '../study/config.ts';
import { METHODS } from '../study/searchMethods.ts';
import type { BenchRow } from './benchTable.ts';
import { findFastest } from './floors.ts';
import { type ProductMaker, type Products, planSearch } from './products.ts';
import { chooseUnits, type TimedTask, type Timing, type Timings } from './rounds.ts';

/** The article's number of passes. */
export const PASSES = 5;
/** Rows of one product: large enough to be at the processor's full rate. */
const ROWS_PER_PRODUCT = 1000;
const PRODUCTS_MS = 100;

/** Name of the row of ten ideas by a search on an engine. */
export function ideasRow(hidden: number, method: MethodName, engine: string): string {
  const { title, describeLength } = METHODS[method];
  return `ten ideas ${hidden}, ${title} (${describeLength(configure(method))}), ${engine}`;
}

/** Name of the row of the products of one search. */
export function productsRow(hidden: number, method: MethodName): string {
  return `as many rows of the ${hidden} x ${hidden} product, ${METHODS[method].title}`;
}

function productTask(hidden: number, maker: string): string {
  return `a product of ${ROWS_PER_PRODUCT} rows with ${hidden} x ${hidden}, ${maker}`;
}

/** The search's config; as in the article where it has such a search, else as a study's unless told otherwise. */
function configure(method: MethodName): SearchConfig {
  return searchSchema.parse({ method, passes: PASSES });
}

/** The article's ten searches, one a digit. */
export function planSearches(): SearchTask[] {
  return DIGITS.map((digit) => ({
    digit,
    restart: 0,
    start: drawStart({ start: 'article', seed: 0 }, digit, 0),
  }));
}

/** What one search of all digits found, on one engine. */
export interface FoundIdeas {
  readonly method: MethodName;
  readonly engine: string;
  readonly ideas: readonly Idea[];
}

/** The tasks that time the ideas, and what the first searches found. Call `dispose` when done. */
export interface IdeasBench {
  readonly hidden: number;
  readonly tasks: readonly TimedTask[];
  readonly found: readonly FoundIdeas[];
  /** The libraries whose products are timed. */
  readonly makers: readonly string[];
  dispose(): Promise<void>;
}

/** Opens the model on every engine and searches once by each of `methods`. */
export async function openIdeasBench(
  engines: readonly Engine[],
  makers: readonly ProductMaker[],
  parameters: MlpParameters,
  methods: readonly MethodName[],
): Promise<IdeasBench> {
  const { hidden } = parameters;
  const searches = planSearches();
  const tasks: TimedTask[] = [];
  const found: FoundIdeas[] = [];
  const opened: (LoadedModel | Products)[] = [];
  for (const engine of engines) {
    const model = await engine.loadModel(parameters);
    opened.push(model);
    for (const method of methods) {
      const run = () => search(model, searches, configure(method));
      found.push({ method, engine: engine.name, ideas: await run() });
      tasks.push({
        name: ideasRow(hidden, method, engine.name),
        units: 1,
        run: async () => void (await run()),
      });
    }
  }
  for (const maker of makers) {
    const products = await maker.openProducts(planSearch(hidden, ROWS_PER_PRODUCT));
    opened.push(products);
    const units = await chooseUnits((times) => products.run(times), PRODUCTS_MS, 1);
    tasks.push({ name: productTask(hidden, maker.name), units, run: () => products.run(units) });
  }
  const dispose = async () => {
    for (const one of opened) await one.dispose();
  };
  return { hidden, tasks, found, makers: makers.map(({ name }) => name), dispose };
}

/** The rows of the ideas; times in seconds. An ascent needs more than these products, and has no row of them. */
export function ideasRows(
  { hidden, found, makers }: Omit<IdeasBench, 'tasks' | 'dispose'>,
  timings: Timings,
): BenchRow[] {
  const products = findFastest(makers, (maker) => timings.get(productTask(hidden, maker))!);
  return found.flatMap(({ method, engine, ideas }, k): BenchRow[] => {
    const evaluations = ideas.reduce((sum, idea) => sum + idea.evaluations, 0);
    const floor = inSeconds(products, evaluations / ROWS_PER_PRODUCT);
    const own = inSeconds(timings.get(ideasRow(hidden, method, engine))!);
    const to = productsRow(hidden, method);
    const isFirst = found.findIndex((one) => one.method === method) === k;
    const isAscent = method === 'gradient';
    return [
      {
        name: ideasRow(hidden, method, engine),
        ...own,
        ...(!isAscent && { ratios: [{ to, value: own.best / floor.best }] }),
        remark: `${evaluations.toLocaleString('en-GB')} images evaluated`,
      },
      ...(isFirst && !isAscent ? [{ name: to, ...floor, remark: products.maker }] : []),
    ];
  });
}

/** Times of `units` units of work as fields of a row. */
export function inSeconds(
  { medianMs, bestMs, quartilesMs: [first, third] }: Timing,
  units = 1,
): Required<Pick<BenchRow, 'value' | 'best' | 'quartiles' | 'unit'>> {
  const seconds = (ms: number) => (ms * units) / 1000;
  return {
    value: seconds(medianMs),
    best: seconds(bestMs),
    quartiles: [seconds(first), seconds(third)],
    unit: 's',
  };
}
