/** Locks of the analysis: what they hold, which models carry them, and when a study is confirmatory. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AnalysisLock, type LockedContent, lockPathOf } from '../../pipeline/models/analysisLock.ts';
import { digestAnalysis, listImports } from '../../pipeline/models/analysisSources.ts';
import { composeLocked, digestLocked, writeLock } from '../../pipeline/models/composeLock.ts';
import { keepLock } from '../../pipeline/models/lockStamp.ts';
import { assertLockFits, describeLockChange, findLockState } from '../../pipeline/models/lockState.ts';
import type { Study } from '../../pipeline/models/study.ts';
import { computeTraining, findTraining } from '../../pipeline/models/trainedModel.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { canonicalJson, selectLocked } from '../../pipeline/study/lockedConfig.ts';
import { ROOT } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { minimalConfig } from '../study/minimalConfig.ts';
import { openSmallStudy } from './smallStudy.ts';

const locked: LockedContent = await composeLocked(
  parseStudyConfig(minimalConfig({ judging: { judges: ['cnn'] } }), 'test'),
);

test('a lock lies beside its config', () => {
  expect(lockPathOf('configs/sweep.yaml')).toBe('configs/sweep.analysis-lock.json');
  expect(lockPathOf('of.mine/study')).toBe('of.mine/study.analysis-lock.json');
});

test('it holds every file that a verdict depends on, each by the SHA-256 of its file', async () => {
  const { code } = locked;
  expect(Object.keys(code)).toEqual(
    expect.arrayContaining([
      ...['analysis/hypotheses/h1.ts', 'analysis/clock.ts', 'statistics/multiplicity.ts'],
      ...['math/streams.ts', 'study/grid.ts', 'study/axes.ts'],
    ]),
  );
  // Of the first the analysis knows types alone, and what simulates studies decides nothing.
  expect(Object.keys(code)).not.toContain('study/config.ts');
  expect(Object.keys(code).filter((path) => path.includes('simulation'))).toEqual([]);
  expect(Object.keys(code).filter((path) => !/^(analysis|statistics|math|study)\//.test(path))).toEqual([]);
  const text = await readFile(join(ROOT, 'pipeline/analysis/clock.ts'));
  const { createHash } = await import('node:crypto');
  expect(code['analysis/clock.ts']).toBe(createHash('sha256').update(text).digest('hex'));
  expect(await digestAnalysis()).toEqual(code);
});

test('imports of types alone count for nothing', () => {
  const text = [
    "import type { A } from './a.ts';",
    "import { type B, b } from './b.ts';",
    "import {\n  c,\n  type D,\n} from '../c.ts';",
    "export type { E } from './e.ts';",
    "export * from './f.ts';",
    "import { mean } from 'simple-statistics';",
  ].join('\n');
  expect(listImports(text)).toEqual(['./b.ts', '../c.ts', './f.ts']);
});

test('every hypothesis and claim is in it by its statement, and so is what is left out', () => {
  expect(Object.keys(locked.hypotheses)).toEqual([
    'C1',
    'C2',
    'C3',
    'C4',
    'C5',
    'H1',
    'H2',
    'H3',
    'H4',
    'H5',
    'H6',
  ]);
  expect(locked.exclusions.length).toBeGreaterThan(3);
  expect(locked.judges).toMatch(/^cnn-[0-9a-f]{8}$/);
});

test('of a config it holds what figures depend on, in whatever order it is written', () => {
  const of = (changes: Record<string, unknown>) =>
    canonicalJson(selectLocked(parseStudyConfig(minimalConfig(changes), 'test')));
  const plain = of({});
  const same = [
    { name: 'other', description: 'Another.', engine: 'onnx-wasm' },
    { schedule: { keep: true } },
    { search: { snapshots: 50 } },
    { experiments: { film: { enabled: true, digit: 3 }, baselines: { enabled: true } } },
    { analysis: { seed: 0, smallestEffect: 0.05 } },
  ];
  expect(same.map(of)).toEqual(same.map(() => plain));
  const other = [
    { analysis: { smallestEffect: 0.1 } },
    { training: { epochs: 3 } },
    { schedule: { checkpoints: 'log' } },
    { grid: { hidden: [16], batch: [20], seeds: [100] } },
    { judging: { judges: ['cnn'] } },
  ];
  expect(new Set([plain, ...other.map(of)]).size).toBe(other.length + 1);
});

test('what changed since it was made is named, the first of several with their number', () => {
  expect(describeLockChange(locked, structuredClone(locked))).toBeNull();
  const change = (changes: Partial<LockedContent>) => describeLockChange(locked, { ...locked, ...changes });
  expect(change({ code: { ...locked.code, 'analysis/clock.ts': 'other', 'analysis/new.ts': 'new' } })).toBe(
    'the analysis changed since it was locked: analysis/clock.ts (and 1 more)',
  );
  expect(change({ judges: 'cnn-00000000' })).toMatch(/^the judges changed since .*, cnn-00000000 now$/);
  expect(change({ hypotheses: { ...locked.hypotheses, H2: 'Otherwise.' } })).toMatch(/: H2$/);
  expect(change({ exclusions: [] })).toMatch(/left out changed/);
  const config = structuredClone(locked.config) as { training: { epochs: number } };
  config.training.epochs = 99;
  expect(change({ config })).toBe('the config is not the one that was locked: training.epochs');
});

/** The small study as if read from a file, beside which a lock may lie. */
async function openLockable() {
  const folder = await openTemporaryFolder();
  const { study: small, data } = await openSmallStudy(folder);
  const study: Study = { ...small, configFile: join(folder, 'small.yaml') };
  const lock = () => writeLock(lockPathOf(study.configFile!), study.config, '2026-01-01');
  const train = async (model: Study['models'][number]) => {
    await keepLock(study);
    await computeTraining(study, model, data);
  };
  return { study, data, lock, train };
}

