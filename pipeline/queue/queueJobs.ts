/** The jobs of one sweep in the queue: added, looked after, and taken out. */
import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import { type JobData, jobIdOf, jobOptions, PREFIX } from './jobs.ts';
import { optionsOf } from './redis.ts';

/** A job that is to be in the queue. */
export interface WantedJob {
  /** Content hash of its model. */
  readonly hash: string;
  readonly data: JobData;
  /** Its place in the order of work, from 0. */
  readonly rank: number;
}

/** What is heard of jobs, by the content hash of the model. Nothing is heard of what happens while Redis is away. */
export interface JobListener {
  onDone(hash: string): void;
  onFailed(hash: string, reason: string): void;
  /** Its worker was lost, and it waits for another. */
  onLost(hash: string): void;
  onProgress(hash: string, progress: unknown): void;
}

/** Jobs are sent to Redis so many at a time. */
const AT_ONCE = 500;
const JOB = 'model';

/** The queue of one kind of workers. */
export class QueueJobs {
  readonly name: string;
  readonly #redis: Redis;
  readonly #queue: Queue;
  readonly #events: QueueEvents;

  constructor(address: QueueAddress, redis: Redis, name: string, listener: JobListener) {
    const connection = optionsOf(address);
    this.name = name;
    this.#redis = redis;
    this.#queue = new Queue(name, { connection, prefix: PREFIX });
    this.#events = new QueueEvents(name, { connection, prefix: PREFIX });
    // The connection tells of itself (redis.ts).
    this.#queue.on('error', () => undefined);
    this.#events.on('error', () => undefined);
    const hear = (work: (hash: string) => void, jobId: string) => {
      const hash = hashOfJob(jobId);
      if (hash !== null) work(hash);
    };
    this.#events.on('completed', ({ jobId }) => hear((hash) => listener.onDone(hash), jobId));
    this.#events.on('failed', ({ jobId, failedReason }) =>
      hear((hash) => listener.onFailed(hash, failedReason), jobId),
    );
    this.#events.on('stalled', ({ jobId }) => hear((hash) => listener.onLost(hash), jobId));
    this.#events.on('progress', ({ jobId, data }) => hear((hash) => listener.onProgress(hash, data), jobId));
  }

  /** Resolves when events are heard. */
  async listen(): Promise<void> {
    await this.#events.waitUntilReady();
  }

  /** Adds jobs; those that are there are left as they are. */
  async add(jobs: readonly WantedJob[]): Promise<void> {
    for (const chunk of chunksOf(jobs)) {
      await this.#queue.addBulk(
        chunk.map(({ hash, data, rank }) => ({ name: JOB, data, opts: jobOptions(hash, rank) })),
      );
    }
  }

  /** Of the models those whose job is not in the queue. */
  async listGone(hashes: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    for (const chunk of chunksOf(hashes)) {
      const pipeline = this.#redis.pipeline();
      for (const hash of chunk) pipeline.exists(this.#queue.toKey(jobIdOf(hash)));
      const answers = (await pipeline.exec()) ?? [];
      gone.push(...chunk.filter((_, k) => answers[k]?.[1] === 0));
    }
    return gone;
  }

  /** Reasons of the jobs that have failed for good, by the hash of their model. */
  async listFailed(): Promise<Map<string, string>> {
    const failed = new Map<string, string>();
    for (const job of await this.#queue.getFailed(0, -1)) {
      const hash = job?.id === undefined ? null : hashOfJob(job.id);
      if (hash !== null) failed.set(hash, job.failedReason ?? 'no reason is known');
    }
    return failed;
  }

  /** Takes jobs out, but for those that a worker is at. */
  async remove(hashes: Iterable<string>): Promise<void> {
    for (const chunk of chunksOf([...hashes])) {
      await Promise.all(chunk.map((hash) => this.#queue.remove(jobIdOf(hash)).catch(() => 0)));
    }
  }

  /** Ends the connections, also while Redis is away. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#events.close(), this.#queue.close()]);
  }
}

function hashOfJob(jobId: string): string | null {
  return /^model-([0-9a-f]{64})$/.exec(jobId)?.[1] ?? null;
}

function* chunksOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += AT_ONCE) yield items.slice(from, from + AT_ONCE);
}
