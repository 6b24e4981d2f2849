/**
 * Measures how much faster two workers of one process each compute a study than one:
 *
 *     npx tsx test/queue/heavy/measureWorkers.ts 16 10 3
 *
 * for models of 16 hidden units and batches of 10, three rounds: in each the study is computed by one worker and by two, in turn.
 * `computing` is from when the sweep has said what is to be computed, with the workers waiting, until the last model is gathered;
 * `sweep` is the sweep's whole process, with its start, tables and report. Needs two cores with nothing else to do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, RedisServer } from '../redisProcess.ts';
import { nameStudy, Process } from './places.ts';

const [HIDDEN, BATCH, ROUNDS] = process.argv.slice(2);
/** Some twenty seconds each: of shorter ones the first, for which a worker reads the images, would count too much. */
const CHANGES = `dataset.train=20000 dataset.test=1000 training.epochs=160 grid.batch=[${BATCH}]`;
const MODELS = 12;

interface Seconds {
  readonly computing: number;
  readonly sweep: number;
}

/** Computes the study with so many workers, in folders and a Redis of its own. */
async function measure(workers: number): Promise<Seconds> {
  const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-workers-'));
  const redis = new RedisServer(await findFreePort(), folder, []);
  await redis.start();
  const places = ['--queue', redis.address, '--store', join(folder, 'store')];
  const all = Array.from(
    { length: workers },
    () => new Process('pipeline/commands/worker.ts', [...places, '--workers', '1']),
  );
  try {
    await Promise.all(all.map((worker) => worker.said(/^worker /gm)));
    const began = performance.now();
    const options = nameStudy(join(folder, 'artifacts'), HIDDEN!, MODELS);
    options[options.length - 1] += ` ${CHANGES}`;
    const sweep = new Process('pipeline/sweep.ts', [...options, ...places]);
    await sweep.said(/models to compute/g);
    const asked = performance.now();
    await sweep.said(new RegExp(`\\(${MODELS} of ${MODELS} models`, 'g'));
    const computed = performance.now();
    const code = await sweep.ended;
    if (code !== 0) throw new Error(`the sweep ended with ${code}: ${sweep.text}`);
    return { computing: (computed - asked) / 1000, sweep: (performance.now() - began) / 1000 };
  } finally {
    for (const worker of all) worker.child.kill('SIGTERM');
    await Promise.all(all.map((worker) => worker.ended));
    await redis.stop();
    await rm(folder, { recursive: true });
  }
}

console.log('| workers | computing, s | sweep, s |\n|---:|---:|---:|');
for (let round = 0; round < Number(ROUNDS); round++) {
  const [one, two] = [await measure(1), await measure(2)];
  for (const [workers, { computing, sweep }] of [one, two].entries())
    console.log(`| ${workers + 1} | ${computing.toFixed(1)} | ${sweep.toFixed(1)} |`);
  const ratios = [one.computing / two.computing, one.sweep / two.sweep].map((ratio) => ratio.toFixed(2));
  console.log(`| one by two | ${ratios.join(' | ')} |`);
}
