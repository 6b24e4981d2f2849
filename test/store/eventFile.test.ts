import { expect, test } from 'vitest';
import { encodeEvents } from '../../pipeline/store/eventFile.ts';
import { EVENTS, tensorboard, WALL_TIME } from './oracles/events.ts';

test('the bytes are those that TensorBoard has read to their end, every checksum checked', () => {
  expect(Buffer.from(encodeEvents(EVENTS, WALL_TIME)).toString('hex')).toBe(tensorboard.file);
  expect([tensorboard.records, tensorboard.end]).toEqual([1 + EVENTS.length, 'OutOfRangeError']);
});

test('TensorBoard has read what was written, as float32', () => {
  const written = (tag: string) =>
    EVENTS.map(({ step, scalars }) => [step, Math.fround(scalars[tag]!), WALL_TIME]);
  expect(tensorboard.scalars).toEqual(
    Object.fromEntries(['epoch/train_loss', 'epoch/test_accuracy'].map((tag) => [tag, written(tag)])),
  );
});

test('a file without events has its version alone', () => {
  expect(Buffer.from(encodeEvents([], 0)).toString('latin1')).toContain('brain.Event:2');
  // Length and its checksum; time, step and version; their checksum.
  expect(encodeEvents([], 0)).toHaveLength(8 + 4 + (9 + 2 + 15) + 4);
});
