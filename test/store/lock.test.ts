import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { exists } from '../../pipeline/store/files.ts';
import { describeHolder, type LockPlan, lockOf, withLock } from '../../pipeline/store/lock.ts';
import { identifySelf } from '../../pipeline/store/processes.ts';
import { encodeRecord } from '../../pipeline/store/recordFile.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

const HAS_PROC = existsSync('/proc/self/stat');
const SINCE = '2026-01-31T12:00:00.000Z';

/** A folder that is worked on, its lock, and what was heard of it. */
async function openFolder() {
  const parent = await openTemporaryFolder();
  const folder = join(parent, 'study');
  const heard: string[] = [];
  const plan: LockPlan = {
    command: 'train',
    onTaken: (line) => heard.push(line),
    onLost: (line) => heard.push(line),
  };
  return { parent, folder, lock: lockOf(folder), heard, plan };
}

/** Puts the lock of a process in its place at once, as who takes one over does; `ageMs`: since it was last renewed. */
async function writeLock(lock: string, changes: object, ageMs = 0): Promise<void> {
  const record = { ...identifySelf(), command: 'sweep', since: SINCE, ...changes };
  const written = `${lock}.written`;
  await writeFile(written, encodeRecord(record));
  const time = new Date(Date.now() - ageMs);
  await utimes(written, time, time);
  await rename(written, lock);
}

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--eval', '0']);
  await once(child, 'exit');
  return child.pid!;
}

const nothing = async () => 'done';
const MINUTES = 60_000;

test('a lock lies beside the folder while the work is done, and is gone when it has ended, also by an error', async () => {
  const { parent, folder, lock, heard, plan } = await openFolder();
  const held = await withLock(folder, plan, async () => JSON.parse(await readFile(lock, 'utf8')));
  expect(held).toMatchObject({ process: process.pid, machine: hostname(), command: 'train' });
  expect(Date.parse(held.since)).not.toBeNaN();
  const failing = withLock(folder, plan, async () => {
    throw new Error('a fault');
  });
  await expect(failing).rejects.toThrow('a fault');
  expect(await readdir(parent)).toEqual([]);
  expect(heard).toEqual([]);
});

test.runIf(HAS_PROC)('who comes second is told who was first, and does nothing', async () => {
  const { folder, plan } = await openFolder();
  let isDone = false;
  await withLock(folder, { ...plan, command: 'sweep' }, async () => {
    const second = withLock(folder, plan, async () => {
      isDone = true;
    });
    const who = `sweep \\(process ${process.pid} on \\S+, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\)`;
    await expect(second).rejects.toThrow(
      new RegExp(
        `^${folder}: expected no other run in this folder, got ${who}; wait for it, or end it \\(kill ${process.pid}\\)$`,
      ),
    );
    expect(await describeHolder(folder)).toMatch(new RegExp(`^${who}$`));
  });
  expect(isDone).toBe(false);
  expect(await describeHolder(folder)).toBe(null);
});

test('the lock of a process that has ended is taken over, and that is said in one line', async () => {
  const { folder, lock, heard, plan } = await openFolder();
  const ended = await endedProcess();
  await writeLock(lock, { process: ended });
  expect(await describeHolder(folder)).toBe(null);
  expect(await withLock(folder, plan, nothing)).toBe('done');
  expect(heard).toEqual([
    expect.stringMatching(`^${lock}: left behind by sweep \\(process ${ended} on .*\\); taken over$`),
  ]);
});

test('who was killed while it took a lock over keeps nobody from it for ever', async () => {
  const { folder, lock, plan } = await openFolder();
  await writeLock(lock, { process: await endedProcess() });
  const guard = `${lock}.taking`;
  await writeFile(guard, '');
  const hourAgo = new Date(Date.now() - 60 * 60 * 1000);
  await utimes(guard, hourAgo, hourAgo);
  expect(await withLock(folder, plan, nothing)).toBe('done');
  expect(await exists(guard)).toBe(false);
});

test.runIf(HAS_PROC)('a process that has the same number but was started later is another one', async () => {
  const { folder, lock, heard, plan } = await openFolder();
  await writeLock(lock, { started: '1' });
  expect(await withLock(folder, plan, nothing)).toBe('done');
  expect(heard).toHaveLength(1);
});

