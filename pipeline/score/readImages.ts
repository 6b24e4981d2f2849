/** Has the frozen panel read images, on as many processes as that is faster with. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANSWERS } from '../judging/answers.ts';
import { PIXELS } from '../math/images.ts';
import type { EngineName } from '../study/config.ts';
import { openPool } from '../sweep/pool.ts';
import { type ChunkAnswers, type ChunkOrder, encodeChunk } from './chunk.ts';
import type { PanelAnswers } from './scoreTable.ts';

/** The worker beside this file: TypeScript, or JavaScript where the pipeline is compiled. */
const WORKER = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));

/** Images that are read at once: enough to keep a process busy for seconds, few enough to say how far it is. */
const CHUNK = 250;

/** How images are read. */
export interface ReadingPlan {
  readonly engine: EngineName;
  /** Is told how many images are read, about ten times. */
  readonly onProgress: (done: number) => void;
}

/** Probabilities of images [n, 784] in [0, 1], as they are. The same images always give the same. */
export async function readImages(
  images: Float32Array,
  { engine, onProgress }: ReadingPlan,
): Promise<PanelAnswers> {
  const count = images.length / PIXELS;
  const starts = Array.from({ length: Math.ceil(count / CHUNK) }, (_, k) => k * CHUNK);
  const workers = Math.min(availableParallelism(), starts.length);
  const pool = openPool(WORKER, workers);
  const chunks = new Array<ChunkAnswers>(starts.length);
  const waiting = starts.entries();
  let done = 0;
  // Each worker takes the next chunk when it has read one, so that few images are on their way at once.
  const readOn = async () => {
    for (const [k, start] of waiting) {
      const chunk = images.subarray(start * PIXELS, (start + CHUNK) * PIXELS);
      const order: ChunkOrder = { engine, images: encodeChunk(chunk) };
      chunks[k] = await pool.run<ChunkAnswers>('read', order, () => undefined);
      const before = done;
      done += chunk.length / PIXELS;
      if (tenths(done, count) > tenths(before, count)) onProgress(done);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, readOn));
    return joinChunks(chunks, count);
  } finally {
    await pool.stop();
  }
}

function tenths(done: number, count: number): number {
  return Math.floor((10 * done) / count);
}

function joinChunks(chunks: readonly ChunkAnswers[], count: number): PanelAnswers {
  const join = (tableOf: (chunk: ChunkAnswers) => readonly number[]) => {
    const table = new Float64Array(count * ANSWERS);
    chunks.forEach((chunk, k) => {
      table.set(tableOf(chunk), k * CHUNK * ANSWERS);
    });
    return table;
  };
  const joinAll = (kind: 'families' | 'judges') =>
    Object.fromEntries(
      Object.keys(chunks[0]![kind]).map((name) => [name, join((chunk) => chunk[kind][name]!)]),
    );
  return { panel: join(({ panel }) => panel), families: joinAll('families'), judges: joinAll('judges') };
}
