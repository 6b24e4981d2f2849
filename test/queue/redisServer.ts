/** A real Redis for tests, that lives as long as the running test. */
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { findFreePort, RedisServer, SERVER } from './redisProcess.ts';

/** Whether tests with a Redis are left out: there is none, and nothing says that there has to be. */
export const HAS_NO_REDIS = !existsSync(SERVER) && !process.env.DIGIT_IDEAS_REQUIRE_REDIS;

/** Starts a Redis. */
export async function openRedisServer(...options: string[]): Promise<RedisServer> {
  const server = new RedisServer(await findFreePort(), await openTemporaryFolder(), options);
  onTestFinished(() => server.stop('SIGKILL'));
  await server.start();
  return server;
}

/** A client of it, that ends with the test. */
export function openClient(server: RedisServer, options: object = {}): Redis {
  const redis = new Redis({ port: server.port, ...options });
  onTestFinished(() => redis.disconnect());
  return redis;
}
