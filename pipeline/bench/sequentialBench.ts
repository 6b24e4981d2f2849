/** Times the sequential C++ program beside our coordinate search, and holds their images against each other. */
import type { MlpParameters } from '../engine/engine.ts';
import { formatQuantity } from '../page/wording.ts';
import type { Idea } from '../search/idea.ts';
import type { BenchRow } from './benchTable.ts';
import type { CoordinatePeer, LoopOrder } from './coordinatePeer.ts';
import { ideasRow, PASSES, planSearches } from './ideasBench.ts';

/** The loops, by how the row is called. */
const LOOPS: Readonly<Record<LoopOrder, string>> = {
  sums: "the article's loops",
  inputs: 'loops that become vector instructions',
};

/** Name of the row of one of the loops. */
export function sequentialRow(hidden: number, loop: LoopOrder): string {
  return `ten ideas ${hidden}, sequential C++, ${LOOPS[loop]}`;
}

/** What our search found, on which engine, and how long it took in seconds. */
export interface OurSearch {
  readonly engine: string;
  readonly ideas: readonly Idea[];
  readonly best: number;
}

/**
 * The rows of the program, in processor seconds of ten ideas, and so on one thread, like ours. Only the first `digits` digits
 * are searched, which takes a share of the time. Throws an Error where a pixel is not that of our search.
 */
export async function measureSequential(
  peer: CoordinatePeer,
  parameters: MlpParameters,
  digits: number,
  ours: OurSearch,
): Promise<BenchRow[]> {
  const { hidden } = parameters;
  const all = planSearches();
  const rows: BenchRow[] = [];
  for (const loop of ['sums', 'inputs'] as const) {
    const tasks = all.slice(0, digits);
    const found = await peer.search(parameters, { tasks, passes: PASSES, loop });
    assertSameImages(found.images, ours.ideas);
    const value = (found.processorSeconds * all.length) / digits;
    const to = ideasRow(hidden, 'coordinate', ours.engine);
    rows.push({
      name: sequentialRow(hidden, loop),
      ...{ value, best: value, unit: 's' },
      ratios: [{ to, value: value / ours.best }],
      remark: `processor time, from ${digits} of the digits; elapsed ${found.seconds.toPrecision(3)} s on ${formatQuantity(found.threads, 'thread')}`,
    });
  }
  return rows;
}

/** Throws an Error that names the first pixel at which an image of the program is not that of our idea. */
export function assertSameImages(images: readonly Float32Array[], ideas: readonly Idea[]): void {
  images.forEach((image, k) => {
    const { digit, image: own } = ideas[k]!;
    const pixel = image.findIndex((value, at) => value !== own[at]);
    if (pixel < 0) return;
    throw new Error(
      `bench: expected the sequential program's idea of ${digit} to be ours, got ${image[pixel]} for ${own[pixel]} at pixel ${pixel}`,
    );
  });
}
