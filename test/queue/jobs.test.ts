import { expect, test } from 'vitest';
import { listAllModels, openStudy } from '../../pipeline/models/study.ts';
import { decodeFailure, encodeFailure, jobData } from '../../pipeline/queue/jobs.ts';
import { modelHash } from '../../pipeline/queue/modelHash.ts';
import {
  findMismatch,
  findWhyNot,
  queueNameOf,
  type Requirements,
} from '../../pipeline/queue/requirements.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';

const WANTED: Requirements = {
  ...{ engine: 'onnx', runtime: '1.30.0', code: '0.1.0+abc', judges: ['cnn'], scoreVersion: 'cnn-1' },
  processor: null,
};
const GRID = { hidden: [3], batch: [10], seeds: [0, 1] };
const parse = (changes: object) => parseStudyConfig({ name: 'n', grid: GRID, ...changes }, 'n');

async function hashes(changes: object = {}, shared: object = {}): Promise<string[]> {
  const study = await openStudy(parse(changes), '/nowhere');
  const all = {
    ...{ study, dataset: 'd', images: 400, analysisLock: null, given: {}, requirements: WANTED },
    ...shared,
  };
  return listAllModels(study).map((model) => modelHash(all, model));
}

test('a model has one hash in every study that asks for the same bytes, and another in any other', async () => {
  const [first, second] = await hashes();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).not.toBe(first);
  const larger = await hashes({ name: 'other', description: 'x', grid: { ...GRID, hidden: [3, 4] } });
  expect(larger.slice(0, 2)).toEqual([first, second]);
  const others = await Promise.all([
    hashes({ training: { epochs: 3 } }),
    hashes({ search: { seed: 5 } }),
    hashes({ judging: { judges: ['cnn'] } }),
    hashes({}, { dataset: 'other' }),
    hashes({}, { analysisLock: 'digest' }),
    hashes({}, { requirements: { ...WANTED, code: '0.1.0+def' } }),
  ]);
  expect(new Set([first, ...others.map(([one]) => one)]).size).toBe(others.length + 1);
});

test('where the rest of a study asks something else of a model, its hash is another', async () => {
  // Checkpoints lie also where training with the other batch sizes ends.
  const marked = (batch: number[]) =>
    hashes({ grid: { ...GRID, batch, seeds: [0] }, schedule: { checkpoints: 'log' } });
  const [alone, beside, besideAnother] = await Promise.all([[10], [10, 33], [10, 66]].map(marked));
  expect(new Set([alone![0], beside![0], besideAnother![0]]).size).toBe(3);
  // Searches are compared on models of the first seed.
  const experiments = { comparison: { enabled: true } };
  const [isFirst] = await hashes({ grid: { ...GRID, seeds: [1, 0] }, experiments });
  const [, isSecond] = await hashes({ grid: { ...GRID, seeds: [0, 1] }, experiments });
  expect(isFirst).not.toBe(isSecond);
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

test('a worker that cannot use the engine of a study says why, and may compute others', async () => {
  const fails = () =>
    Promise.reject(new UserError('engine tfjs: expected its library, got none; run make tfjs-node'));
  expect(await findWhyNot({ ...WANTED, engine: 'tfjs' }, fails)).toBe(
    'engine tfjs: expected its library, got none; run make tfjs-node',
  );
  expect(await findWhyNot(WANTED, async () => WANTED.runtime)).toContain('the code: the study asks for');
});
