import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { applyOverrides, splitOverrides } from '../../pipeline/study/override.ts';
import { minimalConfig } from './minimalConfig.ts';

test.each<[text: string, parts: string[]]>([
  ['', []],
  ['   ', []],
  ['training.epochs=2', ['training.epochs=2']],
  ['grid.hidden=[16, 64] training.epochs=2', ['grid.hidden=[16, 64]', 'training.epochs=2']],
  ['  name=a\n\tdescription=two words  ', ['name=a', 'description=two words']],
  ['description=a = b name=c', ['description=a = b', 'name=c']],
  ['grid.hidden=16..1024 x2 grid.batch=8,16', ['grid.hidden=16..1024 x2', 'grid.batch=8,16']],
  ['grid.inputNoise=0..0.5 +0.1 name=a', ['grid.inputNoise=0..0.5 +0.1', 'name=a']],
])('%j is split where a path begins', (text, parts) => {
  expect(splitOverrides(text)).toEqual(parts);
});

test('overrides that are joined by spaces are split again', () => {
  const key = fc.constantFrom('name', 'grid.hidden', 'training.beta1');
  const value = fc.constantFrom('1', '[1, 2]', 'two words', '{a: 1, b: [2, 3]}', '');
  const part = fc.tuple(key, value).map(([path, text]) => `${path}=${text}`);
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(splitOverrides(parts.join(' '))).toEqual(parts);
    }),
    { seed: 1 },
  );
});

test('a value is read as YAML and put where the dotted path says', () => {
  const config = applyOverrides(minimalConfig(), [
    'grid.hidden=[16, 64]',
    'training.learningRate=1e-3',
    'description=two words',
    'search={passes: 5}',
  ]);
  expect(config).toEqual({
    name: 'tiny',
    description: 'two words',
    grid: { hidden: [16, 64], batch: [20], seeds: [0] },
    training: { learningRate: 0.001 },
    search: { passes: 5 },
  });
});

test('the last override of a path wins', () => {
  expect(applyOverrides({}, ['name=a', 'name=b'])).toEqual({ name: 'b' });
});

test('the config that is overridden stays as it was', () => {
  const config = minimalConfig();
  applyOverrides(config, ['grid.hidden=[1]', 'name=other']);
  expect(config).toEqual(minimalConfig());
});

test('an unknown path is left for the schema to refuse', () => {
  const config = applyOverrides(minimalConfig(), ['training.epoch=2']);
  expect(() => parseStudyConfig(config, 'SET')).toThrow(
    'SET: training: expected only the keys depth, activation, optimizer, learningRate, beta1, beta2, epsilon, momentum, ' +
      "weightDecay, epochs, trainImages, inputNoise, labelShuffle, gradientPenalty, got 'epoch'",
  );
});

test('a value where keys are expected is left for the schema to refuse', () => {
  const config = applyOverrides(minimalConfig(), ['grid.hidden.first=16']);
  expect(() => parseStudyConfig(config, 'SET')).toThrow('grid.hidden: expected a list, got a mapping');
});

test.each([
  'training.epochs',
  '=2',
  '.epochs=2',
  'training.=2',
  'training..epochs=2',
  'two words=2',
  'grid.hidden.0=16',
])('%j is refused as no path=value', (override) => {
  const attempt = () => applyOverrides({}, [override]);
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow(
    `SET: expected path=value with a path of keys and dots, such as 'training.epochs=2', got '${override}'; `,
  );
});

test('a value that is no YAML is refused', () => {
  const attempt = () => applyOverrides({}, ['grid.hidden=[16']);
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow("SET: expected a YAML value after =, got 'grid.hidden=[16'; check its brackets");
});

test.each(['__proto__.polluted=1', 'grid.__proto__.polluted=1', 'grid.__proto__={hidden: [1]}'])(
  '%s is refused and no prototype changes',
  (override) => {
    expect(() => applyOverrides(minimalConfig(), [override])).toThrow(UserError);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  },
);

test('a path over a built-in name makes a key of its own, which the schema refuses', () => {
  const config = applyOverrides(minimalConfig(), ['constructor.prototype.polluted=1']);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(() => parseStudyConfig(config, 'SET')).toThrow("got 'constructor'");
});

/** What an override of `key` in the grid makes of the smallest config. */
const overridden = (...overrides: string[]) =>
  parseStudyConfig(applyOverrides(minimalConfig(), overrides), 'SET');

