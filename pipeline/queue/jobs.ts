/** Jobs: one model each, under the hash of all that its bytes depend on. Data of a job name a study and a model, and nothing else. */
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { sha256 } from '../store/files.ts';
import type { StudyConfig } from '../study/config.ts';
import { isGivenModel } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import type { Requirements } from './requirements.ts';

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

/** What all models of a study share, beside their settings. */
export interface SharedInputs {
  readonly config: StudyConfig;
  /** SHA-256 that stands for the images. */
  readonly dataset: string;
  /** Digest of the lock of the analysis under which models are trained; null without one. */
  readonly analysisLock: string | null;
  /** Of given models, by name, what is in their files; null for those that cannot be read. */
  readonly given: Readonly<Record<string, string | null>>;
  readonly requirements: Requirements;
}

/** Keys of a config that say which models there are, or what is made of them, and nothing of one model. */
const OF_OTHERS: readonly (keyof StudyConfig)[] = [
  ...([
    'name',
    'description',
    'dataset',
    'grid',
    'models',
    'training',
    'arms',
    'controls',
    'doses',
    'analysis',
  ] as const),
];

/** The content hash of a model, 64 hexadecimal digits: the same in every study that asks for the same bytes. */
export function modelHash(
  { config, dataset, analysisLock, given, requirements }: SharedInputs,
  model: Model,
): string {
  const asked = Object.fromEntries(
    Object.entries(config).filter(([key]) => !OF_OTHERS.includes(key as keyof StudyConfig)),
  );
  const { name, settings, seed } = model;
  const own = isGivenModel(model) ? { given: model.given, files: given[name] ?? null } : {};
  return sha256(
    JSON.stringify({ model: { name, settings, seed, ...own }, asked, dataset, analysisLock, requirements }),
  );
}

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

/** How a failure is told from worker to sweep: whether the user can mend it, and the line that says so. */
export function encodeFailure(isMendable: boolean, line: string): string {
  return `${isMendable ? 'mendable' : 'fault'}: ${line}`;
}

/** What a failed job says; what BullMQ says by itself is no fault that a user can mend. */
export function decodeFailure(reason: string): { readonly isMendable: boolean; readonly line: string } {
  const [, kind, line] = /^(mendable|fault): (.*)$/s.exec(reason) ?? [];
  return { isMendable: kind === 'mendable', line: line ?? reason };
}
