/** Connections to Redis: opened with a look whether it answers, and kept through restarts of it and drops of the network. */
import { Redis, type RedisOptions } from 'ioredis';
import { expected } from '../study/errors.ts';
import type { QueueAddress } from './address.ts';

/** How long Redis may take to answer at first. */
const ANSWERS_WITHIN_MS = 10_000;
/** The longest time between two tries to connect again. */
const LONGEST_WAIT_MS = 2000;
/** A connection of which nothing was heard for so long is taken for lost: the system itself takes minutes. */
const SILENT_AFTER_MS = 20_000;

/** What every connection of a process is opened with. */
export function optionsOf({ host, port, db, tls, username, password }: QueueAddress) {
  return {
    ...{ host, port, db },
    ...(tls && { tls }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // Commands wait until the connection is back.
    maxRetriesPerRequest: null,
    retryStrategy: (times: number): number | null => Math.min(100 * times, LONGEST_WAIT_MS),
    connectTimeout: 5000,
    keepAlive: 5000,
    socketTimeout: SILENT_AFTER_MS,
  } satisfies RedisOptions;
}

/** Opens a connection. `onNews` hears in one line that it is lost and that it is back. Throws a UserError where none can be opened. */
export async function openRedis(address: QueueAddress, onNews: (line: string) => void): Promise<Redis> {
  await assertAnswers(address);
  const redis = new Redis(optionsOf(address));
  let isLost = false;
  redis.on('error', () => undefined);
  redis.on('close', () => {
    if (isLost || redis.status === 'end') return;
    isLost = true;
    onNews(
      `${address.name}: lost; what is being computed goes on, and the queue is asked again until it answers`,
    );
  });
  redis.on('ready', () => {
    if (isLost) onNews(`${address.name}: back`);
    isLost = false;
  });
  return redis;
}

/** Throws a UserError unless Redis answers, to this user. */
async function assertAnswers(address: QueueAddress): Promise<void> {
  let failure: Error | undefined;
  const redis = new Redis({
    ...optionsOf(address),
    lazyConnect: true,
    connectTimeout: ANSWERS_WITHIN_MS,
    retryStrategy: () => null,
  } satisfies RedisOptions);
  redis.on('error', (error: Error) => {
    failure = error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw explain(address, failure ?? (error as Error));
  } finally {
    redis.disconnect();
  }
}

/** An error of a connection in one line, without what the client has sent. */
function explain({ name }: QueueAddress, error: Error): Error {
  const [code = ''] = /^[A-Z]{4,}/.exec(error.message) ?? [];
  if (['NOAUTH', 'WRONGPASS', 'NOPERM'].includes(code)) {
    const nextStep =
      'set DIGIT_IDEAS_QUEUE_USERNAME and DIGIT_IDEAS_QUEUE_PASSWORD, and give that user the rights of docs/queue.md';
    return expected('QUEUE', `a Redis at ${name} that lets this user in`, code, nextStep);
  }
  const reason = 'code' in error ? String(error.code) : error.message.split('\n', 1)[0]!;
  return expected('QUEUE', `a Redis that answers at ${name}`, reason, 'start it, or name another');
}
