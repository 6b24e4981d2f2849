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
      "weightDecay, epochs, trainImages, inputNoise, labelShuffle, got 'epoch'",
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
