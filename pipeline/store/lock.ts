/**
 * Locks: a file beside a folder that names the process which works in the folder, so that no two do. It lies beside the
 * folder, so that the folder can be moved away meanwhile.
 *
 * Whose process has ended is left behind, and is taken over. Of a process that cannot be seen from here, on another machine
 * that shares the disk or in another container, it is the file's time that tells: its holder renews it every few seconds.
 */
import { readFileSync, rmSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { expected } from '../study/errors.ts';
import { asUserError, makeFolder, writeFileAtomic } from './files.ts';
import { removeLeftOvers } from './leftOvers.ts';
import { findState, identifySelf, processRecord } from './processes.ts';
import { decodeRecord, encodeRecord } from './recordFile.ts';

/** How often a holder renews its lock. */
const RENEWED_EVERY_MS = 5000;
/** A lock that was not renewed for so long is left behind, unless its process can be seen to run. */
const LEFT_BEHIND_AFTER_MS = 5 * 60 * 1000;
/** Taking over takes milliseconds; whoever has been at it for so long has ended. */
const TAKEN_OVER_WITHIN_MS = 10_000;
/** Between two looks at what another process is just doing. */
const LOOK_AGAIN_MS = 50;
/** Looks at a lock that cannot be read: its holder may be writing it. */
const MOST_LOOKS = 10;
/** The longest time between two looks of who waits for a lock. */
const LONGEST_LOOK_MS = 1000;

/** Content of a lock. */
const lockRecord = processRecord.extend({ command: z.string(), since: z.iso.datetime() });
type LockRecord = z.output<typeof lockRecord>;

/** Who holds a lock. */
interface Holder {
  /** Null where the lock cannot be read. */
  readonly record: LockRecord | null;
  /** Whether its process is seen to run. */
  readonly isSeen: boolean;
  /** Since it was last renewed. */
  readonly ageMs: number;
}

/** What one has to say to hold a lock. */
export interface LockPlan {
  /** What is done under it, in a word or two: `sweep`. */
  readonly command: string;
  /** Hears in one line that a lock was taken over which another run has left behind. */
  onTaken(line: string): void;
  /** Hears in one line that another process has taken the lock: then this one must stop. */
  onLost(line: string): void;
  readonly renewedEveryMs?: number;
  /** Waits for a lock that another process has, up to so many milliseconds, and hears once in words who has it; refused unless given. */
  readonly waiting?: { readonly mostMs: number; onWaiting(holder: string): void };
  /** Leaves alone what killed runs have left half-written: finding it takes a look at every file of the folder. */
  readonly keepsLeftOvers?: boolean;
}

/** The lock of a folder. */
export function lockOf(folder: string): string {
  return `${folder}.lock`;
}

/**
 * Does `work` while this process holds the lock of `folder`, without what a killed run has left there half-written. The lock
 * is gone when the work has ended, also by an error or where the process exits. Throws a UserError that names the holder where another process has it.
 */
export async function withLock<Value>(
  folder: string,
  plan: LockPlan,
  work: () => Promise<Value>,
): Promise<Value> {
  const path = lockOf(folder);
  const record: LockRecord = {
    ...identifySelf(),
    command: plan.command,
    since: new Date().toISOString(),
  };
  const content = encodeRecord(record);
  await acquire(folder, content, plan);
  const release = () => removeOwn(path, content);
  process.once('exit', release);
  const renewer = renew(path, content, plan);
  try {
    if (!plan.keepsLeftOvers) await removeLeftOvers(folder);
    return await work();
  } finally {
    await renewer.terminate();
    process.off('exit', release);
    release();
  }
}

/** Who holds the lock of `folder`, in words: `sweep (process 123 on HOST, since ...)`; null where nobody does. */
export async function describeHolder(folder: string): Promise<string | null> {
  const holder = await readHolder(lockOf(folder), Date.now());
  return holder === null || isLeftBehind(holder) ? null : describe(holder);
}

async function acquire(folder: string, content: string, plan: LockPlan): Promise<void> {
  const path = lockOf(folder);
  const { waiting } = plan;
  const until = performance.now() + (waiting?.mostMs ?? 0);
  for (let looks = 0; ; ) {
    if (await create(path, content)) return;
    const holder = await readHolder(path, Date.now());
    // It was released between the two.
    if (holder === null) continue;
    if (isLeftBehind(holder)) {
      if (await takeOver(path, content, plan)) return;
    } else {
      looks++;
      const isDone = performance.now() >= until;
      if (isDone && (holder.record !== null || looks >= MOST_LOOKS)) throw refuse(folder, holder);
      if (!isDone && looks === LOOKS_BEFORE_WAITING) waiting?.onWaiting(describe(holder));
    }
    await wait(waiting ? drawWait(looks) : LOOK_AGAIN_MS);
  }
}

/** Looks of who waits before it says so: others may have the lock for a moment only. */
const LOOKS_BEFORE_WAITING = 10;

/** Ever longer, and none like another's: of many that wait, few look at once. */
function drawWait(looks: number): number {
  return Math.min(LOOK_AGAIN_MS * looks, LONGEST_LOOK_MS) * (0.5 + Math.random());
}

/** Creates a file that is not there; false where it is. Throws a UserError where that is not possible. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await makeFolder(dirname(path));
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'open') return false;
    // On a full disk it was created but not written: empty, it would be in the way.
    if (syscall === 'write') rmSync(path, { force: true });
    throw asUserError(error, path, 'a file that can be written');
  }
}

/**
 * Puts `content` in the place of a lock that was left behind; false where it turns out not to be, or another process is at
 * it. Who does so holds a second file meanwhile, looks again under it, and renames its own lock over the old one, so that
 * the name is never free in between: of any number that try, one gets the lock.
 */
async function takeOver(path: string, content: string, plan: LockPlan): Promise<boolean> {
  const guard = `${path}.taking`;
  if (!(await create(guard, ''))) {
    const since = await readTime(guard);
    if (since !== null && Date.now() - since > TAKEN_OVER_WITHIN_MS) await rm(guard, { force: true });
    return false;
  }
  try {
    // The disk's own time: the clocks of two machines may differ.
    const holder = await readHolder(path, (await readTime(guard)) ?? Date.now());
    if (holder === null || !isLeftBehind(holder)) return false;
    await writeFileAtomic(path, content);
    plan.onTaken(describeLeftBehind(path, holder));
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

async function readTime(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

/** What a lock says; null where there is none. Throws a UserError where it may not be read. */
async function readHolder(path: string, now: number): Promise<Holder | null> {
  try {
    const record = parseRecord(await readFile(path));
    const { mtimeMs } = await stat(path);
    return {
      record,
      isSeen: record !== null && findState(record) === 'running',
      ageMs: Math.max(0, now - mtimeMs),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw asUserError(error, path, 'a file that can be read');
  }
}

/** What a lock holds; null where it is damaged, for then it may name a process that is not the holder's. */
function parseRecord(bytes: Uint8Array): LockRecord | null {
  const { fields, fault } = decodeRecord(bytes);
  return fault === 'is damaged' ? null : (lockRecord.safeParse(fields).data ?? null);
}

function isLeftBehind({ record, isSeen, ageMs }: Holder): boolean {
  if (isSeen) return false;
  return (record !== null && findState(record) === 'ended') || ageMs > LEFT_BEHIND_AFTER_MS;
}

function describe({ record, isSeen, ageMs }: Holder): string {
  if (record === null) return 'a lock that cannot be read';
  const { command, process, machine, since } = record;
  const heard = isSeen ? '' : `, last heard of ${describeAge(ageMs)} ago`;
  return `${command} (process ${process} on ${machine}, since ${since.replace('T', ' ').slice(0, 19)} UTC${heard})`;
}

function describeAge(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function describeLeftBehind(path: string, holder: Holder): string {
  const whose =
    holder.record === null
      ? `cannot be read, and was last written ${describeAge(holder.ageMs)} ago`
      : `left behind by ${describe(holder)}`;
  return `${path}: ${whose}; taken over`;
}

function refuse(folder: string, holder: Holder): Error {
  const lock = lockOf(folder);
  const nextStep = holder.isSeen
    ? `wait for it, or end it (kill ${holder.record?.process})`
    : `wait for it, or end it; remove ${lock} only where you know that it does not run any more`;
  return expected(folder, 'no other run in this folder', describe(holder), nextStep);
}

/** Removes a lock, unless another process has taken it over meanwhile. Never throws: it is done where a process ends. */
function removeOwn(path: string, content: string): void {
  try {
    if (readFileSync(path, 'utf8') === content) rmSync(path);
  } catch {
    // It is gone, or the disk is: there is nothing left to release.
  }
}

/**
 * Renews a lock from a thread of its own: a long training keeps the main one from everything else, for minutes. It is
 * JavaScript in a string because a thread has none of what lets this process run TypeScript. What is renewed is the file
 * that was read, even where the name belongs to another by then; the same bytes are written over themselves.
 */
const RENEWER = `
const { closeSync, openSync, readFileSync, writeFileSync, writeSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { path, content, everyMs } = workerData;
function renew() {
  const file = openSync(path, 'r+');
  try {
    if (readFileSync(file, 'utf8') === content) writeSync(file, content, 0);
    else parentPort.postMessage('lost');
  } finally {
    closeSync(file);
  }
}
setInterval(() => {
  try {
    renew();
  } catch (error) {
    // Somebody removed it, though it is in use: it is written again, unless another process was faster.
    try {
      if (error.code === 'ENOENT') writeFileSync(path, content, { flag: 'wx' });
    } catch {}
  }
}, everyMs);
`;

function renew(
  path: string,
  content: string,
  { onLost, renewedEveryMs = RENEWED_EVERY_MS }: LockPlan,
): Worker {
  const workerData = { path, content, everyMs: renewedEveryMs };
  const renewer = new Worker(RENEWER, { eval: true, execArgv: [], workerData });
  renewer.once('message', () => {
    onLost(
      `${basename(path)}: taken by another process, because this one had not been heard of; it ends here`,
    );
  });
  // A thread that fails stops renewing, no more.
  renewer.on('error', () => undefined);
  renewer.unref();
  return renewer;
}
