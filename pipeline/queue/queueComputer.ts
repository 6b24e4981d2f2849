/** The queue as what computes a sweep's models, in the place of processes of the sweep's own. */
import type { Study } from '../models/study.ts';
import type { ObjectStore } from '../store/objects/objectStore.ts';
import { openStore } from '../store/objects/openStore.ts';
import { expected } from '../study/errors.ts';
import type { Computer } from '../sweep/runSweep.ts';
import { type QueueAddress, readAddress } from './address.ts';
import { Board } from './board.ts';
import { QueueRound } from './queueRound.ts';
import { asQueueError, openRedis } from './redis.ts';
import { requireOf } from './requirements.ts';

/** Where a queue and its store are. */
export interface QueuePlaces {
  readonly address: QueueAddress;
  readonly store: ObjectStore;
}

/** Opens what QUEUE and STORE name. Throws a UserError where one is missing or cannot be used. */
export async function openPlaces(queue: string | undefined, store: string | undefined): Promise<QueuePlaces> {
  if (queue === undefined)
    throw expected('QUEUE', 'redis://HOST:PORT', 'none', 'give the address of a Redis');
  if (store === undefined) {
    throw expected('STORE', 'a folder that all machines see, or s3://BUCKET/PREFIX', 'none', 'give one');
  }
  return { address: await readAddress(queue, process.env), store: await openStore(store) };
}

/**
 * Opens the queue for a study; to be closed at the end. `isStrict`: workers need the processor features of this machine. Throws a
 * UserError where Redis does not answer, or refuses.
 */
export async function openQueueComputer(
  study: Study,
  places: QueuePlaces,
  isStrict: boolean,
): Promise<Computer & { close(): void }> {
  const redis = await openRedis(places.address, (line) => console.error(line));
  const board = new Board(redis);
  const close = (): void => {
    redis.disconnect();
    places.store.close();
  };
  try {
    const wanted = await requireOf(study, isStrict);
    await board.want(wanted);
    return {
      workers: Math.max(1, await board.countProcesses(wanted)),
      compute: (asked, data, plan) =>
        new QueueRound(asked, data, plan, { ...places, redis, board, wanted })
          .run()
          .catch((error: unknown) => Promise.reject(asQueueError(error, places.address.name))),
      close,
    };
  } catch (error) {
    // An open connection would keep the process alive.
    close();
    throw asQueueError(error, places.address.name);
  }
}
