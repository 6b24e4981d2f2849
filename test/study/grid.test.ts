import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ACTIVATION_NAMES,
  AXES,
  AXIS_NAMES,
  completeSettings,
  listUsedSettings,
  OPTIMIZER_NAMES,
} from '../../pipeline/study/axes.ts';
import { parseStudyConfig, type StudyConfig } from '../../pipeline/study/config.ts';
import {
  describeSetting,
  expandCells,
  expandGrid,
  formatValue,
  isArticleCell,
  isOfFirstSeed,
  listAxes,
  listFacets,
  listFurtherAxes,
  nameCell,
  sortValues,
} from '../../pipeline/study/grid.ts';

/** A study with these axes; what they leave out has one value. */
function studyOf(grid: object, training: object = {}): StudyConfig {
  return parseStudyConfig(
    { name: 'tiny', grid: { hidden: [16], batch: [20], seeds: [0], ...grid }, training },
    'test',
  );
}

const namesOf = (config: StudyConfig) => expandGrid(config).map(({ name }) => name);

describe('the table of axes', () => {
  test('has no key, column or title twice', () => {
    for (const of of ['key', 'column', 'title'] as const) {
      expect(new Set(AXIS_NAMES.map((axis) => AXES[axis][of])).size).toBe(AXIS_NAMES.length);
    }
  });

  test('has keys of which none can be read as another with its value', () => {
    const number = /^-?\d/;
    for (const one of AXIS_NAMES) {
      for (const other of AXIS_NAMES.filter((axis) => axis !== one)) {
        const rest = AXES[other].key.startsWith(AXES[one].key)
          ? AXES[other].key.slice(AXES[one].key.length)
          : '';
        expect(number.test(rest)).toBe(false);
      }
    }
  });

  test('leaves out the settings of other optimizers', () => {
    expect(listUsedSettings({ optimizer: 'sgd' })).not.toContain('beta1');
    expect(listUsedSettings({ optimizer: 'sgd' })).not.toContain('momentum');
    expect(listUsedSettings({ optimizer: 'momentum' })).toContain('momentum');
    expect(listUsedSettings({ optimizer: 'adamw' })).toContain('epsilon');
    expect(listUsedSettings({ optimizer: 'adam' })).not.toContain('momentum');
  });
});

