/** Connections to Redis: opened with a look whether it answers, and kept through restarts of it and drops of the network. */
import { Redis, type RedisOptions } from 'ioredis';
import { describeReason, expected, UserError } from '../study/errors.ts';
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

/** Throws a UserError unless Redis answers, to this user, and has the database. */
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
    // The client selects it, too, but goes on with 0 where that fails.
    if (address.db !== 0) await redis.select(address.db);
  } catch (error) {
    throw explain(address, failure ?? (error as Error));
  } finally {
    redis.disconnect();
  }
}

/** An error of a connection in one line, without what the client has sent. */
function explain({ name }: QueueAddress, error: Error): Error {
  const mended = asQueueError(error, name);
  if (mended instanceof UserError) return mended;
  if (isReply(error) && error.command?.name === 'select') {
    const nextStep = 'end the address in /0, or up to /15 unless that Redis is set otherwise';
    return expected(
      'QUEUE',
      `a database that the Redis at ${name} has`,
      `'${describeReason(error)}'`,
      nextStep,
    );
  }
  const reason = 'code' in error ? String(error.code) : error.message.split('\n', 1)[0]!;
  return expected('QUEUE', `a Redis that answers at ${name}`, reason, 'start it, or name another');
}

/**
 * A UserError of one line where `error` is a refusal of the Redis called `name` that the user can mend, such as a lack of rights or of
 * memory; any other error as it is. It repeats nothing of what the client has sent.
 */
export function asQueueError(error: unknown, name: string): unknown {
  const code = findCode(error);
  if (code === null) return error;
  const [what, nextStep] = REFUSALS[code](name);
  return expected('QUEUE', what, code, nextStep);
}

const lockedOut = (name: string): readonly [string, string] => [
  `a Redis at ${name} that lets this user in`,
  'set DIGIT_IDEAS_QUEUE_USERNAME and DIGIT_IDEAS_QUEUE_PASSWORD, and give that user the rights of docs/queue.md',
];

/** What is expected instead of a refusal of Redis, and what to do, by the word that a refusal begins with. */
const REFUSALS = {
  NOAUTH: lockedOut,
  WRONGPASS: lockedOut,
  NOPERM: lockedOut,
  OOM: (name: string) => [
    `room in the Redis at ${name}`,
    'let it have more memory (its maxmemory), or name another',
  ],
  READONLY: (name: string) => [
    `a Redis at ${name} that can be written`,
    'name its primary: this is a replica',
  ],
  MISCONF: (name: string) => [
    `a Redis at ${name} that can save to its disk`,
    'see its log, and free or mend its disk',
  ],
} as const satisfies Record<string, (name: string) => readonly [string, string]>;

/** Of a script, Redis 6 tells its refusal behind where that was. */
const CODE = /^(?:ERR Error running script.*: -)?([A-Z]{3,})\b/;
/** So Redis says NOPERM where it is a script that may not do something. */
const NO_RIGHT = /\bThe user executing the script can't\b/;

/** The word of a refusal that the user can mend; null of any other error. */
function findCode(error: unknown): keyof typeof REFUSALS | null {
  if (!isReply(error)) return null;
  // A transaction says only that one of its commands was refused.
  const [first] = error.previousErrors ?? [];
  if (first !== undefined) return findCode(first);
  const code = NO_RIGHT.test(error.message) ? 'NOPERM' : CODE.exec(error.message)?.[1];
  return code !== undefined && code in REFUSALS ? (code as keyof typeof REFUSALS) : null;
}

/** An answer of Redis that is an error. */
interface Reply extends Error {
  readonly command?: { readonly name: string };
  /** Of a transaction: why it was given up. */
  readonly previousErrors?: readonly unknown[];
}

/** By its name: BullMQ may bring a client of its own, whose classes are others. */
function isReply(error: unknown): error is Reply {
  return error instanceof Error && error.name === 'ReplyError';
}
