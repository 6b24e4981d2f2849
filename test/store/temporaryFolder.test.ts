import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../pipeline/store/temporaryFolder.ts';
import { UserError } from '../../pipeline/study/errors.ts';

test('a temporary folder is there until it is removed, with what is in it, and leaves no listener behind', () => {
  const listeners = process.listenerCount('exit');
  const [one, other] = [makeTemporaryFolder(), makeTemporaryFolder()];
  expect(one.path).not.toBe(other.path);
  writeFileSync(join(one.path, 'file'), 'text');
  one.remove();
  expect([existsSync(one.path), existsSync(other.path)]).toEqual([false, true]);
  other.remove();
  expect(process.listenerCount('exit')).toBe(listeners);
});

test('where none can be made, one line says so', () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = '/no/such/folder';
  try {
    expect(() => makeTemporaryFolder()).toThrow(UserError);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
