/**
 * What sweeps and workers tell each other in Redis beside the jobs: which studies there are work for and who is there to do it, told
 * again every few seconds, so that nothing is lost with a Redis; and which sweep waits for which models, and which of them nobody waits
 * for any more. Where a Redis has lost that, a model may be cancelled that a sweep waits for: then it asks for it again.
 */
import type { Redis } from 'ioredis';
import { chunksOf, PREFIX } from './jobs.ts';
import { queueNameOf, type Requirements, requirements } from './requirements.ts';

/** How often it is told again. */
export const TOLD_EVERY_MS = 3000;
/** What was not told for so long does not hold any more. */
const HOLDS_MS = 15_000;
/** Cancelled models are forgotten after a day, for whoever computes one has long seen it by then, and so is what a lost sweep asked for. */
const KEPT_SECONDS = 24 * 60 * 60;

const WANTED = `${PREFIX}:wanted`;
const workersOf = (queue: string) => `${PREFIX}:workers:${queue}`;
const refusalsOf = (queue: string) => `${PREFIX}:refusals:${queue}`;
const sweepsOf = (queue: string) => `${PREFIX}:sweeps:${queue}`;
const askedOf = (queue: string, sweep: string) => `${PREFIX}:asked:${queue}:${sweep}`;
const cancelledOf = (queue: string) => `${PREFIX}:cancelled:${queue}`;

/** The board in one Redis. */
export class Board {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** A sweep waits for models of this kind. */
  async want(wanted: Requirements): Promise<void> {
    await this.#put(WANTED, JSON.stringify(wanted));
  }

  /** What sweeps wait for; what cannot be read is not of ours and is left out. */
  async listWanted(): Promise<Requirements[]> {
    const found = await this.#list(WANTED);
    return found.flatMap((text) => {
      const parsed = requirements.safeParse(parseJson(text));
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** A worker of so many processes computes models of this kind. */
  async join(wanted: Requirements, worker: string, processes: number): Promise<void> {
    await this.#put(workersOf(queueNameOf(wanted)), JSON.stringify([worker, processes]));
  }

  /** A worker has ended. */
  async leave(wanted: Requirements, worker: string, processes: number): Promise<void> {
    await this.#redis.zrem(workersOf(queueNameOf(wanted)), JSON.stringify([worker, processes]));
  }

  /** How many processes compute models of this kind. */
  async countProcesses(wanted: Requirements): Promise<number> {
    const found = await this.#list(workersOf(queueNameOf(wanted)));
    return found.reduce((sum, text) => {
      const parsed = parseJson(text);
      const processes: unknown = Array.isArray(parsed) ? parsed[1] : 0;
      return sum + (Number.isSafeInteger(processes) ? Number(processes) : 0);
    }, 0);
  }

  /** A worker may not compute models of this kind. */
  async refuse(wanted: Requirements, worker: string, why: string): Promise<void> {
    await this.#put(refusalsOf(queueNameOf(wanted)), `${worker}: ${why}`);
  }

  /** Why which worker may not. */
  listRefusals(wanted: Requirements): Promise<string[]> {
    return this.#list(refusalsOf(queueNameOf(wanted)));
  }

  /** The sweep `sweep` still waits for what it has asked for. */
  async wait(queue: string, sweep: string): Promise<void> {
    await this.#put(sweepsOf(queue), sweep);
    await this.#redis.expire(askedOf(queue, sweep), KEPT_SECONDS);
  }

  /** The sweep waits for these jobs, whoever does not any more. */
  async ask(queue: string, sweep: string, jobs: readonly string[]): Promise<void> {
    await this.#put(sweepsOf(queue), sweep);
    for (const chunk of chunksOf(jobs)) {
      await this.#redis.sadd(askedOf(queue, sweep), ...chunk);
      await this.#redis.srem(cancelledOf(queue), ...chunk);
    }
    await this.#redis.expire(askedOf(queue, sweep), KEPT_SECONDS);
  }

  /** The sweep waits for nothing any more. Gives those of its jobs that no other sweep waits for, which workers may stop. */
  async cancel(queue: string, sweep: string, jobs: readonly string[]): Promise<string[]> {
    await this.#redis.zrem(sweepsOf(queue), sweep);
    await this.#redis.del(askedOf(queue, sweep));
    const others = await this.#list(sweepsOf(queue));
    const cancelled: string[] = [];
    for (const chunk of chunksOf(jobs)) {
      const asked = await Promise.all(
        others.map((other) => this.#redis.smismember(askedOf(queue, other), ...chunk)),
      );
      const unasked = chunk.filter((_, k) => asked.every((isAsked) => isAsked[k] === 0));
      if (unasked.length > 0) await this.#redis.sadd(cancelledOf(queue), ...unasked);
      cancelled.push(...unasked);
    }
    await this.#redis.expire(cancelledOf(queue), KEPT_SECONDS);
    return cancelled;
  }

  /** Those of the jobs that nobody waits for any more. */
  async listCancelled(queue: string, jobs: readonly string[]): Promise<string[]> {
    if (jobs.length === 0) return [];
    const isCancelled = await this.#redis.smismember(cancelledOf(queue), ...jobs);
    return jobs.filter((_, k) => isCancelled[k] === 1);
  }

  /** By the clock of Redis: those of the machines may differ. */
  async #now(): Promise<number> {
    const [seconds, micros] = await this.#redis.time();
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  }

  async #put(key: string, member: string): Promise<void> {
    const now = await this.#now();
    await this.#redis.zadd(key, now, member);
    await this.#redis.zremrangebyscore(key, 0, now - HOLDS_MS);
  }

  async #list(key: string): Promise<string[]> {
    return this.#redis.zrangebyscore(key, (await this.#now()) - HOLDS_MS, '+inf');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
