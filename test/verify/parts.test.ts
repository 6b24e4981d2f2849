import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { readNumbers } from '../../pipeline/verify/numbers.ts';
import { countOtherPixels, drawDifference } from '../../pipeline/verify/pictures.ts';
import { pathOf, placeArtifact } from '../../pipeline/verify/stages.ts';
import { isWithin, usualTolerance } from '../../pipeline/verify/tolerances.ts';

test.each([
  ['study.json', 'dataset', 'study'],
  ['dataset/dataset.json', 'dataset', 'study'],
  ['models/h8-b20-s0/model.dat', 'training', 'h8-b20-s0'],
  ['models/h8-b20-s0/training.csv', 'training', 'h8-b20-s0'],
  ['models/h8-b20-s0/checkpoints/checkpoints.json', 'training', 'h8-b20-s0'],
  ['models/h8-b20-s0/checkpoints/ideas.bits', 'ideas', 'h8-b20-s0'],
  ['models/h8-b20-s0/ideas/idea_3/x0200.vf', 'ideas', 'h8-b20-s0'],
  ['models/h8-b20-s0/scores.json', 'scores', 'h8-b20-s0'],
  ['models/h8-b20-s0/checkpoints/scores.json', 'scores', 'h8-b20-s0'],
  ['models/h8-b20-s0/hints/scores.json', 'experiments', 'h8-b20-s0'],
  ['judges-check.json', 'scores', 'study'],
  ['transfer.json', 'experiments', 'study'],
  ['models.csv', 'analysis', 'study'],
  ['verdicts.json', 'analysis', 'study'],
  ['report/index.html', 'report', 'study'],
])('%s is of the stage %s, of %s', (path, stage, model) => {
  const place = placeArtifact(path);
  expect(place).toMatchObject({ stage, model });
  expect(pathOf(place)).toBe(path);
});

test('numbers are means over the rows of a model, at the stage whose results they are', () => {
  const row = (seed: number, digit: number, energy: string, certified: string) => ({
    ...{ model: `h8-b20-s${seed}`, cell: 'h8-b20', hidden: '8', batch: '20', seed: String(seed) },
    ...{ digit: String(digit), energy, certified, score_version: '1' },
  });
  const rows = [row(0, 0, '1', 'true'), row(0, 1, '2', 'false'), row(1, 0, '', 'true')];
  expect(readNumbers('ideas', rows)).toEqual([
    { stage: 'ideas', model: 'h8-b20-s0', name: 'ideas.energy', value: 1.5 },
    { stage: 'ideas', model: 'h8-b20-s0', name: 'ideas.certified', value: 0.5 },
    { stage: 'ideas', model: 'h8-b20-s1', name: 'ideas.certified', value: 1 },
  ]);
  const model = { model: 'h8-b20-s0', cell: 'h8-b20', seed: '0', updates: '10', test_accuracy: '0.5' };
  expect(readNumbers('models', [{ ...model, recognisability: '0.1', median_flips: '7' }])).toMatchObject([
    { stage: 'training', name: 'models.test_accuracy' },
    { stage: 'scores', name: 'models.recognisability' },
    { stage: 'experiments', name: 'models.median_flips' },
  ]);
  expect(readNumbers('times', [model])).toEqual([]);
  expect(readNumbers('ideas', [])).toEqual([]);
});

test('a tolerance has a part of the expected number and a part that has not', () => {
  expect(isWithin(11, 10, { absolute: 0, relative: 0.1 })).toBe(true);
  expect(isWithin(8.9, 10, { absolute: 0, relative: 0.1 })).toBe(false);
  expect(isWithin(-11.5, -10, { absolute: 0.5, relative: 0.1 })).toBe(true);
  expect(isWithin(0, 0, { absolute: 0, relative: 0 })).toBe(true);
  expect(usualTolerance('checkpoints.test_accuracy')).toEqual(usualTolerance('models.test_accuracy'));
  expect(usualTolerance('ideas.energy').relative).toBeGreaterThan(0);
});

test('a picture of a difference shows both images, and each pixel that differs, however little', () => {
  const expected = new Uint8Array(784);
  expected[0] = 1;
  expected[1] = 1;
  const found = Float32Array.from(expected);
  found[0] = 0;
  found[783] = 1e-37;
  expect(countOtherPixels(expected, found)).toBe(2);
  const { width, height, data, channels } = decode(drawDifference(expected, found));
  expect({ width, height, channels }).toEqual({ width: 86 * 6, height: 28 * 6, channels: 3 });
  const colourAt = (x: number, y: number) => {
    const at = ((y * 6 + 3) * width + x * 6 + 3) * 3;
    return [...data.slice(at, at + 3)];
  };
  expect(colourAt(0, 0)).toEqual([255, 255, 255]);
  expect(colourAt(29, 0)).toEqual([0, 0, 0]);
  expect(colourAt(58, 0)).toEqual([213, 94, 0]);
  expect(colourAt(59, 0)).toEqual([255, 255, 255]);
  expect(colourAt(85, 27)).toEqual([86, 180, 233]);
  expect(colourAt(60, 5)).toEqual([0, 0, 0]);
});
