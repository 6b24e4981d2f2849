/** What a real Redis refuses, as lines for the user. */
import { rm } from 'node:fs/promises';
import { ReplyError } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { readAddress } from '../../pipeline/queue/address.ts';
import { asQueueError, openRedis } from '../../pipeline/queue/redis.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { HAS_NO_REDIS, openClient, openRedisServer } from './redisServer.ts';

const NAME = 'redis://host:6379/0';
const ignore = (): void => undefined;

/** What a call rejected with; fails the test where it did not. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('nothing was refused'),
    (error: unknown) => error,
  );
}

/** The line that a refused call becomes. */
async function lineOf(call: Promise<unknown>): Promise<string> {
  const error = asQueueError(await failureOf(call), NAME);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

test.skipIf(HAS_NO_REDIS)('a database that Redis does not have is refused in one line', async () => {
  const server = await openRedisServer('--databases', '4');
  const open = async (db: string) => {
    const redis = await openRedis(await readAddress(`${server.address}/${db}`, {}), ignore);
    onTestFinished(() => redis.disconnect());
    return redis;
  };
  for (const db of ['4', '99', '9'.repeat(400)]) {
    const error = await failureOf(open(db));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(
      /^QUEUE: expected a database that the Redis at redis:\/\/127\.0\.0\.1:\d+\/\w+ has, got 'ERR [^\n']+'; end the address in \/0, or up to \/15 unless that Redis is set otherwise$/,
    );
  }
  await (await open('3')).set('key', 'in 3');
  expect(await openClient(server, { db: 3 }).get('key')).toBe('in 3');
  expect(await openClient(server).get('key')).toBe(null);
});

test.skipIf(HAS_NO_REDIS)(
  'rights and passwords that are missing are named, also inside a script',
  async () => {
    const server = await openRedisServer();
    const admin = openClient(server);
    await admin.acl('SETUSER', 'study', 'on', '>right', '~mine:*', '+@all', '-set');
    const user = openClient(server, { username: 'study', password: 'right' });
    const script = (key: string, command: string) =>
      user.eval(`return redis.call(${command}, KEYS[1])`, 1, key);
    const line = (code: string) =>
      new RegExp(
        `^QUEUE: expected a Redis at ${NAME} that lets this user in, got ${code}; set DIGIT_IDEAS_QUEUE_USERNAME [^\\n]+ docs/queue\\.md$`,
      );
    expect(await lineOf(user.set('mine:a', 'b'))).toMatch(line('NOPERM'));
    expect(await lineOf(user.get('other'))).toMatch(line('NOPERM'));
    expect(await lineOf(script('mine:a', "'set', 'x'"))).toMatch(line('NOPERM'));
    expect(await lineOf(user.multi().set('mine:a', 'b').exec())).toMatch(line('NOPERM'));
    expect(await lineOf(user.auth('study', 'wrong'))).toMatch(line('WRONGPASS'));
    await admin.config('SET', 'requirepass', 'later');
    const unknown = openClient(server, { enableReadyCheck: false });
    unknown.on('error', ignore);
    expect(await lineOf(unknown.get('mine:a'))).toMatch(line('NOAUTH'));
  },
);

test.skipIf(HAS_NO_REDIS)(
  'a Redis that is full, a replica or without a disk says so in one line, also inside a script',
  async () => {
    const server = await openRedisServer();
    const redis = openClient(server);
    const writeBoth = async () => {
      const line = await lineOf(redis.set('a', 'b'));
      expect(await lineOf(redis.eval("return redis.call('set', 'a', 'b')", 0))).toBe(line);
      return line;
    };
    await redis.config('SET', 'maxmemory', '1');
    expect(await writeBoth()).toBe(
      `QUEUE: expected room in the Redis at ${NAME}, got OOM; let it have more memory (its maxmemory), or name another`,
    );
    await redis.config('SET', 'maxmemory', '0');
    await redis.replicaof('127.0.0.1', 1);
    expect(await writeBoth()).toBe(
      `QUEUE: expected a Redis at ${NAME} that can be written, got READONLY; name its primary: this is a replica`,
    );
    await redis.replicaof('NO', 'ONE');
    await redis.config('SET', 'save', '3600 1');
    await rm(server.folder, { recursive: true });
    await redis.bgsave();
    await expect.poll(() => redis.info('persistence')).toContain('rdb_last_bgsave_status:err');
    expect(await writeBoth()).toBe(
      `QUEUE: expected a Redis at ${NAME} that can save to its disk, got MISCONF; see its log, and free or mend its disk`,
    );
  },
);

test.skipIf(HAS_NO_REDIS)('any other error stays what it is', async () => {
  const redis = openClient(await openRedisServer());
  const errors = [
    await failureOf(redis.call('OOM')),
    await failureOf(redis.eval("return redis.call('get')", 0)),
    new Error('OOM command not allowed'),
    new UserError('QUEUE: mended already'),
    'NOPERM',
    undefined,
  ];
  for (const error of errors) expect(asQueueError(error, NAME)).toBe(error);
});

test('what Redis 6 says of an error inside a script is read as well', () => {
  const error = new ReplyError(
    "ERR Error running script (call to f_12ab): @user_script:1: @user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.",
  );
  expect(asQueueError(error, NAME)).toMatchObject({ message: expect.stringContaining('got OOM; ') });
});