describe('expandGrid', () => {
  test('orders models by hidden size, batch size, then seed, as numbers', () => {
    expect(namesOf(studyOf({ hidden: [784, 16], batch: [1000, 20], seeds: [10, 9] }))).toEqual([
      'h16-b20-s9',
      'h16-b20-s10',
      'h16-b1000-s9',
      'h16-b1000-s10',
      'h784-b20-s9',
      'h784-b20-s10',
      'h784-b1000-s9',
      'h784-b1000-s10',
    ]);
  });

  test('gives every further axis of the grid a place in the name, in the table’s order', () => {
    const config = studyOf({
      hidden: [64],
      batch: [100],
      learningRate: [0.1, 0.01],
      optimizer: ['sgd', 'adam'],
    });
    expect(namesOf(config)).toEqual([
      'h64-b100-opt_adam-lr0.01-s0',
      'h64-b100-opt_adam-lr0.1-s0',
      'h64-b100-opt_sgd-lr0.01-s0',
      'h64-b100-opt_sgd-lr0.1-s0',
    ]);
  });

  test('names a limit by its number, and none', () => {
    expect(namesOf(studyOf({ trainImages: [null, 1000, 100] }))).toEqual([
      'h16-b20-n100-s0',
      'h16-b20-n1000-s0',
      'h16-b20-n_all-s0',
    ]);
  });

  test('gives a model the settings that its name says, and those of training for the rest', () => {
    const [model] = expandGrid(studyOf({ hidden: [784], batch: [1000], depth: [3] }, { epochs: 5 }));
    const settings = completeSettings({ hidden: 784, batch: 1000, depth: 3, epochs: 5 });
    expect(model).toEqual({
      name: 'h784-b1000-d3-s0',
      cell: {
        name: 'h784-b1000-d3',
        title: 'hidden 784, batch 1,000, depth 3',
        settings,
      },
      settings,
      seed: 0,
    });
  });

  const grid = fc.record(
    {
      hidden: fc.uniqueArray(fc.integer({ min: 1, max: 10000 }), { minLength: 1, maxLength: 4 }),
      batch: fc.uniqueArray(fc.integer({ min: 1, max: 10000 }), { minLength: 1, maxLength: 4 }),
      seeds: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 3 }),
      optimizer: fc.uniqueArray(fc.constantFrom('adam', 'sgd', 'momentum'), { minLength: 1 }),
      learningRate: fc.uniqueArray(fc.double({ min: 1e-12, max: 10, noNaN: true }), {
        minLength: 1,
        maxLength: 3,
      }),
      trainImages: fc.uniqueArray(fc.option(fc.integer({ min: 10000, max: 60000 })), {
        minLength: 1,
        maxLength: 3,
      }),
    },
    { requiredKeys: ['hidden', 'batch', 'seeds'] },
  );

  test('gives as many models as the product of the axes, each with a name of its own', () => {
    fc.assert(
      fc.property(grid, (axes) => {
        const names = namesOf(studyOf(axes));
        expect(names).toHaveLength(Object.values(axes).reduce((size, values) => size * values.length, 1));
        expect(new Set(names).size).toBe(names.length);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('does not mind the order in which an axis is written, and leaves the config as it was', () => {
    fc.assert(
      fc.property(grid, (axes) => {
        const turned = Object.fromEntries(
          Object.entries(axes)
            .reverse()
            .map(([axis, values]) => [axis, [...values].reverse()]),
        );
        const config = studyOf(turned);
        const written = structuredClone(config);
        expect(expandGrid(config)).toEqual(expandGrid(studyOf(axes)));
        expect(config).toEqual(written);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  test('makes cells of models that share all but their seed', () => {
    const config = studyOf({ hidden: [16, 32], activation: ['relu', 'tanh'], seeds: [0, 1] });
    const models = expandGrid(config);
    expect(expandCells(config).map(({ name }) => name)).toEqual([
      'h16-b20-act_relu',
      'h16-b20-act_tanh',
      'h32-b20-act_relu',
      'h32-b20-act_tanh',
    ]);
    expect(models.map(({ cell }) => cell)).toEqual(expandCells(config).flatMap((cell) => [cell, cell]));
    expect(models.filter((model) => isOfFirstSeed(config, model)).map(({ seed }) => seed)).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

describe('axes of a study', () => {
  test('are those that its grid names, in the table’s order', () => {
    const { grid } = studyOf({ learningRate: [0.1], depth: [1, 2] });
    expect(listAxes(grid)).toEqual(['hidden', 'batch', 'depth', 'learningRate']);
    expect(listFurtherAxes(grid)).toEqual(['depth', 'learningRate']);
    expect(listFurtherAxes(studyOf({}).grid)).toEqual([]);
  });

  test('sort numbers ascending, no limit last, and words as the table lists them', () => {
    expect(sortValues('batch', [1000, 20, 100])).toEqual([20, 100, 1000]);
    expect(sortValues('trainImages', [null, 60000, 100])).toEqual([100, 60000, null]);
    expect(sortValues('optimizer', ['sgd', 'adamw', 'momentum', 'adam'])).toEqual([...OPTIMIZER_NAMES]);
    expect(sortValues('activation', ['tanh', 'gelu', 'relu'])).toEqual([...ACTIVATION_NAMES]);
  });

  test.each([
    [describeSetting('hidden', 1024), 'hidden 1,024'],
    [describeSetting('batch', 20), 'batch 20'],
    [describeSetting('learningRate', 0.001), 'learning rate 0.001'],
    [describeSetting('optimizer', 'sgd'), 'optimizer sgd'],
    [describeSetting('trainImages', null), 'training images all'],
    [formatValue(1e-8), '1e-8'],
    [formatValue(60000), '60,000'],
    [nameCell(completeSettings({ hidden: 16, batch: 20 })).title, 'hidden 16, batch 20'],
    [
      nameCell(completeSettings({ hidden: 16, batch: 20, epsilon: 1e-8 }), ['hidden', 'epsilon']).name,
      'h16-eps1e-8',
    ],
  ])('are written %s', (written, wanted) => {
    expect(written).toBe(wanted);
  });
});

describe('listFacets', () => {
  test('gives one facet without a title where hidden and batch size alone are varied', () => {
    const config = studyOf({ hidden: [16, 32], batch: [20, 40] });
    expect(listFacets(config)).toEqual([{ title: '', cells: expandCells(config) }]);
  });

  test('gives a facet for every combination of the other axes, with all hidden and batch sizes', () => {
    const facets = listFacets(
      studyOf({ hidden: [16, 32], optimizer: ['sgd', 'adam'], trainImages: [100, null] }),
    );
    expect(facets.map(({ title }) => title)).toEqual([
      'optimizer adam, training images 100',
      'optimizer adam, training images all',
      'optimizer sgd, training images 100',
      'optimizer sgd, training images all',
    ]);
    expect(facets[1]!.cells.map(({ name }) => name)).toEqual([
      'h16-b20-opt_adam-n_all',
      'h32-b20-opt_adam-n_all',
    ]);
    expect(facets.flatMap(({ cells }) => cells)).toHaveLength(8);
  });
});

describe('the article’s cell', () => {
  const article = { hidden: 784, batch: 1000 };

  test.each([
    [article, true],
    [{ ...article, epochs: 5 }, true],
    [{ ...article, batch: 100 }, false],
    [{ ...article, hidden: 256 }, false],
    [{ ...article, depth: 1 }, false],
    [{ ...article, optimizer: 'sgd' as const }, false],
    [{ ...article, labelShuffle: 0.5 }, false],
    [{ ...article, gradientPenalty: 0.01 }, false],
  ])('is that of %j: %s', (settings, isArticle) => {
    expect(isArticleCell({ settings: completeSettings(settings) })).toBe(isArticle);
  });
});
