/** A made study in short: two models, with every stage, and its lock. */
import type { Environment } from '../../pipeline/study/environment.ts';
import { makeLock, type ResultsLock } from '../../pipeline/verify/resultsLock.ts';
import type { StudySummary } from '../../pipeline/verify/summary.ts';

/** A digest for every letter. */
export const digest = (letter: string): string => letter.repeat(64);

export const ENVIRONMENT: Environment = {
  engine: 'onnx-wasm',
  runtime: 'onnxruntime-web 1.30.0',
  threadsPerModel: 1,
  node: 'v20.20.2',
  v8: '11.3',
  v8Flags: [],
  platform: 'linux-x64',
  processor: 'one',
  processorFeatures: ['avx', 'avx2'],
  cores: 2,
  commit: 'a'.repeat(40),
  sourceTree: 'c'.repeat(40),
  isDirty: false,
  packageLock: digest('b'),
};

/** The summary, new at every call, for a test to change. */
export function makeSummary(): StudySummary {
  const files = (...names: string[]) => ({
    files: Object.fromEntries(names.map((name) => [name, digest('0')])),
  });
  const models = <Value>(value: () => Value) => ({ 'h8-b20-s0': value(), 'h16-b20-s0': value() });
  return {
    config: { 'grid.hidden': [8, 16], 'training.epochs': 2 },
    scoreVersion: 'v1',
    environment: { ...ENVIRONMENT },
    stages: {
      dataset: { study: files('study.json', 'dataset/dataset.json', 'dataset/train-images-idx3-ubyte') },
      training: models(() => ({
        ...files('training.json', 'training.csv', 'model.dat'),
        numbers: { 'models.test_accuracy': 0.8 },
      })),
      ideas: models(() => files('ideas/ideas.json', 'ideas/idea_3.vf', 'ideas/idea_4.vf')),
      scores: models(() => ({ ...files('scores.json'), numbers: { 'models.recognisability': 0.25 } })),
      experiments: models(() => files('hints/hints.json')),
      analysis: { study: files('models.csv', 'verdicts.json') },
      report: { study: files('report/index.html') },
    },
    conclusions: { H1: 'supported', 'a doubling of the batch size': 'falls' },
  };
}

/** The lock that expects the summary. */
export function makeMadeLock(): ResultsLock {
  return makeLock(makeSummary(), null);
}
