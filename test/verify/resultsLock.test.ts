import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  encodeLock,
  makeLock,
  readResultsLock,
  resultsLockPathOf,
  writeResultsLock,
} from '../../pipeline/verify/resultsLock.ts';
import { STAGES } from '../../pipeline/verify/stages.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { makeMadeLock, makeSummary } from './madeSummary.ts';

test('a lock of results lies beside its config, and is no lock of the analysis', () => {
  expect(resultsLockPathOf('configs/ci.yaml')).toBe('configs/ci.lock.json');
});

test('its text is in order, a value a line, whatever the order in which things were found', () => {
  const lock = makeMadeLock();
  const turned = {
    ...lock,
    conclusions: Object.fromEntries(Object.entries(lock.conclusions).reverse()),
    stages: Object.fromEntries(
      Object.entries(lock.stages)
        .reverse()
        .map(([stage, models]) => [stage, Object.fromEntries(Object.entries(models).reverse())]),
    ) as typeof lock.stages,
  };
  const text = encodeLock(lock);
  expect(encodeLock(turned)).toBe(text);
  const read = JSON.parse(text) as typeof lock;
  expect(read).toEqual(lock);
  expect(Object.keys(read.stages)).toEqual(STAGES);
  expect(Object.keys(read.stages.training)).toEqual(['h16-b20-s0', 'h8-b20-s0']);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(140);
});

test('a machine that gives the same leaves the lock as it is; tolerances that somebody widened stay', () => {
  const former = makeMadeLock();
  former.tolerances['models.test_accuracy'] = { absolute: 0.5, relative: 0 };
  const found = makeSummary();
  found.environment.node = 'v24.1.0';
  expect(makeLock(found, former)).toEqual(former);
  found.conclusions.H1 = 'absent';
  expect(makeLock(found, former)).toMatchObject({
    environment: { node: 'v24.1.0' },
    conclusions: { H1: 'absent' },
    tolerances: { 'models.test_accuracy': { absolute: 0.5 } },
  });
});

test('it is written once, and not again while it says the same', async () => {
  const path = join(await openTemporaryFolder(), 'a.lock.json');
  await expect(readResultsLock(path)).rejects.toThrow(
    `${path}: expected a lock of results, got none; make lock CONFIG=... writes one`,
  );
  expect((await writeResultsLock(path, makeSummary())).isSame).toBe(false);
  const text = await readFile(path, 'utf8');
  expect((await writeResultsLock(path, makeSummary())).isSame).toBe(true);
  expect(await readFile(path, 'utf8')).toBe(text);
  expect(await readResultsLock(path)).toEqual(makeMadeLock());
});

test('a lock whose picture of an idea is none of 784 pixels is refused, and it is named', async () => {
  const path = join(await openTemporaryFolder(), 'a.lock.json');
  const lock = makeMadeLock();
  lock.stages.ideas['h8-b20-s0']!.images = { 'ideas/idea_3.vf': 'AAAA' };
  await writeFile(path, encodeLock(lock));
  await expect(readResultsLock(path)).rejects.toThrow(
    /a\.lock\.json: .*idea_3\.vf.*: expected an image of 784 pixels, a bit each, got 'AAAA'; take it from/,
  );
});