test('a study is confirmatory once every model is trained under its lock, and no model goes stale by one', async () => {
  const { study, data, lock, train } = await openLockable();
  const [first, second] = study.models as [Study['models'][number], Study['models'][number]];
  const reason = async (of = study) => {
    const state = await findLockState(of, study.models);
    return state.kind === 'exploratory' ? state.reason : null;
  };
  await train(first);
  expect(await reason()).toMatch(/^nothing was locked/);
  const { digest } = await lock();
  await train(second);
  expect(await reason()).toBe('the lock is younger than 1 of 2 models');
  expect((await findTraining(study, first, data.identity)).stale).toBeNull();
  await train(first);
  expect(await findLockState(study, study.models)).toEqual({
    kind: 'confirmatory',
    digest,
    date: '2026-01-01',
  });
  const others = { ...study, config: { ...study.config, analysis: { ...study.config.analysis, seed: 1 } } };
  expect(await reason(others)).toBe('the config is not the one that was locked: analysis.seed');
  // A stamp that somebody wrote by hand is none.
  await writeFile(study.folder.model(first.name).analysisLock, JSON.stringify({ digest }));
  expect(await reason()).toBe('the lock is younger than 1 of 2 models');
});

test('a model that is trained again without a lock loses its stamp', async () => {
  const { study, lock, train } = await openLockable();
  const model = study.models[0]!;
  await lock();
  await train(model);
  expect((await findLockState(study, [model])).kind).toBe('confirmatory');
  const { removeFile } = await import('../../pipeline/store/files.ts');
  await removeFile(lockPathOf(study.configFile!));
  await train(model);
  await lock();
  expect(await findLockState(study, [model])).toMatchObject({
    reason: 'the lock is younger than 1 of 1 models',
  });
});

test('a digest depends on what is locked and not on its date', async () => {
  const folder = await openTemporaryFolder();
  const config = parseStudyConfig(minimalConfig({ judging: { judges: ['cnn'] } }), 'test');
  const make = (name: string, date: string): Promise<AnalysisLock> =>
    writeLock(join(folder, name), config, date);
  const [one, other] = [await make('a.json', '2026-01-01'), await make('b.json', '2026-02-02')];
  expect(one.digest).toBe(other.digest);
  expect(one.digest).toBe(digestLocked(locked));
  await expect(assertLockFits('a.json', one, config)).resolves.toBeUndefined();
  await expect(assertLockFits('a.json', null, config)).rejects.toThrow(
    'a.json: expected a lock that fits, got none; make lock-analysis writes one',
  );
});
