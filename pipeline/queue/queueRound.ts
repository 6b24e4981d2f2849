/**
 * One sweep on the queue: it is filled, what workers have put into the store is gathered, and the sweep says what becomes of each model.
 *
 * What has happened is read from the store and the queue every few seconds; events only say it sooner. So a sweep outlives lost
 * events, a Redis that restarts or forgets, and workers that end.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import { HEEDED, type Interrupt } from '../store/interrupts.ts';
import { hashOf, type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import { describeReason } from '../study/errors.ts';
import { epochRecord } from '../study/records.ts';
import type { Outcome } from '../sweep/computeModels.ts';
import type { Plan, PlannedModel } from '../sweep/plan.ts';
import { openProgress, type Progress } from '../sweep/progress.ts';
import type { QueueAddress } from './address.ts';
import { type Board, TOLD_EVERY_MS } from './board.ts';
import { checkJudgesHere } from './checkJudgesHere.ts';
import { gatherModel } from './gatherModel.ts';
import { decodeFailure, modelHash } from './jobs.ts';
import { type JobListener, QueueJobs, type WantedJob } from './queueJobs.ts';
import { queueNameOf, type Requirements } from './requirements.ts';
import { sendStudy, sharedOf } from './studyBundle.ts';

/** Models are gathered so many at once. */
const GATHERED_AT_ONCE = 4;
/** A model that comes damaged or outdated from the store is asked for again so often. */
const MOST_RETURNS = 3;
/** So many jobs are looked after at a time. */
const LOOKED_AFTER = 2000;
/** Without a worker for so long, the sweep says so. */
const ALONE_AFTER_MS = 10_000;

/** What a round works with. */
export interface RoundPlaces {
  readonly address: QueueAddress;
  readonly store: ObjectStore;
  readonly redis: Redis;
  readonly board: Board;
  readonly wanted: Requirements;
}

/** A model that is waited for. */
interface OpenModel {
  readonly planned: PlannedModel;
  readonly job: WantedJob;
  /** How often it was asked for again. */
  returns: number;
}

/** One sweep on the queue. */
export class QueueRound {
  readonly #study: Study;
  readonly #data: StudyData;
  readonly #plan: Plan;
  readonly #places: RoundPlaces;
  readonly #progress: Progress;
  readonly #jobs: QueueJobs;
  /** Models that are waited for, by content hash. */
  readonly #open = new Map<string, OpenModel>();
  /** Of these, the ones whose files wait to be gathered, or are. */
  readonly #arrived = new Set<string>();
  readonly #toGather: string[] = [];
  #gathering = 0;
  readonly #told = new Set<string>();
  #processes = 0;
  readonly #begunAt = performance.now();
  #finished = 0;
  /** Of each model that failed, whether that is a fault of ours. */
  readonly #failures: boolean[] = [];
  #signal: Interrupt | null = null;
  /** Where the next look after the jobs begins. */
  #lookFrom = 0;
  #changed: () => void = () => undefined;

  constructor(study: Study, data: StudyData, plan: Plan, places: RoundPlaces) {
    this.#study = study;
    this.#data = data;
    this.#plan = plan;
    this.#places = places;
    this.#progress = openProgress(plan, () => Math.max(1, this.#processes));
    this.#jobs = new QueueJobs(places.address, places.redis, queueNameOf(places.wanted));
  }

