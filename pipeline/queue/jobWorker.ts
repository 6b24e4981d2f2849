/** Takes jobs of one queue, as many at a time as there are processes, and keeps their locks while they are computed. */
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import { findUserError } from '../store/faultReport.ts';
import { describeReason, ReportedError } from '../study/errors.ts';
import type { EpochRecord } from '../study/records.ts';
import type { QueueAddress } from './address.ts';
import type { Board } from './board.ts';
import { CANCELLED, encodeFailure, type JobResult, jobData, jobIdOf, PREFIX } from './jobs.ts';
import type { ModelComputer } from './modelComputer.ts';
import { optionsOf } from './redis.ts';

/** What a worker of a queue is given. */
export interface JobWorkerPlan {
  readonly name: string;
  readonly address: QueueAddress;
  readonly processes: number;
  readonly lostAfterMs: number;
  readonly board: Board;
  readonly computer: ModelComputer;
}

/** A job whose workers were lost so often fails: it may be what ends them. */
const MOST_LOSSES = 10;
/** A job that is given back is there for others after so long. */
const GIVEN_BACK_FOR_MS = 1000;
/** Epochs of a model are told at most so often. */
const TOLD_EVERY_MS = 500;

/** Takes jobs from the moment that it is made. */
export class JobWorker {
  readonly #queue: string;
  readonly #board: Board;
  readonly #computer: ModelComputer;
  readonly #worker: Worker<unknown, JobResult>;
  readonly #running = new Set<string>();
  /** A study that the store does not have; null unless one was asked for. */
  #lacking: string | null = null;

  constructor(queue: string, { name, address, processes, lostAfterMs, board, computer }: JobWorkerPlan) {
    this.#queue = queue;
    this.#board = board;
    this.#computer = computer;
    this.#worker = new Worker<unknown, JobResult>(
      queue,
      (job, token, signal) => this.#work(job, token!, signal!),
      {
        connection: optionsOf(address),
        prefix: PREFIX,
        name,
        concurrency: processes,
        lockDuration: lostAfterMs,
        stalledInterval: lostAfterMs,
        maxStalledCount: MOST_LOSSES,
        removeOnComplete: { count: 0 },
      },
    );
    // The connection tells of itself (redis.ts); a lock that could not be renewed makes no difference to what is computed.
    this.#worker.on('error', () => undefined);
  }

  /** Jobs that it is at. */
  get running(): number {
    return this.#running.size;
  }

  /** Stops computing what nobody waits for any more. */
  async stopCancelled(): Promise<void> {
    const hashes = [...this.#running];
    for (const hash of await this.#board.listCancelled(this.#queue, hashes)) {
      this.#worker.cancelJob(jobIdOf(hash), CANCELLED);
    }
  }

  /** Why it takes no jobs at present: the store lacks the study of one; null where it takes them, from now on if that has come. */
  async findWhyIdle(): Promise<string | null> {
    if (this.#lacking === null) return null;
    const why = await this.#computer.findWhyLacking(this.#lacking);
    if (why !== null) return why;
    this.#lacking = null;
    this.#worker.resume();
    return null;
  }

  /** Takes no more jobs, and resolves when those that it is at are done. */
  async drain(): Promise<void> {
    await this.#worker.close();
  }

  async #work(job: Job<unknown, JobResult>, token: string, signal: AbortSignal): Promise<JobResult> {
    const data = jobData.safeParse(job.data);
    const [, hash] = /^model-([0-9a-f]{64})$/.exec(job.id ?? '') ?? [];
    if (!data.success || hash === undefined) {
      throw new UnrecoverableError(
        encodeFailure(
          true,
          'job: expected a study and a model, got other data; it was added by something else',
        ),
      );
    }
    const { model, study } = data.data;
    this.#running.add(hash);
    try {
      let toldAt = Number.NEGATIVE_INFINITY;
      const onEpoch = (record: EpochRecord): void => {
        if (performance.now() - toldAt < TOLD_EVERY_MS) return;
        toldAt = performance.now();
        void job.updateProgress(record).catch(() => undefined);
      };
      const asked = { data: data.data, hash, queue: this.#queue, signal, onEpoch };
      const outcome = await this.#computer.compute(asked);
      if (outcome === 'no study') return await this.#giveBack(job, token, study);
      console.log(`${model}: ${outcome}`);
      return { published: outcome === 'published' };
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      throw this.#toFailure(error, model, signal);
    } finally {
      this.#running.delete(hash);
    }
  }

  /** Takes no more jobs until the store has the study, and leaves this one to others: it is no failure of the job's. */
  async #giveBack(job: Job<unknown, JobResult>, token: string, study: string): Promise<never> {
    this.#lacking = study;
    await this.#worker.pause(true);
    await job.moveToDelayed(Date.now() + GIVEN_BACK_FOR_MS, token);
    throw new DelayedError();
  }

  /** What the queue, and with it the sweep, is told of an error: one line. */
  #toFailure(error: unknown, model: string, signal: AbortSignal): Error {
    if (signal.aborted) {
      console.error(`${model}: ${CANCELLED}`);
      return new UnrecoverableError(encodeFailure(true, CANCELLED));
    }
    const mendable = findUserError(error);
    const line =
      mendable !== null || error instanceof ReportedError
        ? describeReason(mendable ?? error)
        : `its process failed (${describeReason(error)})`;
    console.error(line.startsWith(`${model}:`) ? line : `${model}: ${line}`);
    return new Error(encodeFailure(mendable !== null, line));
  }
}
