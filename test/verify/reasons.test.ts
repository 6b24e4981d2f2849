import { expect, test } from 'vitest';
import type { Environment } from '../../pipeline/study/environment.ts';
import { compareStudies, type Difference } from '../../pipeline/verify/compare.ts';
import { explain } from '../../pipeline/verify/reasons.ts';
import type { StageName } from '../../pipeline/verify/stages.ts';
import type { StudySummary } from '../../pipeline/verify/summary.ts';
import { digest, ENVIRONMENT, makeMadeLock, makeSummary } from './madeSummary.ts';

const FIRST: Difference = {
  ...{ stage: 'training', model: 'h8-b20-s0', artifact: 'model.dat' },
  ...{ level: 'identical', what: 'other bytes' },
};

/** The reasons for `first` in a study that `change` has made another. */
function reasonsOf(change: (found: StudySummary) => void, first: Difference = FIRST, damaged: string[] = []) {
  const found = makeSummary();
  change(found);
  return explain(makeMadeLock(), found, { differences: [first] }, { damaged });
}

/** A first difference at another stage. */
const at = (stage: StageName): Difference => ({ ...FIRST, stage, model: 'study', artifact: 'a' });

test.each<[change: Partial<Environment>, kind: string, text: string]>([
  [{ engine: 'onnx' }, 'engine', 'engine: onnx, was onnx-wasm'],
  [
    { runtime: 'onnxruntime-web 1.31.0' },
    'runtime',
    'runtime: onnxruntime-web 1.31.0, was onnxruntime-web 1.30.0',
  ],
  [{ node: 'v24.1.0' }, 'node', 'Node: v24.1.0, was v20.20.2'],
  [{ packageLock: digest('c') }, 'packages', 'package-lock.json: cccccccc, was bbbbbbbb'],
  [{ commit: 'f'.repeat(40), sourceTree: 'd'.repeat(40) }, 'code', 'the code: commit ffffffff, was aaaaaaaa'],
  [{ isDirty: true }, 'code', 'the code: commit aaaaaaaa with changes that are not committed, was aaaaaaaa'],
  [
    { processorFeatures: ['avx', 'fma'], v8Flags: ['--no-enable-avx2'] },
    'processor',
    'processor features: without avx2, with fma --no-enable-avx2',
  ],
  [
    { processor: 'two', processorFeatures: null },
    'processor',
    'processor features: without avx avx2, with those of two',
  ],
])('of another environment %j it says so', (change, kind, text) => {
  expect(reasonsOf(({ environment }) => void Object.assign(environment, change))).toEqual([{ kind, text }]);
});

test('another value of the config is named by its key', () => {
  const text = 'the config: training.epochs is 3, was 2';
  expect(reasonsOf(({ config }) => void Object.assign(config, { 'training.epochs': 3 }))).toEqual([
    { kind: 'config', text },
  ]);
  const gone = 'the config: grid.hidden is nothing, was [8,16]';
  expect(reasonsOf(({ config }) => void delete config['grid.hidden'])).toEqual([
    { kind: 'config', text: gone },
  ]);
});

test('other data are the reason where a file of the dataset differs first', () => {
  const first = { ...at('dataset'), artifact: 'dataset/train-images-idx3-ubyte' };
  expect(reasonsOf(() => undefined, first)).toMatchObject([{ kind: 'data' }]);
});

test('other judges are a reason from the scores on, and none for what is before them', () => {
  const change = (found: StudySummary) => void Object.assign(found, { scoreVersion: 'v2' });
  expect(reasonsOf(change, at('scores'))).toMatchObject([
    { kind: 'judges', text: 'the judges: scores of version v2, were of v1' },
  ]);
  expect(reasonsOf(change)).toMatchObject([{ kind: 'unknown' }]);
});

test('a file that its record does not vouch for was changed, and no other reason is given', () => {
  const change = ({ environment }: StudySummary) => void Object.assign(environment, { node: 'v24.1.0' });
  expect(reasonsOf(change, FIRST, ['models/h8-b20-s0/model.dat'])).toMatchObject([{ kind: 'damage' }]);
});

test('a file that is missing is of a study that is not finished', () => {
  expect(reasonsOf(() => undefined, { ...FIRST, what: 'missing' })).toMatchObject([{ kind: 'incomplete' }]);
});

test('a file that was not expected is no computation that was not the same twice', () => {
  const first = { ...at('analysis'), what: 'not expected' };
  expect(reasonsOf(() => undefined, first)).toMatchObject([
    {
      kind: 'extra',
      text: 'only one of the two has the file: it was put there, or the other is not finished',
    },
  ]);
});

test('what cannot change a byte is named last: processors under onnx-wasm and where no engine computes', () => {
  const other = { node: 'v24.1.0', sourceTree: 'f'.repeat(40), processorFeatures: ['avx'] };
  const order = (engine: string, stage: StageName) => {
    const [lock, found] = [makeMadeLock(), makeSummary()];
    lock.environment = { ...ENVIRONMENT, engine };
    found.environment = { ...ENVIRONMENT, engine, ...other };
    return explain(lock, found, { differences: [at(stage)] }, { damaged: [] }).map(({ kind }) => kind);
  };
  expect(order('onnx-wasm', 'training')).toEqual(['code', 'processor', 'node']);
  expect(order('onnx', 'training')).toEqual(['processor', 'node', 'code']);
  expect(order('onnx', 'report')).toEqual(['code', 'processor', 'node']);
});

test('another engine is named first where study.json, which says it, is the first file to differ', () => {
  const first = { ...at('dataset'), artifact: 'study.json' };
  const change = ({ environment }: StudySummary) => void Object.assign(environment, { engine: 'onnx' });
  expect(reasonsOf(change, first)).toMatchObject([{ kind: 'engine' }]);
});

test('another commit with the same code is no reason', () => {
  const change = ({ environment }: StudySummary) =>
    void Object.assign(environment, { commit: 'f'.repeat(40) });
  expect(reasonsOf(change)).toMatchObject([{ kind: 'unknown' }]);
});

test('where all is identical there is nothing to explain', () => {
  const comparison = compareStudies(makeMadeLock(), makeSummary());
  expect(explain(makeMadeLock(), makeSummary(), comparison, { damaged: [] })).toEqual([]);
});
