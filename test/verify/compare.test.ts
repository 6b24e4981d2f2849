import { expect, test } from 'vitest';
import { compareStudies } from '../../pipeline/verify/compare.ts';
import { bestLevel, exitCodeOf, type Level } from '../../pipeline/verify/levels.ts';
import type { StudySummary } from '../../pipeline/verify/summary.ts';
import { digest, ENVIRONMENT, makeMadeLock, makeSummary } from './madeSummary.ts';

/** What comes out of a study that `change` has made another. */
function compareChanged(change: (found: StudySummary) => void) {
  const found = makeSummary();
  change(found);
  return compareStudies(makeMadeLock(), found);
}

test('a study that is as expected is identical, and everything of it was compared', () => {
  const { differences, reached, compared } = compareChanged(() => undefined);
  expect({ differences, reached }).toEqual({ differences: [], reached: 'identical' });
  expect(compared.training).toEqual([
    { model: 'h16-b20-s0', files: 3, numbers: 1 },
    { model: 'h8-b20-s0', files: 3, numbers: 1 },
  ]);
});

test('other bytes leave the numbers; the first difference is that of the first stage, a file before its record', () => {
  const { differences, reached } = compareChanged(({ stages }) => {
    stages.report.study!.files['report/index.html'] = digest('1');
    const own = stages.training['h8-b20-s0']!.files;
    for (const name of Object.keys(own)) own[name] = digest('1');
    stages.ideas['h16-b20-s0']!.files['ideas/idea_3.vf'] = digest('1');
  });
  expect(reached).toBe('numbers');
  expect(differences.map(({ stage, model, artifact }) => [stage, model, artifact].join(' '))).toEqual([
    'training h8-b20-s0 model.dat',
    'training h8-b20-s0 training.csv',
    'training h8-b20-s0 training.json',
    'ideas h16-b20-s0 ideas/idea_3.vf',
    'report study report/index.html',
  ]);
  expect(differences[0]).toMatchObject({ level: 'identical', what: 'other bytes' });
});

test('a number holds up to its tolerance, and not beyond', () => {
  const at = (accuracy: number) =>
    compareChanged(({ stages }) => {
      stages.training['h8-b20-s0']!.numbers!['models.test_accuracy'] = accuracy;
    });
  expect(at(0.815).reached).toBe('identical');
  expect(at(0.83)).toMatchObject({
    reached: 'conclusions',
    differences: [{ level: 'numbers', stage: 'training', what: '0.83, expected 0.8 within 0.02' }],
  });
});

test('another conclusion leaves nothing, whatever the bytes are', () => {
  expect(
    compareChanged(({ conclusions }) => void Object.assign(conclusions, { H1: 'absent' })),
  ).toMatchObject({
    reached: null,
    differences: [
      { level: 'conclusions', stage: 'analysis', artifact: 'H1', what: 'absent, expected supported' },
    ],
  });
});

test('what is missing and what is not expected are named', () => {
  const { differences, reached } = compareChanged(({ stages }) => {
    delete stages.ideas['h8-b20-s0'];
    stages.training['h8-b20-s0']!.files['extra.csv'] = digest('1');
  });
  expect(reached).toBe('numbers');
  expect(differences.map(({ artifact, what }) => `${artifact} ${what}`)).toEqual([
    'extra.csv not expected',
    'ideas/idea_3.vf missing',
    'ideas/idea_4.vf missing',
    'ideas/ideas.json missing',
  ]);
  // A number that is gone is none that is within tolerance.
  expect(compareChanged(({ stages }) => void delete stages.scores['h8-b20-s0']!.numbers).reached).toBe(
    'conclusions',
  );
});

test('numbers of a model that the lock does not know are none that hold; a further column of one that it knows may be there', () => {
  const { differences, reached } = compareChanged(({ stages }) => {
    stages.training['h8-b20-s1'] = { files: {}, numbers: { 'models.test_accuracy': 0.8 } };
  });
  expect(reached).toBe('conclusions');
  expect(differences).toMatchObject([
    { level: 'numbers', stage: 'training', model: 'h8-b20-s1', artifact: 'numbers', what: 'not expected' },
  ]);
  const further = compareChanged(({ stages }) => {
    stages.training['h8-b20-s0']!.numbers!['models.train_loss'] = 1;
    stages.experiments['h8-b20-s0']!.numbers = { 'hints.accuracy': 1 };
  });
  expect(further.reached).toBe('identical');
});

test.each<[asked: Level, reached: Level | null, code: number]>([
  ['identical', 'identical', 0],
  ['identical', 'numbers', 3],
  ['identical', 'conclusions', 4],
  ['identical', null, 5],
  ['numbers', 'identical', 0],
  ['numbers', 'numbers', 0],
  ['numbers', 'conclusions', 4],
  ['conclusions', 'conclusions', 0],
  ['conclusions', null, 5],
])('where %s is asked for and %s holds the exit code is %d', (asked, reached, code) => {
  expect(exitCodeOf(asked, reached)).toBe(code);
});

test('identical bytes are asked for under onnx-wasm anywhere, and otherwise on the same kind of machine', () => {
  const other = { ...ENVIRONMENT, processorFeatures: ['avx'], node: 'v24.0.0' };
  expect(bestLevel(ENVIRONMENT, other)).toBe('identical');
  const native = { ...ENVIRONMENT, engine: 'onnx' };
  expect(bestLevel(native, { ...native, node: 'v24.0.0' })).toBe('identical');
  expect(bestLevel(native, { ...other, engine: 'onnx' })).toBe('numbers');
  expect(bestLevel(ENVIRONMENT, native)).toBe('numbers');
  expect(bestLevel(ENVIRONMENT, { ...ENVIRONMENT, runtime: 'onnxruntime-web 1.31.0' })).toBe('numbers');
});
