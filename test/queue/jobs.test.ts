import { expect, test } from 'vitest';
import { decodeFailure, encodeFailure, jobData, modelHash } from '../../pipeline/queue/jobs.ts';
import { findMismatch, queueNameOf, type Requirements } from '../../pipeline/queue/requirements.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';

const WANTED: Requirements = {
  ...{ engine: 'onnx', runtime: '1.30.0', code: '0.1.0+abc', judges: ['cnn'], scoreVersion: 'cnn-1' },
  processor: null,
};
const GRID = { hidden: [3], batch: [10], seeds: [0, 1] };
const parse = (changes: object) => parseStudyConfig({ name: 'n', grid: GRID, ...changes }, 'n');

function hashes(changes: object = {}, shared: object = {}): string[] {
  const config = parse(changes);
  const all = { config, dataset: 'd', analysisLock: null, given: {}, requirements: WANTED, ...shared };
  return expandGrid(config).map((model) => modelHash(all, model));
}

test('a model has one hash in every study that asks for the same bytes, and another in any other', () => {
  const [first, second] = hashes();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).not.toBe(first);
  expect(hashes({ name: 'other', description: 'x', grid: { ...GRID, hidden: [3, 4] } }).slice(0, 2)).toEqual([
    first,
    second,
  ]);
  const others = [
    hashes({ training: { epochs: 3 } }),
    hashes({ search: { seed: 5 } }),
    hashes({ judging: { judges: ['cnn'] } }),
    hashes({}, { dataset: 'other' }),
    hashes({}, { analysisLock: 'digest' }),
    hashes({}, { requirements: { ...WANTED, code: '0.1.0+def' } }),
  ].map(([one]) => one);
  expect(new Set([first, ...others]).size).toBe(others.length + 1);
});

test.each([
  [{ study: 'a'.repeat(64), model: 'h3-b50-opt_sgd-lr0.1-s0' }, true],
  [{ study: 'a'.repeat(63), model: 'h3' }, false],
  [{ study: 'a'.repeat(64), model: '../h3' }, false],
  [{ study: 'a'.repeat(64), model: 'a/b' }, false],
  [{ study: 'a'.repeat(64), model: 'h3', path: '/etc' }, false],
  ['text', false],
])('data %j are of a job: %s', (data, isOfJob) => {
  expect(jobData.safeParse(data).success).toBe(isOfJob);
});

test('a worker that would give other bytes is told the first thing that differs', () => {
  expect(findMismatch(WANTED, { ...WANTED, processor: ['avx2'] })).toBeNull();
  expect(findMismatch({ ...WANTED, processor: ['avx2'] }, { ...WANTED, processor: ['avx2'] })).toBeNull();
  const strict = findMismatch({ ...WANTED, processor: ['avx2', 'fma'] }, { ...WANTED, processor: ['fma'] });
  expect(strict).toBe('the processor’s features: the study asks for avx2 fma, this worker has fma');
  for (const key of ['code', 'runtime', 'scoreVersion'] as const) {
    expect(findMismatch(WANTED, { ...WANTED, [key]: 'other' })).toContain(
      `asks for ${WANTED[key]}, this worker has other`,
    );
    expect(queueNameOf({ ...WANTED, [key]: 'other' })).not.toBe(queueNameOf(WANTED));
  }
});

test('a failure keeps its line and who can mend it; what the queue says by itself is a fault', () => {
  for (const isMendable of [true, false]) {
    expect(decodeFailure(encodeFailure(isMendable, 'a: b'))).toEqual({ isMendable, line: 'a: b' });
  }
  expect(decodeFailure('job stalled more than allowable limit')).toMatchObject({ isMendable: false });
});
