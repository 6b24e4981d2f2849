import { expect, test } from 'vitest';
import { Board } from '../../pipeline/queue/board.ts';
import { HAS_NO_REDIS, openClient, openRedisServer } from './redisServer.ts';

const QUEUE = 'models-1';

test.skipIf(HAS_NO_REDIS)(
  'what one sweep waits for no more is cancelled where no other waits for it, and not once it is asked for again',
  async () => {
    const board = new Board(openClient(await openRedisServer()));
    const cancelled = () => board.listCancelled(QUEUE, ['a', 'b', 'c']);
    await board.ask(QUEUE, 'one', ['a', 'b']);
    await board.ask(QUEUE, 'other', ['b', 'c']);
    expect(await board.cancel(QUEUE, 'one', ['a', 'b'])).toEqual(['a']);
    expect(await cancelled()).toEqual(['a']);
    expect(await board.cancel(QUEUE, 'other', ['b', 'c'])).toEqual(['b', 'c']);
    expect(await cancelled()).toEqual(['a', 'b', 'c']);
    await board.ask(QUEUE, 'third', ['b']);
    expect(await cancelled()).toEqual(['a', 'c']);
  },
);

test.skipIf(HAS_NO_REDIS)('very many models are asked for and cancelled', async () => {
  const board = new Board(openClient(await openRedisServer()));
  const many = Array.from({ length: 130_000 }, (_, at) => `${at}`);
  await board.ask(QUEUE, 'one', many);
  expect(await board.cancel(QUEUE, 'one', many)).toHaveLength(many.length);
  expect(await board.listCancelled(QUEUE, ['7', 'x'])).toEqual(['7']);
});