  /** Computes the plan. */
  async run(): Promise<Outcome> {
    const onSignal = (signal: Interrupt): void => {
      this.#signal ??= signal;
      this.#changed();
    };
    for (const signal of HEEDED) process.on(signal, onSignal);
    const isCheckDue = this.#plan.scoring.isCheckDue;
    const check = isCheckDue ? checkJudgesHere(this.#study, () => this.#signal !== null) : null;
    try {
      if (this.#plan.models.length > 0) {
        await this.#fill();
        await this.#waitForAll();
      }
      if (this.#signal !== null) await Promise.race([this.#cancel(), wait(TOLD_EVERY_MS)]);
      if (check !== null) this.#progress.judgesChecked(await check.warning);
    } finally {
      check?.stop();
      for (const signal of HEEDED) process.off(signal, onSignal);
      this.#progress.close();
      await this.#jobs.close();
    }
    return {
      finished: this.#finished,
      failed: this.#failures.length,
      hasFault: this.#failures.includes(true),
      interruptedBy: this.#signal,
    };
  }

  /** Sends the study, and adds a job for each model that the store does not have. */
  async #fill(): Promise<void> {
    const { store, wanted, board } = this.#places;
    const hash = await sendStudy(this.#study, store, wanted);
    const shared = await sharedOf(this.#study, this.#data.identity, wanted);
    for (const [rank, planned] of this.#plan.models.entries()) {
      const model = modelHash(shared, planned.model);
      const job = { hash: model, data: { study: hash, model: planned.model.name }, rank };
      this.#open.set(model, { planned, job, returns: 0 });
    }
    const there = new Set((await store.list('models/')).map(hashOf));
    const missing = [...this.#open.keys()].filter((one) => !there.has(one));
    await this.#jobs.listen(this.#listener());
    // Those that have failed before are tried again.
    const failed = await this.#jobs.listFailed();
    await this.#jobs.remove(missing.filter((one) => failed.has(one)));
    await board.want(wanted);
    await this.#ask(missing);
    for (const one of this.#open.keys()) if (there.has(one)) this.#arrive(one);
  }

  async #ask(hashes: readonly string[]): Promise<void> {
    const jobs = hashes.flatMap((hash) => this.#open.get(hash)?.job ?? []);
    await this.#places.board.uncancel(
      this.#jobs.name,
      jobs.map(({ hash }) => hash),
    );
    await this.#jobs.add(jobs);
  }

  async #waitForAll(): Promise<void> {
    // Redis may be away for as long as it likes: an interrupt, and what the store has, are heeded meanwhile.
    let looking: Promise<void> | null = null;
    let lookedAt = Number.NEGATIVE_INFINITY;
    while (this.#open.size > 0 && this.#signal === null) {
      if (looking === null && performance.now() - lookedAt >= TOLD_EVERY_MS) {
        lookedAt = performance.now();
        looking = this.#lookAfter()
          .catch((error: unknown) => this.#sayOnce(describeReason(error)))
          .finally(() => {
            looking = null;
          });
      }
      const changed = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      const timer = new AbortController();
      await Promise.race([changed, wait(TOLD_EVERY_MS, null, { signal: timer.signal }).catch(() => null)]);
      timer.abort();
    }
  }

  /** Tells the board again, hears of workers, and finds out what no event has told. */
  async #lookAfter(): Promise<void> {
    const { board, wanted, store } = this.#places;
    await board.want(wanted);
    this.#processes = await board.countProcesses(wanted);
    for (const refusal of await board.listRefusals(wanted)) this.#sayOnce(`refused by a worker: ${refusal}`);
    this.#sayIfAlone();
    for (const [hash, reason] of await this.#jobs.listFailed()) this.#fail(hash, reason);
    const waiting = [...this.#open.keys()].filter((hash) => !this.#arrived.has(hash));
    if (this.#lookFrom >= waiting.length) this.#lookFrom = 0;
    const some = waiting.slice(this.#lookFrom, this.#lookFrom + LOOKED_AFTER);
    this.#lookFrom += LOOKED_AFTER;
    const lost: string[] = [];
    for (const hash of await this.#jobs.listGone(some)) {
      if (await store.has(objectKeyOf('models', hash))) this.#arrive(hash);
      else if (this.#open.has(hash) && !this.#arrived.has(hash)) lost.push(hash);
    }
    if (lost.length === 0) return;
    this.#say(
      `${formatQuantity(lost.length, 'job')} lost by the queue, or whose files are gone; added again`,
    );
    // The study may be gone with them.
    await sendStudy(this.#study, store, wanted);
    await this.#ask(lost);
  }

  #listener(): JobListener {
    return {
      onDone: (hash) => this.#arrive(hash),
      onFailed: (hash, reason) => this.#fail(hash, reason),
      onLost: (hash) => {
        const open = this.#open.get(hash);
        if (open !== undefined)
          this.#say(`${open.planned.model.name}: its worker was lost; it waits for another`);
      },
      onProgress: (hash, progress) => {
        const open = this.#open.get(hash);
        const record = epochRecord.safeParse(progress);
        if (open !== undefined && record.success)
          this.#progress.modelAdvanced(open.planned.model, record.data);
      },
    };
  }

  /** The files of a model are in the store. */
  #arrive(hash: string): void {
    if (!this.#open.has(hash) || this.#arrived.has(hash)) return;
    this.#arrived.add(hash);
    this.#toGather.push(hash);
    this.#gatherNext();
  }

  #gatherNext(): void {
    while (this.#gathering < GATHERED_AT_ONCE && this.#signal === null) {
      const hash = this.#toGather.shift();
      if (hash === undefined) return;
      this.#gathering++;
      void this.#gather(hash).finally(() => {
        this.#gathering--;
        this.#changed();
        this.#gatherNext();
      });
    }
  }

  async #gather(hash: string): Promise<void> {
    const open = this.#open.get(hash)!;
    const { planned } = open;
    try {
      const gathered = await gatherModel(this.#study, this.#data, planned, hash, this.#places.store);
      if (gathered.fault === null) {
        this.#open.delete(hash);
        this.#finished++;
        // Of its epochs not all are told on the way.
        if (gathered.lastEpoch !== undefined) this.#progress.modelAdvanced(planned.model, gathered.lastEpoch);
        this.#progress.modelFinished(planned.model, gathered.seconds);
        this.#progress.modelScored(null);
        return;
      }
      this.#say(gathered.fault);
      if (open.returns++ < MOST_RETURNS) {
        await this.#ask([hash]);
        this.#arrived.delete(hash);
      } else this.#end(hash, gathered.fault, true);
    } catch (error) {
      this.#end(hash, describeReason(error), !(error instanceof Error && error.name === 'UserError'));
    }
  }

  #fail(hash: string, reason: string): void {
    const { isMendable, line } = decodeFailure(reason);
    if (!this.#arrived.has(hash)) this.#end(hash, line, !isMendable);
  }

  #end(hash: string, line: string, isFault: boolean): void {
    const open = this.#open.get(hash);
    if (open === undefined) return;
    this.#open.delete(hash);
    this.#failures.push(isFault);
    this.#progress.modelFailed(open.planned.model, line);
    this.#changed();
  }

  /** Takes out of the queue what nobody waits for any more; those that compute it stop. */
  async #cancel(): Promise<void> {
    const hashes = [...this.#open.keys()];
    await this.#places.board.cancel(this.#jobs.name, hashes);
    await this.#jobs.remove(hashes);
  }

  #sayIfAlone(): void {
    if (this.#processes > 0 || performance.now() - this.#begunAt < ALONE_AFTER_MS) return;
    this.#sayOnce('no worker computes models of this study; start some: make worker QUEUE=... STORE=...');
  }

  #sayOnce(line: string): void {
    if (this.#told.has(line)) return;
    this.#told.add(line);
    this.#say(line);
  }

  #say(line: string): void {
    this.#progress.say(line);
  }
}