test.runIf(HAS_PROC)('a process that has ended but that nobody has collected has ended', async () => {
  const { folder, lock, plan } = await openFolder();
  // The shell becomes a program that never asks for its children, one of which ends only then.
  const child = '(until grep -q sleep /proc/$$/comm; do sleep 0.01; done)';
  const careless = spawn('sh', ['-c', `${child} & echo $!; exec sleep 60`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void careless.kill('SIGKILL'));
  const [printed] = (await once(careless.stdout!, 'data')) as [Buffer];
  const ended = Number(String(printed));
  const readStat = async () => (await readFile(`/proc/${ended}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  while ((await readStat())[0] !== 'Z') await wait(5);
  await writeLock(lock, { process: ended, started: (await readStat())[19]! });
  expect(await withLock(folder, plan, nothing)).toBe('done');
});

test.each([
  ['another machine', { machine: 'elsewhere' }],
  ['another container, which numbers its processes anew', { numberedBy: 'another' }],
])('of %s it is the time of its lock that tells', async (_, changes) => {
  const { folder, lock, heard, plan } = await openFolder();
  await writeLock(lock, { process: 77, ...changes }, 2 * MINUTES);
  await expect(withLock(folder, plan, nothing)).rejects.toThrow(
    new RegExp(
      `got sweep \\(process 77 on .*, since 2026-01-31 12:00:00 UTC, last heard of 2 min ago\\); wait for it, or end it; remove ${lock} only where you know that it does not run any more$`,
    ),
  );
  expect(await describeHolder(folder)).toContain('last heard of 2 min ago');
  await writeLock(lock, { process: 77, ...changes }, 10 * MINUTES);
  expect(await describeHolder(folder)).toBe(null);
  expect(await withLock(folder, plan, nothing)).toBe('done');
  expect(heard).toEqual([expect.stringMatching(/last heard of 10 min ago\); taken over$/)]);
});

test.each(['', '{"process":1}', '\0'])(
  'a lock that cannot be read (%j) holds while it is young',
  async (text) => {
    const { folder, lock, heard, plan } = await openFolder();
    await writeFile(lock, text);
    await expect(withLock(folder, plan, nothing)).rejects.toThrow('got a lock that cannot be read; wait for');
    const old = new Date(Date.now() - 10 * MINUTES);
    await utimes(lock, old, old);
    expect(await withLock(folder, plan, nothing)).toBe('done');
    expect(heard).toEqual([`${lock}: cannot be read, and was last written 10 min ago; taken over`]);
  },
);

test('no flipped bit of the lock of a process that runs lets another one in', async () => {
  const { folder, lock } = await openFolder();
  await writeLock(lock, {});
  const bytes = await readFile(lock);
  for (let at = 0; at < 8 * bytes.length; at += 7) {
    const changed = Uint8Array.from(bytes);
    changed[at >> 3]! ^= 1 << (at & 7);
    await writeFile(lock, changed);
    expect(await describeHolder(folder), `bit ${at}`).not.toBeNull();
  }
});

test('what a killed run has left half-written goes when the lock is taken, and nothing else does', async () => {
  const { parent, folder, lock, plan } = await openFolder();
  await mkdir(join(folder, 'models/h8'), { recursive: true });
  const left = ['models/h8/.model.dat.77-1.tmp', '.study.json.77-12.tmp'].map((name) => join(folder, name));
  const kept = ['models/h8/model.dat', '.hidden', 'a.77-1.tmp'].map((name) => join(folder, name));
  const beside = [`.${basename(lock)}.77-1.tmp`, '.another.lock.77-1.tmp'].map((name) => join(parent, name));
  for (const path of [...left, ...kept, ...beside]) await writeFile(path, '');
  await withLock(folder, plan, nothing);
  expect([...left, ...kept, ...beside].filter((path) => existsSync(path))).toEqual([...kept, beside[1]]);
});

test('a lock is renewed while the work is done, though nothing else gets its turn', async () => {
  const { folder, lock, plan } = await openFolder();
  await withLock(folder, { ...plan, renewedEveryMs: 10 }, async () => {
    const old = new Date(Date.now() - 10 * MINUTES);
    await utimes(lock, old, old);
    const content = await readFile(lock, 'utf8');
    while ((await stat(lock)).mtimeMs === old.getTime()) {
      const until = performance.now() + 50;
      while (performance.now() < until);
    }
    expect(await readFile(lock, 'utf8')).toBe(content);
  });
});

test('a lock that somebody removes is written again; where another has it, the work hears of it and leaves it alone', async () => {
  const { folder, lock, heard, plan } = await openFolder();
  await withLock(folder, { ...plan, renewedEveryMs: 10 }, async () => {
    const content = await readFile(lock, 'utf8');
    await rm(lock);
    // It is there before it has all of its bytes.
    while ((await readFile(lock, 'utf8').catch(() => null)) !== content) await wait(5);
    await writeLock(lock, { machine: 'elsewhere' });
    while (heard.length === 0) await wait(5);
  });
  expect(heard).toEqual([expect.stringMatching(/^study\.lock: taken by another process/)]);
  expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ machine: 'elsewhere' });
});

test('where no lock can be written, that is one line for the user', async () => {
  const { parent, plan } = await openFolder();
  await writeFile(join(parent, 'file'), '');
  await expect(withLock(join(parent, 'file', 'study'), plan, nothing)).rejects.toThrow(
    /file that can be written, got the error \w+; a file stands where a folder is needed/,
  );
});

test('who waits for a lock gets it when it is free, and hears once who has it; what was left half-written may stay', async () => {
  const { folder, plan } = await openFolder();
  const temporary = join(folder, '.result.json.1-1.tmp');
  const order: string[] = [];
  const waiting = { mostMs: MINUTES, onWaiting: (holder: string) => order.push(holder.slice(0, 5)) };
  const first = withLock(folder, { ...plan, command: 'first' }, async () => {
    await mkdir(folder);
    await writeFile(temporary, '');
    await wait(3500);
    order.push('done');
  });
  await wait(100);
  await withLock(folder, { ...plan, waiting, keepsLeftOvers: true }, async () => order.push('next'));
  await first;
  expect(order).toEqual(['first', 'done', 'next']);
  expect(existsSync(temporary)).toBe(true);
});

test('who waits in vain is told who has it', async () => {
  const { folder, plan } = await openFolder();
  const waiting = { mostMs: 200, onWaiting: () => undefined };
  await withLock(folder, plan, async () => {
    await expect(withLock(folder, { ...plan, waiting }, nothing)).rejects.toThrow('train (process');
  });
});
