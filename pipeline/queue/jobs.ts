/** Jobs: one model each, under the hash of all that its bytes depend on. Data of a job name a study and a model, and nothing else. */
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';

/** The data of a job, as Redis has them. */
export const jobData = z.strictObject({
  /** SHA-256 of the study's bundle (studyBundle.ts). */
  study: z.string().regex(/^[0-9a-f]{64}$/),
  /** Name of a model of that study. */
  model: z.string().regex(/^[\w.+-]{1,300}$/),
});
export type JobData = z.output<typeof jobData>;

/** What a job gives. */
export const jobResult = z.strictObject({ published: z.boolean() });
export type JobResult = z.output<typeof jobResult>;

/** The id of a model's job. BullMQ takes ids of digits alone for its own. */
export function jobIdOf(hash: string): string {
  return `model-${hash}`;
}

/** Before all keys of ours in Redis. */
export const PREFIX = 'digit-ideas';

/** The largest number that BullMQ takes for a priority; 1 is the first. */
const LAST_PRIORITY = 2_097_151;
/** A model that fails is tried so often. */
const ATTEMPTS = 3;
/** Between a failure and the next attempt, doubled every time. */
const BACKOFF_MS = 2000;

/** Options of the job at place `rank` (from 0) in the order of work. */
export function jobOptions(hash: string, rank: number): JobsOptions {
  return {
    jobId: jobIdOf(hash),
    priority: Math.min(rank + 1, LAST_PRIORITY),
    attempts: ATTEMPTS,
    backoff: { type: 'exponential', delay: BACKOFF_MS },
    // The store knows what is done; Redis need not remember.
    removeOnComplete: true,
    removeOnFail: false,
    stackTraceLimit: 0,
  };
}

/** What a job fails with that nobody waits for any more. */
export const CANCELLED = 'cancelled';

/** How a failure is told from worker to sweep: whether the user can mend it, and the line that says so. */
export function encodeFailure(isMendable: boolean, line: string): string {
  return `${isMendable ? 'mendable' : 'fault'}: ${line}`;
}

/** What a failed job says; what BullMQ says by itself is no fault that a user can mend. */
export function decodeFailure(reason: string): { readonly isMendable: boolean; readonly line: string } {
  const [, kind, line] = /^(mendable|fault): (.*)$/s.exec(reason) ?? [];
  return { isMendable: kind === 'mendable', line: line ?? reason };
}

/** Redis is told of so many jobs at a time: a call of very many has more arguments than a call can have. */
const AT_ONCE = 500;

/** The items, so many at a time. */
export function* chunksOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += AT_ONCE) yield items.slice(from, from + AT_ONCE);
}
