/** A sweep by way of a real Redis, with workers in processes of their own. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { expect, onTestFinished, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { type JobData, PREFIX } from '../../pipeline/queue/jobs.ts';
import { queueNameOf } from '../../pipeline/queue/requirements.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { call, hashFiles, type Started, smallStudy, start } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { HAS_NO_REDIS, openClient, openRedisServer } from './redisServer.ts';

const TINY = [
  'dataset.train=200',
  'dataset.test=50',
  'grid.hidden=[3]',
  'training.epochs=3',
  'search.passes=1',
];
const SECRET = 'a-word-that-nothing-may-repeat';
/** The rights that docs/queue.md tells to give. */
const RIGHTS = ['~digit-ideas:*', '+@all', '-@dangerous', '-@admin', '+info'];

/** It takes five seconds, and a minute where the machine has much else to do. */
const WITHIN_MS = 240_000;

/** Starts a command that knows the password. */
function startCommand(path: string, options: readonly string[]): Started {
  const variables = ['DIGIT_IDEAS_QUEUE_USERNAME=study', `DIGIT_IDEAS_QUEUE_PASSWORD=${SECRET}`];
  const started = start('env', [
    ...variables,
    process.execPath,
    `${COMPILED}/pipeline/${path}.js`,
    ...options,
  ]);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}

test.skipIf(HAS_NO_REDIS)(
  'a sweep on a queue gives the bytes of one machine; jobs that something else has added touch nothing, and no secret is repeated',
  async () => {
    const server = await openRedisServer(
      '--user',
      'default',
      'off',
      '--user',
      'study',
      'on',
      `>${SECRET}`,
      ...RIGHTS,
    );
    const folder = await openTemporaryFolder();
    const [elsewhere, here] = ['elsewhere', 'here'].map((name) => smallStudy(join(folder, name), ...TINY));
    const places = ['--queue', server.address, '--store', join(folder, 'store')];
    const worker = startCommand('commands/worker', [...places, '--workers', '1', '--lost-after', '5']);
    const sweep = startCommand('sweep', [...elsewhere!, ...places]);
    await sweep.printed(/models to compute/g, 1);
    const redis = openClient(server, { username: 'study', password: SECRET });
    let [wanted] = await redis.zrange(`${PREFIX}:wanted`, '0', '-1');
    for (; wanted === undefined; [wanted] = await redis.zrange(`${PREFIX}:wanted`, '0', '-1')) await wait(50);
    const name = queueNameOf(JSON.parse(wanted));
    const queue = new Queue(name, {
      connection: { port: server.port, username: 'study', password: SECRET },
      prefix: PREFIX,
    });
    onTestFinished(() => queue.close());
    const ids = ['1', '2', '3', '4'].map((digit) => `model-${digit.repeat(64)}`);
    let own: JobData | undefined;
    while (own === undefined)
      [own] = (await queue.getJobs(['prioritized', 'active'])).map(({ data }) => data);
    // A model of the study under another id than its own: nobody would look for it there.
    await queue.add('model', own, { jobId: ids[3]!, priority: 1 });
    await queue.add('model', { study: '../../../etc', model: 'passwd' }, { jobId: ids[0]!, priority: 1 });
    await queue.add('model', { study: 'a'.repeat(64), model: '../../x' }, { jobId: ids[1]!, priority: 1 });
    await queue.add('model', { study: 'a'.repeat(64), model: 'h3-b50-s0' }, { jobId: ids[2]!, priority: 1 });
    const swept = await sweep.ended;
    expect(swept.stderr).toBe('');
    expect(swept.code).toBe(0);
    expect(swept.stdout).toMatch(/\(2 of 2 models; /);
    for (const model of ['h3-b50-s0', 'h3-b200-s0']) {
      const training = await readFile(join(folder, 'elsewhere/smoke/models', model, 'training.csv'), 'utf8');
      const last = Number(training.trimEnd().split('\n').at(-1)!.split(',')[2]);
      expect(swept.stdout).toContain(`${model}: loss ${last.toPrecision(3)}, `);
    }
    const reasons = await Promise.all(
      [ids[0]!, ids[1]!, ids[3]!].map(async (id) => (await queue.getJob(id))?.failedReason),
    );
    expect(reasons).toEqual(new Array(3).fill(expect.stringContaining('it was added by something else')));
    // Of a study that nobody has: left to others, for a while.
    expect(await queue.getJobState(ids[2]!)).toBe('delayed');
    worker.child.kill('SIGTERM');
    const worked = await worker.ended;
    expect(worked.code).toBe(0);
    expect(worked.stdout.match(/: published/g)).toHaveLength(2);

    for (const stage of ['dataset', 'train', 'ideas', 'judge'])
      expect((await call(stage, here!)).code).toBe(0);
    const bytes = (where: string) => hashFiles(join(folder, where), /^smoke\/models\/.*(?<!times\.json)$/);
    expect(Object.keys(await bytes('here')).length).toBeGreaterThan(40);
    expect(await bytes('elsewhere')).toEqual(await bytes('here'));

    for (const path of await listFiles(folder)) {
      expect((await readFile(join(folder, path))).includes(SECRET), path).toBe(false);
    }
    const log = await readFile(join(server.folder, 'appendonlydir', 'appendonly.aof.1.incr.aof'));
    expect(log.includes('h3-b50-s0')).toBe(true);
    for (const text of [log, JSON.stringify([swept, worked])]) expect(text.includes(SECRET)).toBe(false);
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)('a wrong password is refused in one line that does not repeat it', async () => {
  const server = await openRedisServer('--requirepass', 'right');
  const options = [
    ...smallStudy(await openTemporaryFolder()),
    '--queue',
    server.address,
    '--store',
    await openTemporaryFolder(),
  ];
  const { code, stderr } = await startCommand('sweep', options).ended;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^QUEUE: expected a Redis at \S+ that lets this user in, got WRONGPASS; [^\n]+\n$/);
  expect(stderr).not.toContain(SECRET);
});

test.skipIf(HAS_NO_REDIS)(
  'what Redis refuses of a sweep for lack of rights is one line, and ends it',
  async () => {
    const server = await openRedisServer(
      ...['--user', 'default', 'off', '--user', 'study', 'on', `>${SECRET}`, '~other:*', '+@all'],
    );
    const places = ['--queue', server.address, '--store', await openTemporaryFolder()];
    const options = [...smallStudy(await openTemporaryFolder(), ...TINY), ...places];
    const { code, stderr } = await startCommand('sweep', options).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^QUEUE: expected a Redis at \S+ that lets this user in, got NOPERM; [^\n]+\n$/m);
  },
);
