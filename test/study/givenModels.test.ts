/** Configs of studies whose models were trained elsewhere. */
import { describe, expect, test } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { listConflicts } from '../../pipeline/study/configConflicts.ts';
import {
  isGivenModel,
  listStudyAxes,
  listStudyCells,
  listStudyModels,
  nameByFile,
} from '../../pipeline/study/givenModels.ts';
import { listTableAxes } from '../../pipeline/study/sideModels.ts';

const parse = (more: object) => parseStudyConfig({ name: 'x', ...more }, 'x.yaml');

describe('a study of given models', () => {
  const config = parse({ models: ['a/LeNet 5.onnx', { file: 'b/model.json', mean: 0.1307, std: 0.3081 }] });

  test('has them instead of a grid, each a cell of its own by its file, and no axes', () => {
    const models = listStudyModels(config);
    expect(models.map(({ name, cell, seed }) => [name, cell.title, seed])).toEqual([
      ['lenet-5', 'lenet-5', 0],
      ['b', 'b', 0],
    ]);
    expect(models.every(isGivenModel)).toBe(true);
    expect(listStudyCells(config)).toEqual(models.map(({ cell }) => cell));
    expect([listStudyAxes(config), listTableAxes(config)]).toEqual([[], []]);
  });

  test('is the same study again when its config is read back', () => {
    expect(parse({ ...config })).toEqual(config);
  });

  test('may get other models, and cannot become one of a grid', () => {
    const more = { ...config, models: [...config.models!, { file: 'c.onnx' }] };
    expect(listConflicts(config, more, () => false)).toEqual([]);
    const grid = parse({ grid: { hidden: [1], batch: [1], seeds: [0] } });
    expect(listConflicts(config, grid, () => false).map(({ key }) => key)).toEqual(['models']);
  });
});

const LEAVE = 'leave it out: models that are given are not trained';

test.each([
  [{ file: 'c.onnx', range: 255 }, 'models[0].range: expected text, got 255'],
  [{ file: 'c.onnx', colour: 1 }, 'models[0]: expected '],
])('of a model that is told as %j the message names the key', (model, beginning) => {
  expect(() => parse({ models: [model] })).toThrow(beginning);
});

test.each([
  [
    { grid: { hidden: [8], batch: [100], seeds: [0] } },
    `grid: expected none beside models, got one; ${LEAVE}`,
  ],
  [
    { schedule: { checkpoints: 'log' } },
    `schedule.checkpoints: expected none beside models, got log; ${LEAVE}`,
  ],
  [{ training: { epochs: 3 } }, `training.epochs: expected none beside models, got 3; ${LEAVE}`],
  [
    { arms: { compared: ['epochs', 'scaled'] } },
    `arms.compared: expected epochs alone beside models, got scaled; ${LEAVE}`,
  ],
  [{ controls: { enabled: true } }, `controls.enabled: expected false beside models, got true; ${LEAVE}`],
  [{ doses: { inputNoise: [0.1] } }, `doses.inputNoise: expected none beside models, got some; ${LEAVE}`],
  [
    { experiments: { optimum: { enabled: true } } },
    'experiments.optimum.enabled: expected false beside models, got true; ' +
      'leave it out: the proof is of small networks with ReLU that a grid trains',
  ],
  [{ models: [] }, 'models: expected at least 1 value, got []; see configs/study.schema.json for every key'],
])('%j beside models is refused', (more, line) => {
  expect(() => parse({ models: ['a.onnx'], ...more })).toThrow(`x.yaml: ${line}`);
});

test('neither a grid nor models is refused as a missing grid', () => {
  expect(() => parse({})).toThrow('x.yaml: grid: expected');
});

test.each([
  ['Net.ONNX', 'net'],
  ['exports/model.onnx', 'exports'],
  ['./lenet/model.json', 'lenet'],
  ['C:\\nets\\A b.safetensors', 'a-b'],
  ['model.onnx', 'model'],
  ['...', 'model'],
])('the file %s is called %s', (file, name) => {
  expect(nameByFile(file)).toBe(name);
});