test.each<[text: string, hidden: number[]]>([
  ['8,16', [8, 16]],
  ['8, 16', [8, 16]],
  ['16', [16]],
  ['[8,16]', [8, 16]],
  ['16..128 x2', [16, 32, 64, 128]],
  ['16..100 x 2', [16, 32, 64]],
  ['3..6', [3, 4, 5, 6]],
  ['3 .. 3', [3]],
  ['10..30 +10', [10, 20, 30]],
  ['8,16..64 x2,100', [8, 16, 32, 64, 100]],
  ['[8, 16..64 x2]', [8, 16, 32, 64]],
])('grid.hidden=%s is a list of the grid', (text, hidden) => {
  expect(overridden(`grid.hidden=${text}`).grid.hidden).toEqual(hidden);
});

test('ranges of fractions have the values that a person would write', () => {
  const { grid } = overridden('grid.inputNoise=0..0.5 +0.1', 'grid.learningRate=1e-4..1 x10');
  expect(grid.inputNoise).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(grid.learningRate).toEqual([0.0001, 0.001, 0.01, 0.1, 1]);
});

test('every list of a config is read so, also one of words, of null, and within a mapping', () => {
  expect(overridden('judging.judges=mixture,cnn').judging.judges).toEqual(['mixture', 'cnn']);
  expect(overridden('judging.judges=cnn').judging.judges).toEqual(['cnn']);
  expect(overridden('grid.trainImages=100,null').grid.trainImages).toEqual([100, null]);
  const { grid } = overridden('grid={hidden: 8, batch: 20..80 x2, seeds: [0..2]}');
  expect(grid).toMatchObject({ hidden: [8], batch: [20, 40, 80], seeds: [0, 1, 2] });
});

test.each<[text: string, isOn: boolean]>([
  ['true', true],
  ['yes', true],
  ['On', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
])('experiments.film.enabled=%s means %s', (text, isOn) => {
  expect(overridden(`experiments.film.enabled=${text}`).experiments.film.enabled).toBe(isOn);
});

test('what is neither yes nor no is left for the schema to refuse', () => {
  expect(() => overridden('experiments.film.enabled=maybe')).toThrow(/enabled: expected \S.*, got 'maybe'/);
});

test('what is no list stays what it is', () => {
  const { description, dataset } = overridden('description=1..3, and so on', 'dataset.source=idx:a,b');
  expect([description, dataset.source]).toEqual(['1..3, and so on', 'idx:a,b']);
});

test.each([
  ['9..0', "a range that rises, got '9..0'; write 0..9"],
  ['0..9 +0', "a step above 0, got '0..9 +0'; such as +1"],
  ['0..9 +-1', "a step above 0, got '0..9 +-1'; such as +1"],
  ['1..9 x1', "a factor above 1, got '1..9 x1'; such as x2"],
  ['0..9 x2', "a first value above 0, to be multiplied, got '0..9 x2'; add a step, such as +1"],
  ['0..10000', "a range of at most 10000 values, got '0..10000'; take larger steps"],
  [
    '1..2 x1.0000000000001',
    "a range of at most 10000 values, got '1..2 x1.0000000000001'; take larger steps",
  ],
  [
    '16..64 by 2',
    "a range such as '0..9', '0..0.5 +0.1' or '16..1024 x2', got '16..64 by 2'; mend 'grid.hidden=16..64 by 2'",
  ],
  ['16,', "a value between commas, got 'grid.hidden=16,'; give one"],
])('grid.hidden=%s is refused in one line', (text, line) => {
  const attempt = () => applyOverrides({}, [`grid.hidden=${text}`]);
  expect(attempt).toThrow(new UserError(`SET: expected ${line}`));
});

test('10,000 values are not too many', () => {
  const config = applyOverrides({}, ['grid.seeds=1..10000']) as {
    readonly grid: { readonly seeds: number[] };
  };
  expect(config.grid.seeds).toHaveLength(10_000);
});

test('null removes a key, or a whole section, so that its default holds', () => {
  const config = { ...minimalConfig(), dataset: { train: 500, test: 100 }, search: { passes: 3 } };
  expect(applyOverrides(config, ['dataset.train=null', 'search=~'])).toEqual({
    ...minimalConfig(),
    dataset: { test: 100 },
  });
  expect(applyOverrides(minimalConfig(), ['dataset.train=null', 'experiments.film.digit=null'])).toEqual(
    minimalConfig(),
  );
});

test('null stays where it is a value, and where the schema has to refuse the key', () => {
  expect(overridden('training.trainImages=null').training.trainImages).toBeNull();
  expect(() => overridden('dataset.trian=null')).toThrow("got 'trian'");
  expect(() => overridden('name=null')).toThrow('name: expected text, got nothing');
});

test('nothing after = is no value', () => {
  const line =
    "SET: expected a value after =, got 'name='; give one, or null for what holds where the config says nothing";
  expect(() => applyOverrides({}, ['name='])).toThrow(new UserError(line));
});
