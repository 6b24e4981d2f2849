import { describe, expect, test } from 'vitest';
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { keepSearched, readModelStates, type SearchedModel } from '../../pipeline/models/modelState.ts';
import {
  chooseModels,
  gatherPlayground,
  measureRounding,
} from '../../pipeline/playground/gatherPlayground.ts';
import { unpackBytes, unpackIdeas } from '../../pipeline/playground/packed.ts';
import { openModel } from '../../pipeline/playground/player.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

describe('the models that a page carries', () => {
  const choose = (grid: unknown) => {
    const config = parseStudyConfig({ name: 'test', grid }, 'test');
    const searched = expandGrid(config).map((model) => ({ model }) as SearchedModel);
    return chooseModels({ config }, searched).map(({ model }) => model.name);
  };

  test('are of the first seed: the article’s cell, then the smallest while there is room', () => {
    const grid = { hidden: [784, 64, 16, 256], batch: [100, 1000], seeds: [3, 1] };
    expect(choose(grid)).toEqual([
      'h784-b1000-s3',
      'h16-b100-s3',
      'h16-b1000-s3',
      'h64-b100-s3',
      'h64-b1000-s3',
    ]);
  });

  test('are none where even the smallest is too large', () => {
    expect(choose({ hidden: [2000], batch: [100], seeds: [0] })).toEqual([]);
  });
});

test('a study’s playground has its models, their ideas, and its judges where they can read its digits', async () => {
  const { study, data } = await openSmallStudy();
  for (const model of study.models) await computeModel(study, model, data);
  const searched = keepSearched(await readModelStates(study, data));
  const source = { study, data, searched, areJudgesFit: true };
  const playground = (await gatherPlayground(source))!;

  const { models, judges, neverInked } = playground.entries;
  expect(models.map(({ name }) => name)).toEqual(['h3-b60-s0', 'h4-b60-s0']);
  expect(models[0]!.rounding.images).toBe(20);
  expect(judges.map(({ name, isHalved }) => [name, isHalved])).toEqual([['cnn', true]]);
  expect(neverInked).toContain(0);
  const ideas = unpackIdeas(models[0]!);
  expect(ideas[4]!.every((value) => value === 0 || value === 1)).toBe(true);

  const { parameters } = await openModel(models[1]!, playground.modelWeights[1]!);
  expect(parameters.hidden).toBe(4);
  expect((await unpackBytes(playground.judgeWeights[0]!)).length).toBe(2300028 / 2);

  expect((await gatherPlayground({ ...source, areJudgesFit: false }))!.entries.judges).toEqual([]);
  expect(await gatherPlayground({ ...source, searched: [] })).toBeNull();
});

test('the rounding of a model is measured on the first test images', async () => {
  const { data } = await openSmallStudy();
  const parameters = initialiseParameters({ hidden: 30, depth: 2, activation: 'relu' }, 0);
  const { images, largestChange, otherAnswers } = await measureRounding(onnxEngine, parameters, data);
  expect(images).toBe(20);
  expect(largestChange).toBeGreaterThan(1e-6);
  expect(largestChange).toBeLessThan(1e-2);
  expect(otherAnswers).toBe(0);
});
