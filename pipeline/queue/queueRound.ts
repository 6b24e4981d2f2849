/**
 * One sweep on the queue: it is filled, what workers have put into the store is gathered, and the sweep says what becomes of each model.
 *
 * What has happened is read from the store and the queue every few seconds; events only say it sooner. So a sweep outlives lost
 * events, a Redis that restarts or forgets, and workers that end.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { dropFailure, keepFailure } from '../models/failures.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import { HEEDED, type Interrupt } from '../store/interrupts.ts';
import { hashOf, type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import { describeReason, UserError } from '../study/errors.ts';
import { epochRecord } from '../study/records.ts';
import type { Outcome } from '../sweep/computeModels.ts';
import type { Plan, PlannedModel } from '../sweep/plan.ts';
import { openProgress, type Progress } from '../sweep/progress.ts';
import type { QueueAddress } from './address.ts';
import { type Board, TOLD_EVERY_MS } from './board.ts';
import { checkJudgesHere } from './checkJudgesHere.ts';
import { endWithin } from './endWithin.ts';
import { gatherModel } from './gatherModel.ts';
import { CANCELLED, chunksOf, decodeFailure } from './jobs.ts';
import { modelHash } from './modelHash.ts';
import { type JobListener, QueueJobs, type WantedJob } from './queueJobs.ts';
import { queueNameOf, type Requirements } from './requirements.ts';
import { sendStudy, sharedOf } from './studyBundle.ts';
import { Turns } from './turns.ts';

/** Models are gathered so many at once. */
const GATHERED_AT_ONCE = 4;
/** A model that could not be gathered is tried again after so long each time. */
const GATHERED_AGAIN_MS: readonly number[] = [1000, 2000, 4000];
/** So often; and one that comes damaged or outdated from the store is asked for again as often. */
const MOST_RETURNS = GATHERED_AGAIN_MS.length;
/** What is being gathered at an interrupt is waited for so long. */
const ENDS_WITHIN_MS = 5000;
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
  /** How often it was asked for or tried again. */
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
  readonly #gathering = new Turns(GATHERED_AT_ONCE, () => this.#signal !== null);
  /** Those that somebody else has cancelled, while they are asked for again. */
  readonly #askedAgain = new Set<string>();
  /** What the board calls this sweep. */
  readonly #id = randomUUID();
  /** Where the study is in the store. */
  #studyKey = '';
  readonly #told = new Set<string>();
  #processes = 0;
  readonly #begunAt = performance.now();
  #finished = 0;
  /** Of each model that failed, whether that is a fault of ours. */
  readonly #failures: boolean[] = [];
  /** That they failed, as it is being written down. */
  readonly #kept: Promise<void>[] = [];
  #signal: Interrupt | null = null;
  #onInterrupt: () => void = () => undefined;
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
    const interrupted = new Promise<void>((resolve) => {
      this.#onInterrupt = resolve;
    });
    const onSignal = (signal: Interrupt): void => {
      this.#signal ??= signal;
      this.#onInterrupt();
      this.#changed();
    };
    for (const signal of HEEDED) process.on(signal, onSignal);
    const isCheckDue = this.#plan.scoring.isCheckDue;
    const check = isCheckDue ? checkJudgesHere(this.#study, () => this.#signal !== null) : null;
    let filled = Promise.resolve();
    try {
      if (this.#plan.models.length > 0) {
        filled = this.#fill();
        // An interrupt is heeded also where Redis is away, for which filling waits.
        await Promise.race([filled, interrupted]);
        await this.#waitForAll();
      }
      const left = filled.then(() => this.#leave()).catch(() => undefined);
      await endWithin(TOLD_EVERY_MS, left);
      // Nothing comes to its place when others may work in the study.
      await endWithin(ENDS_WITHIN_MS, this.#gathering.settle());
      await Promise.all(this.#kept);
      if (check !== null) {
        const warning = await Promise.race([check.warning, interrupted.then(() => null)]);
        this.#progress.judgesChecked(warning);
      }
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
    const { store, board, wanted } = this.#places;
    const hash = await this.#sendStudy();
    const shared = await sharedOf(this.#study, this.#data, wanted);
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

  /** Puts the study into the store, and gives its hash. */
  async #sendStudy(): Promise<string> {
    const hash = await sendStudy(this.#study, this.#places.store, this.#places.wanted);
    this.#studyKey = objectKeyOf('studies', hash);
    return hash;
  }

  /** Adds the jobs of these models, unless nobody waits for them any more. */
  async #ask(hashes: readonly string[]): Promise<void> {
    if (this.#signal !== null) return;
    const jobs = hashes.flatMap((hash) => this.#open.get(hash)?.job ?? []);
    await this.#places.board.ask(
      this.#jobs.name,
      this.#id,
      jobs.map(({ hash }) => hash),
    );
    for (const chunk of chunksOf(jobs)) if (this.#signal === null) await this.#jobs.add(chunk);
  }

  async #waitForAll(): Promise<void> {
    // Redis may be away for as long as it likes: an interrupt, and what the store has, are heeded meanwhile.
    let looking: Promise<void> | null = null;
    let lookedAt = Number.NEGATIVE_INFINITY;
    while (this.#open.size > 0 && this.#signal === null) {
      if (looking === null && performance.now() - lookedAt >= TOLD_EVERY_MS) {
        lookedAt = performance.now();
        looking = this.#lookAfter()
          .catch((error: unknown) => this.#complain(error))
          .finally(() => {
            looking = null;
          });
      }
      const changed = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      await endWithin(TOLD_EVERY_MS, changed);
    }
  }

  /** Tells the board again, hears of workers, and finds out what no event has told. */
  async #lookAfter(): Promise<void> {
    const { board, wanted, store } = this.#places;
    await board.want(wanted);
    await board.wait(this.#jobs.name, this.#id);
    this.#processes = await board.countProcesses(wanted);
    for (const refusal of await board.listRefusals(wanted)) this.#sayOnce(`refused by a worker: ${refusal}`);
    this.#sayIfAlone();
    // It may have been damaged, or removed by whoever tidies the store: then no worker can begin.
    if (!(await store.has(this.#studyKey))) {
      this.#say(`${store.name}/${this.#studyKey}: the study is gone from the store; sent again`);
      await this.#sendStudy();
    }
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
    this.#gatherInTurn(hash);
  }

  #gatherInTurn(hash: string): void {
    this.#gathering.add(() => this.#gather(hash).finally(() => this.#changed()));
  }

  async #gather(hash: string): Promise<void> {
    const open = this.#open.get(hash);
    if (open === undefined) return;
    const { planned } = open;
    try {
      const gathered = await gatherModel(this.#study, this.#data, planned, {
        ...{ hash, store: this.#places.store, isInterrupted: () => this.#signal !== null },
      });
      if (gathered === null) return;
      if (gathered.fault === null) {
        this.#open.delete(hash);
        this.#finished++;
        // Of its epochs not all are told on the way.
        if (gathered.lastEpoch !== undefined) this.#progress.modelAdvanced(planned.model, gathered.lastEpoch);
        this.#progress.modelFinished(planned.model, gathered.seconds);
        this.#progress.modelScored(null);
        await dropFailure(this.#study, planned.model).catch(() => undefined);
        return;
      }
      this.#say(gathered.fault);
      if (open.returns++ < MOST_RETURNS) {
        await this.#ask([hash]);
        this.#arrived.delete(hash);
      } else this.#end(hash, gathered.fault, true);
    } catch (error) {
      const reason = describeReason(error);
      if (!(error instanceof UserError)) this.#end(hash, reason, true);
      else if (open.returns >= MOST_RETURNS) this.#end(hash, reason, false);
      else this.#gatherAgain(open, reason);
    }
  }

  /** Gathers a model once more after a while: the network, the store or the disk may have failed for a moment. */
  #gatherAgain(open: OpenModel, reason: string): void {
    const waitMs = GATHERED_AGAIN_MS[open.returns++]!;
    this.#say(`${open.planned.model.name}: ${reason}; tried again in ${waitMs / 1000} s`);
    void wait(waitMs, null, { ref: false }).then(() => this.#gatherInTurn(open.job.hash));
  }

  #fail(hash: string, reason: string): void {
    const { isMendable, line } = decodeFailure(reason);
    if (this.#arrived.has(hash)) return;
    if (line !== CANCELLED) this.#end(hash, line, !isMendable);
    // After an interrupt of this sweep it is what was asked for, and no failure.
    else if (this.#signal === null) void this.#askAgain(hash);
  }

  /** Another sweep has cancelled what this one waits for as well. */
  async #askAgain(hash: string): Promise<void> {
    if (!this.#open.has(hash) || this.#askedAgain.has(hash)) return;
    this.#askedAgain.add(hash);
    try {
      await this.#jobs.remove([hash]);
      await this.#ask([hash]);
    } catch (error) {
      // The next look finds it again.
      this.#complain(error);
    } finally {
      this.#askedAgain.delete(hash);
    }
  }

  #end(hash: string, line: string, isFault: boolean): void {
    const open = this.#open.get(hash);
    if (open === undefined) return;
    const { model } = open.planned;
    this.#open.delete(hash);
    this.#failures.push(isFault);
    this.#progress.modelFailed(model, line);
    // A disk that takes no file is no reason to stop the others.
    this.#kept.push(keepFailure(this.#study, model, line).catch(() => undefined));
    this.#changed();
  }

  /** Takes out of the queue what nobody waits for any more, if anything; those that compute it stop. */
  async #leave(): Promise<void> {
    const hashes = [...this.#open.keys()];
    await this.#jobs.remove(await this.#places.board.cancel(this.#jobs.name, this.#id, hashes));
  }

  #sayIfAlone(): void {
    if (this.#processes > 0 || performance.now() - this.#begunAt < ALONE_AFTER_MS) return;
    this.#sayOnce('no worker computes models of this study; start some: make worker QUEUE=... STORE=...');
  }

  /** Of a look that was under way at the end nothing is said: its connections are closed. */
  #complain(error: unknown): void {
    if (this.#open.size > 0 && this.#signal === null) this.#sayOnce(describeReason(error));
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
