/** Takes jobs of one queue, as many at a time as there are processes, and keeps their locks while they are computed. */
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import { findUserError } from '../store/faultReport.ts';
import { describeReason, ReportedError, UserError } from '../study/errors.ts';
import type { EpochRecord } from '../study/records.ts';
import type { QueueAddress } from './address.ts';
import type { Board } from './board.ts';
import { CANCELLED, encodeFailure, type JobResult, jobData, jobIdOf, PREFIX } from './jobs.ts';
import type { ModelComputer } from './modelComputer.ts';
import type { Places } from './places.ts';
import { optionsOf } from './redis.ts';

/** What a worker of a queue is given. */
export interface JobWorkerPlan {
  readonly name: string;
  readonly address: QueueAddress;
  readonly processes: number;
  readonly lostAfterMs: number;
  readonly board: Board;
  readonly computer: ModelComputer;
  /** Shared with the jobs of other queues. */
  readonly places: Places;
}

/** A job whose workers were lost so often fails: it may be what ends them. */
const MOST_LOSSES = 10;
/** A job for which there is no place here is there for others after so long. */
const NO_PLACE_MS = 1000;
/** One whose study the store does not have, after so long; and for so long the worker leaves all jobs to others, whose store may have it. */
const NO_STUDY_MS = 15_000;
const LEFT_TO_OTHERS_MS = 3000;
/** A job that was begun so often, and whose study was never there, fails. */
const MOST_BEGUN = 20;
/** Epochs of a model are told at most so often. */
const TOLD_EVERY_MS = 500;

/** Takes jobs from the moment that it is made. */
export class JobWorker {
  readonly #queue: string;
  readonly #board: Board;
  readonly #computer: ModelComputer;
  readonly #places: Places;
  readonly #worker: Worker<unknown, JobResult>;
  readonly #running = new Set<string>();
  /** The studies of the last jobs that the store did not have; none where it had that of the last one. */
  #lacking: readonly string[] = [];
  #isDraining = false;

  constructor(
    queue: string,
    { name, address, processes, lostAfterMs, board, computer, places }: JobWorkerPlan,
  ) {
    this.#queue = queue;
    this.#places = places;
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

  /** Why it can do nothing: the store lacks the study of one job after the other; null where it does not. One may be somebody's mistake. */
  async findWhyNot(): Promise<string | null> {
    return this.#lacking.length < 2 ? null : this.#computer.findWhyLacking(this.#lacking.at(-1)!);
  }

  /** Takes jobs again. */
  readonly #goOn = (): void => {
    if (!this.#isDraining) this.#worker.resume();
  };

  /** Takes no more jobs, and resolves when those that it is at are done. */
  async drain(): Promise<void> {
    this.#isDraining = true;
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
    // Jobs of another queue may have all the places.
    if (!this.#places.take()) return this.#waitForPlace(job, token);
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
      if (outcome === 'no study') return await this.#leaveToOthers(job, token, study);
      this.#lacking = [];
      console.log(`${model}: ${outcome}`);
      return { published: outcome === 'published' };
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      throw this.#toFailure(error, model, signal);
    } finally {
      this.#running.delete(hash);
      this.#places.give();
    }
  }

  /** Takes no more jobs until a place is free, and leaves this one to whoever has one. */
  async #waitForPlace(job: Job<unknown, JobResult>, token: string): Promise<never> {
    await this.#worker.pause(true);
    this.#places.onceFree(this.#goOn);
    return this.#giveBack(job, token, NO_PLACE_MS);
  }

  /** It may be in the store of other workers: then this one has another. Throws a UserError where nobody had it for a long time. */
  async #leaveToOthers(job: Job<unknown, JobResult>, token: string, study: string): Promise<never> {
    this.#lacking = [...this.#lacking.slice(-1), study];
    if (job.attemptsStarted > MOST_BEGUN) {
      const why = await this.#computer.findWhyLacking(study);
      if (why !== null) throw new UserError(why);
    }
    await this.#worker.pause(true);
    setTimeout(this.#goOn, LEFT_TO_OTHERS_MS).unref();
    return this.#giveBack(job, token, NO_STUDY_MS);
  }

  /** Nobody takes the job for so long: it is no failure of the job's. */
  async #giveBack(job: Job<unknown, JobResult>, token: string, forMs: number): Promise<never> {
    await job.moveToDelayed(Date.now() + forMs, token);
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
