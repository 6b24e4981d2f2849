/** The jobs of one sweep in the queue: added, looked after, and taken out. */
import { type Job, Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import { endWithin } from './endWithin.ts';
import { chunksOf, type JobData, jobData, jobIdOf, jobOptions, PREFIX } from './jobs.ts';
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

/** A job as it is in the queue. */
export interface SeenJob {
  /** Content hash of its model. */
  readonly hash: string;
  /** Name of its model, as the job has it; the id where something else has added it. */
  readonly model: string;
  /** What its worker has told last. */
  readonly progress: unknown;
  /** Why it failed; empty where it has not. */
  readonly reason: string;
}

/** The jobs of a queue at one time. */
export interface SeenJobs {
  /** How many wait for a worker, or for their next try. */
  readonly waiting: number;
  readonly active: readonly SeenJob[];
  readonly failed: readonly SeenJob[];
}

const JOB = 'model';
/** A Redis that answers has said goodbye by then. */
const CLOSES_WITHIN_MS = 2000;

/** The queue of one kind of workers. */
export class QueueJobs {
  readonly name: string;
  readonly #redis: Redis;
  readonly #queue: Queue;
  readonly #address: QueueAddress;
  #events: QueueEvents | null = null;

  constructor(address: QueueAddress, redis: Redis, name: string) {
    this.name = name;
    this.#address = address;
    this.#redis = redis;
    this.#queue = new Queue(name, { connection: optionsOf(address), prefix: PREFIX });
    // The connection tells of itself (redis.ts).
    this.#queue.on('error', () => undefined);
  }

  /** Resolves when events are heard. */
  async listen(listener: JobListener): Promise<void> {
    const events = new QueueEvents(this.name, { connection: optionsOf(this.#address), prefix: PREFIX });
    this.#events = events;
    events.on('error', () => undefined);
    const hear = (work: (hash: string) => void, jobId: string) => {
      const hash = hashOfJob(jobId);
      if (hash !== null) work(hash);
    };
    events.on('completed', ({ jobId }) => hear((hash) => listener.onDone(hash), jobId));
    events.on('failed', ({ jobId, failedReason }) =>
      hear((hash) => listener.onFailed(hash, failedReason), jobId),
    );
    events.on('stalled', ({ jobId }) => hear((hash) => listener.onLost(hash), jobId));
    events.on('progress', ({ jobId, data }) => hear((hash) => listener.onProgress(hash, data), jobId));
    await events.waitUntilReady();
  }

  /** What is in the queue now. */
  async look(): Promise<SeenJobs> {
    const counts = await this.#queue.getJobCounts('waiting', 'prioritized', 'delayed');
    const [active, failed] = [await this.#queue.getActive(0, -1), await this.#queue.getFailed(0, -1)];
    return {
      waiting: Object.values(counts).reduce((sum, count) => sum + count, 0),
      active: active.flatMap(seen),
      failed: failed.flatMap(seen),
    };
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
    const failed = await this.#queue.getFailed(0, -1);
    return new Map(failed.flatMap(seen).map(({ hash, reason }) => [hash, reason || 'no reason is known']));
  }

  /** Takes jobs out, but for those that a worker is at. */
  async remove(hashes: Iterable<string>): Promise<void> {
    for (const chunk of chunksOf([...hashes])) {
      await Promise.all(chunk.map((hash) => this.#queue.remove(jobIdOf(hash)).catch(() => 0)));
    }
  }

  /** Ends the connections, also while Redis is away. Those that it does not answer are left open. */
  async close(): Promise<void> {
    await endWithin(CLOSES_WITHIN_MS, Promise.allSettled([this.#events?.close(), this.#queue.close()]));
  }
}

/** None where the job was taken out meanwhile, or has no id of ours. */
function seen(job: Job | undefined): SeenJob[] {
  const hash = job?.id === undefined ? null : hashOfJob(job.id);
  if (hash === null) return [];
  const data = jobData.safeParse(job!.data);
  const model = data.success ? data.data.model : job!.id!;
  return [{ hash, model, progress: job!.progress, reason: job!.failedReason ?? '' }];
}

function hashOfJob(jobId: string): string | null {
  return /^model-([0-9a-f]{64})$/.exec(jobId)?.[1] ?? null;
}
