import { getEventListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { openPool, type Pool } from '../../pipeline/sweep/pool.ts';

/** Compiled, for it is started some thirty times. */
const SCRIPT = fileURLToPath(new URL(`../../${COMPILED}/test/sweep/errands.js`, import.meta.url));
const ignore = (): void => undefined;

function open(workers: number): Pool {
  const pool = openPool(SCRIPT, workers);
  onTestFinished(() => pool.stop());
  return pool;
}

/** What `call` rejected with; fails the test where it did not. */
async function failureOf(call: Promise<unknown>): Promise<Error> {
  const outcome = await call.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error(`expected an error, got ${String(outcome)}`);
  return outcome;
}

/** Whether a process with this id still runs. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ids of the processes that this one has started and that still run: the fourth field of stat is the parent's. */
async function listChildren(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map(async (pid) => [pid, await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')] as const),
  );
  const parentOf = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return stats.filter(([, stat]) => parentOf(stat) === String(process.pid)).map(([pid]) => pid);
}

/** Calls an errand that does not end; resolves with its process id as soon as it has begun. */
function begin(
  pool: Pool,
  method: string,
  signal?: AbortSignal,
): { pid: Promise<number>; call: Promise<unknown> } {
  let call: Promise<unknown> = Promise.resolve();
  const pid = new Promise<number>((resolve) => {
    call = pool.run(method, null, (event) => resolve((event as { pid: number }).pid), signal);
  });
  return { pid, call };
}

test('more calls than places all end, each with its own result', async () => {
  const pool = open(2);
  const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(await Promise.all(words.map((word) => pool.run('repeat', word, ignore)))).toEqual(words);
});

test('a script in TypeScript is run as it is', async () => {
  const pool = openPool(fileURLToPath(new URL('./errands.ts', import.meta.url)), 1);
  onTestFinished(() => pool.stop());
  expect(await pool.run('repeat', 'a', ignore)).toBe('a');
});

test('calls on one place start in their order', async () => {
  const pool = open(1);
  const ended: string[] = [];
  const words = ['first', 'second', 'third'];
  await Promise.all(words.map((word) => pool.run<string>('repeat', word, ignore).then((w) => ended.push(w))));
  expect(ended).toEqual(words);
});

test('a place keeps its process from call to call, so that what it has read is read once', async () => {
  const pool = open(1);
  expect(await pool.run('name', null, ignore)).toBe(await pool.run('name', null, ignore));
});

test('the events of a call arrive in their order, and only at that call', async () => {
  const pool = open(2);
  const heard: [unknown[], unknown[]] = [[], []];
  await Promise.all([
    pool.run('count', 3, (event) => heard[0].push(event)),
    pool.run('count', 2, (event) => heard[1].push(event)),
  ]);
  expect(heard).toEqual([
    [{ n: 1 }, { n: 2 }, { n: 3 }],
    [{ n: 1 }, { n: 2 }],
  ]);
});

test("a user's error keeps its class and its message, and costs no process", async () => {
  const pool = open(1);
  const pid = await pool.run('name', null, ignore);
  const error = await failureOf(pool.run('refuse', 'lower the learning rate', ignore));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toBe('lower the learning rate');
  expect(await pool.run('name', null, ignore)).toBe(pid);
});

test('any other error rejects as it is, and the next call has a new process', async () => {
  const pool = open(1);
  const pid = await pool.run('name', null, ignore);
  const error = await failureOf(pool.run('break', 'a bug', ignore));
  expect(error).not.toBeInstanceOf(UserError);
  expect(error.message).toBe('a bug');
  expect(await pool.run('name', null, ignore)).not.toBe(pid);
});

test.each([
  ['exits', 'exit', 7, 'the process was ended with exit code 7'],
  [
    'is killed',
    'kill',
    'SIGKILL',
    'the process was ended by SIGKILL: the system does that where memory runs out; free some, or use fewer workers',
  ],
  [
    'aborts',
    'kill',
    'SIGABRT',
    'the process was ended by SIGABRT: Node does that where its memory is full; use fewer workers, or NODE_OPTIONS=--max-old-space-size=8192',
  ],
])('a process that %s takes only its own call with it', async (_, method, argument, message) => {
  const pool = open(2);
  const error = failureOf(pool.run(method, argument, ignore));
  const words = ['a', 'b', 'c', 'd'];
  const others = Promise.all(words.map((word) => pool.run('repeat', word, ignore)));
  expect((await error).message).toBe(message);
  expect(await others).toEqual(words);
});

test('on a single place, the calls behind a crash still run', async () => {
  const pool = open(1);
  const crash = failureOf(pool.run('exit', 3, ignore));
  const next = pool.run('repeat', 'next', ignore);
  const again = failureOf(pool.run('exit', 4, ignore));
  const last = pool.run('repeat', 'last', ignore);
  expect((await crash).message).toContain('exit code 3');
  expect(await next).toBe('next');
  expect((await again).message).toContain('exit code 4');
  expect(await last).toBe('last');
});

test.each(['wait', 'spin'])(
  'stop ends processes in the middle of %s, and rejects all their calls',
  async (method) => {
    const pool = open(2);
    const running = [begin(pool, method), begin(pool, method)];
    const waiting = pool.run('repeat', 'too late', ignore);
    const failures = Promise.all([...running.map(({ call }) => call), waiting].map(failureOf));
    const pids = await Promise.all(running.map(({ pid }) => pid));
    expect(pids.map(isAlive)).toEqual([true, true]);
    await pool.stop();
    expect(await failures).toHaveLength(3);
    expect(pids.map(isAlive)).toEqual([false, false]);
  },
);

test('aborting a signal ends the process of its call, and not one in which an earlier call of it has ended', async () => {
  const pool = open(2);
  const abort = new AbortController();
  const earlier = pool.run('repeat', 'earlier', ignore, abort.signal);
  const aborted = begin(pool, 'wait', abort.signal);
  const failure = failureOf(aborted.call);
  await earlier;
  const kept = begin(pool, 'pause');
  const [pid] = await Promise.all([aborted.pid, kept.pid]);
  abort.abort();
  await failure;
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(await kept.call).toBe('paused');
});

test('a signal keeps nothing of calls that have ended', async () => {
  const pool = open(1);
  const { signal } = new AbortController();
  await pool.run('repeat', 'a', ignore, signal);
  await failureOf(pool.run('refuse', 'no', ignore, signal));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a stopped pool refuses calls, and can be stopped again', async () => {
  const pool = open(1);
  const pid = await pool.run<number>('name', null, ignore);
  await Promise.all([pool.stop(), pool.stop()]);
  await pool.stop();
  expect(isAlive(pid)).toBe(false);
  expect((await failureOf(pool.run('repeat', 'a', ignore))).message).toBe('the pool was stopped');
});

test('a process that was killed while idle does not keep stop waiting for its end', async () => {
  const pool = open(1);
  const pid = await pool.run<number>('name', null, ignore);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  await pool.stop();
});

test.runIf(process.platform === 'linux')('a pool that is never used starts no process', async () => {
  const before = await listChildren();
  const pool = openPool(SCRIPT, 2);
  expect(await listChildren()).toEqual(before);
  await pool.stop();
});
