import { describe, expect, test } from 'vitest';
import { scaleAdam } from '../../pipeline/study/adamScaling.ts';
import { parseStudyConfig, type StudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import {
  chooseSideSizes,
  isScaledName,
  isSideModel,
  keepOfGrid,
  listSideModels,
  listTableAxes,
  partsOf,
} from '../../pipeline/study/sideModels.ts';

/** A study of hidden 16, 64, 784 and batch 100, 1000 with these sections and axes. */
function studyOf(sections: object, grid: object = {}): StudyConfig {
  return parseStudyConfig(
    {
      name: 'tiny',
      dataset: { validation: 1000 },
      grid: { hidden: [784, 16, 64], batch: [1000, 100], seeds: [1, 0], ...grid },
      ...sections,
    },
    'test',
  );
}

const compare = (...compared: string[]) => ({ arms: { compared } });
const CONTROLS = { controls: { enabled: true } };
const cellsOf = (config: StudyConfig) => [...new Set(listSideModels(config).map(({ cell }) => cell.name))];

test('a study that asks for none has none, and its tables the axes of its grid', () => {
  const config = studyOf({}, { depth: [1, 2] });
  expect(listSideModels(config)).toEqual([]);
  expect(listTableAxes(config)).toEqual(['hidden', 'batch', 'depth']);
});

describe('the arm scaled', () => {
  const config = studyOf(compare('epochs', 'scaled'));

  test('has every cell of another batch size, for all seeds', () => {
    expect(listSideModels(config).map(({ name }) => name)).toEqual([
      ...['h16-b100-scaled-s0', 'h16-b100-scaled-s1', 'h64-b100-scaled-s0', 'h64-b100-scaled-s1'],
      ...['h784-b100-scaled-s0', 'h784-b100-scaled-s1'],
    ]);
  });

  test('trains them with the numbers of the rule, and all else as in the grid', () => {
    const [grid] = expandGrid(config);
    const [scaled] = listSideModels(config);
    expect(scaled).toMatchObject({
      seed: 0,
      parts: ['scaled'],
      cell: { title: "hidden 16, batch 100, Adam's numbers scaled from batch 1,000" },
    });
    expect(scaled!.settings).toEqual({ ...grid!.settings, ...scaleAdam(grid!.settings, 0.1) });
    expect(scaled!.settings.beta1).toBe(0.99);
    expect(scaled!.cell.settings).toBe(scaled!.settings);
    expect(listTableAxes(config)).toEqual([
      ...['hidden', 'batch', 'learningRate', 'beta1', 'beta2', 'epsilon'],
    ]);
  });

  test('has names that tell its models from others', () => {
    expect(listSideModels(config).every(({ name }) => isScaledName(name))).toBe(true);
    expect(expandGrid(config).some(({ name }) => isScaledName(name))).toBe(false);
  });
});

test('the arm tuned has every cell at each multiple of its learning rate, ascending', () => {
  const config = studyOf(
    { arms: { compared: ['tuned'], rates: [3, 0.5] }, training: { learningRate: 0.1 } },
    { hidden: [16], optimizer: ['sgd', 'adam'] },
  );
  expect(cellsOf(config)).toEqual([
    ...['h16-b100-opt_adam-lr0.05', 'h16-b100-opt_adam-lr0.3', 'h16-b100-opt_sgd-lr0.05'],
    ...['h16-b100-opt_sgd-lr0.3', 'h16-b1000-opt_adam-lr0.05', 'h16-b1000-opt_adam-lr0.3'],
    ...['h16-b1000-opt_sgd-lr0.05', 'h16-b1000-opt_sgd-lr0.3'],
  ]);
  expect(listSideModels(config)[2]).toMatchObject({
    name: 'h16-b100-opt_adam-lr0.3-s0',
    settings: { optimizer: 'adam', learningRate: 0.3 },
    parts: ['tuned'],
  });
});

describe('controls and doses', () => {
  test('are of the middle width, at the batch size that others are scaled from', () => {
    expect(cellsOf(studyOf(CONTROLS))).toEqual(['h64-b1000-shuffle1', 'h64-b1000-noise0.2']);
    expect(listSideModels(studyOf(CONTROLS)).map(({ parts, seed }) => [...parts, seed])).toEqual([
      ...[
        ['shuffled', 0],
        ['shuffled', 1],
        ['noise', 0],
        ['noise', 1],
      ],
    ]);
    const doses = { inputNoise: [0.3, 0.1], gradientPenalty: [0.01] };
    expect(cellsOf(studyOf({ doses }))).toEqual([
      ...['h64-b1000-noise0.1', 'h64-b1000-noise0.3', 'h64-b1000-penalty0.01'],
    ]);
  });

  test('are of the middle sizes of a grid that lacks that batch size, the lower of two', () => {
    const config = studyOf(CONTROLS, { hidden: [256, 16, 784, 64], batch: [200, 20, 2000] });
    expect(chooseSideSizes(config)).toEqual({ hidden: 64, batch: 200 });
    expect(cellsOf(config)[0]).toBe('h64-b200-shuffle1');
  });

  test('have a model for each combination of further axes, in its place in the name', () => {
    expect(cellsOf(studyOf(CONTROLS, { depth: [2, 1], labelShuffle: [0, 0.5] }))).toEqual([
      ...['h64-b1000-d1-shuffle1', 'h64-b1000-d2-shuffle1'],
      ...['h64-b1000-d1-noise0.2-shuffle0', 'h64-b1000-d1-noise0.2-shuffle0.5'],
      ...['h64-b1000-d2-noise0.2-shuffle0', 'h64-b1000-d2-noise0.2-shuffle0.5'],
    ]);
  });

  test('are one model where they are the same', () => {
    const config = studyOf({ ...CONTROLS, doses: { inputNoise: [0.1, 0.2] } }, { seeds: [0] });
    expect(listSideModels(config).map(({ name, parts }) => [name, ...parts])).toEqual([
      ['h64-b1000-shuffle1-s0', 'shuffled'],
      ['h64-b1000-noise0.2-s0', 'noise', 'dose'],
      ['h64-b1000-noise0.1-s0', 'dose'],
    ]);
    expect(listTableAxes(config)).toEqual(['hidden', 'batch', 'inputNoise', 'labelShuffle']);
  });
});

test('all parts together have names of their own, beside those of the grid', () => {
  const config = studyOf({
    ...compare('scaled', 'tuned'),
    ...CONTROLS,
    doses: { inputNoise: [0.1, 0.2], gradientPenalty: [0.1] },
  });
  const models = [...expandGrid(config), ...listSideModels(config)];
  expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
  const settings = models.map((model) => JSON.stringify([model.settings, model.seed]));
  expect(new Set(settings).size).toBe(models.length);
});

test('a model says what it is there for, and still does when it was sent to another process', () => {
  const config = studyOf({ ...CONTROLS, doses: { inputNoise: [0.2] } });
  const side = listSideModels(config);
  const sent = JSON.parse(JSON.stringify(side)) as typeof side;
  expect(sent.map(isSideModel)).not.toContain(false);
  expect(partsOf(sent.at(-1)!)).toEqual(['noise', 'dose']);
  const [grid] = expandGrid(config);
  expect(isSideModel(grid!)).toBe(false);
  expect(partsOf(grid!)).toEqual(['grid']);
  expect(keepOfGrid([{ model: side[0]! }, { model: grid! }])).toEqual([{ model: grid }]);
});
