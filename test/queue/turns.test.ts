import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from '../../pipeline/queue/turns.ts';

test('work is done in order, so much at once, and none is begun that comes too late', async () => {
  let isOver = false;
  const turns = new Turns(2, () => isOver);
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  for (const name of ['a', 'b', 'c', 'd']) {
    turns.add(async () => {
      log.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
    });
  }
  expect(log).toEqual(['a', 'b']);
  ends.get('b')!();
  await wait(0);
  expect(log).toEqual(['a', 'b', 'c']);
  isOver = true;
  ends.get('a')!();
  ends.get('c')!();
  await turns.settle();
  await wait(0);
  expect(log).toEqual(['a', 'b', 'c']);
});
