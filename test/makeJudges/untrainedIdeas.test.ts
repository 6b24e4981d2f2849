import { describe, expect, test } from 'vitest';
import { makeUntrainedIdeas } from '../../pipeline/makeJudges/untrainedIdeas.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

describe('ideas of untrained models', () => {
  test('are ten binary images a model, each model with a seed of its own', async () => {
    const ideas = await makeUntrainedIdeas(onnxEngine, 2, 5);
    expect(ideas.length).toBe(20 * PIXELS);
    expect(ideas.every((value) => value === 0 || value === 1)).toBe(true);
    const [first] = [await makeUntrainedIdeas(onnxEngine, 1, 5)];
    expect(ideas.slice(0, 10 * PIXELS)).toEqual(first);
    expect(ideas.slice(10 * PIXELS)).not.toEqual(first);
  });
});
