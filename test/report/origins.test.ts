import { expect, test } from 'vitest';
import { listOrigins } from '../../pipeline/report/origins.ts';

test('a result of a model reads of models that one alone, and a table reads the records of all', () => {
  const modelFiles = (name: string) =>
    ['ideas/idea_0.vf', 'ideas/ideas.json', 'model.dat', 'scores.json', 'training.json'].map(
      (file) => `models/${name}/${file}`,
    );
  const files = [
    ...['dataset/dataset.json', 'dataset/train', 'judges-check.json'],
    ...[...modelFiles('h1-b2-s0'), ...modelFiles('h1-b2-s00'), 'models.csv', 'study.json'],
  ].sort();
  const record = (...beside: string[]) => ({
    inputs: { seed: 0 },
    sha256: Object.fromEntries(beside.map((name) => [name, 'digest'])),
  });
  const records = new Map([
    ['judges-check.json', record()],
    ['models/h1-b2-s0/ideas/ideas.json', record('idea_0.vf')],
    ['models/h1-b2-s0/scores.json', record()],
    ['models/h1-b2-s0/training.json', record('model.dat')],
    ['models/gone/training.json', record('model.dat')],
  ]);
  const origins = new Map(
    listOrigins(files, records).map(({ files: own, from }) => [own[0]!, { own, from }]),
  );
  expect(origins.has('models/gone/training.json')).toBe(false);
  expect(origins.get('models/h1-b2-s0/training.json')).toEqual({
    own: ['models/h1-b2-s0/training.json', 'models/h1-b2-s0/model.dat'],
    from: ['dataset/dataset.json'],
  });
  expect(origins.get('models/h1-b2-s0/ideas/ideas.json')!.from).toEqual(['models/h1-b2-s0/training.json']);
  expect(origins.get('models/h1-b2-s0/scores.json')!.from).toEqual(['models/h1-b2-s0/ideas/ideas.json']);
  expect(origins.get('judges-check.json')!.from).toEqual(['dataset/dataset.json']);
  expect(origins.get('dataset/dataset.json')).toEqual({
    own: ['dataset/dataset.json', 'dataset/train'],
    from: ['study.json'],
  });
  const jsons = files.filter((path) => path.startsWith('models/') && path.endsWith('.json'));
  expect(origins.get('models.csv')!.from).toEqual(
    ['dataset/dataset.json', 'judges-check.json', ...jsons, 'study.json'].sort(),
  );
});
