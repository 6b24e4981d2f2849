import { describe, expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { describeAdded, incrementalSection } from '../../pipeline/report/incrementalSection.ts';
import { type ExplainedIdea, measureIncrementalValidity } from '../../pipeline/report/incrementalValidity.ts';

/**
 * Ideas of 40 models, ten digits each: likeness to the class mean is chance; what judges see besides is another, which both
 * families share; each family adds an error of its own. Standard deviations are alike but for the factors.
 */
function makeIdeas(
  likeness: number,
  seen: number,
  error: number,
  families = ['network', 'shape'],
): ExplainedIdea[] {
  const stream = openStream(0, 'incremental');
  const chance = () => drawUniform(stream) - 0.5;
  return Array.from({ length: 400 }, (_, at) => {
    const [ssim, besides] = [chance(), chance()];
    const own = families.map((name) => [name, likeness * ssim + seen * besides + error * chance()] as const);
    return {
      model: `m${Math.floor(at / 10)}`,
      digit: at % 10,
      score: own.reduce((sum, [, score]) => sum + score, 0) / own.length,
      descriptors: { ssimToClassMean: ssim, ink: chance(), edgeLength: 300 + 50 * chance() },
      families: Object.fromEntries(own),
    };
  });
}

describe('what the panel adds', () => {
  const validity = measureIncrementalValidity(makeIdeas(1, 1, 1))!;

  test('is what likeness, ink and edges do not explain: of the variances 1, 1 and 1/2, the first', () => {
    const { rows, each, all } = validity.ideas;
    expect(rows).toBe(400);
    expect(each.ssimToClassMean.value).toBeCloseTo(1 / 2.5, 1);
    expect(each.ink.value!).toBeLessThan(0.02);
    expect(all.value!).toBeGreaterThanOrEqual(each.ssimToClassMean.value!);
    expect(all.interval![0]).toBeLessThan(all.value!);
    expect(all.interval![1]).toBeGreaterThan(all.value!);
    expect(validity.models.rows).toBe(40);
  });

  test('families agree about, beyond what is explained', () => {
    const [pair, ...others] = validity.families;
    expect(others).toEqual([]);
    expect(pair!.families).toEqual(['network', 'shape']);
    // 2 of 3 variances are shared; without the likeness, 1 of 2.
    expect(pair!.correlation.value).toBeCloseTo(2 / 3, 1);
    expect(Math.abs(pair!.left.value! - 1 / 2)).toBeLessThan(0.1);
  });

  test('is nothing where families only add errors to the likeness', () => {
    const { families } = measureIncrementalValidity(makeIdeas(1, 0, 1))!;
    expect(Math.abs(families[0]!.left.value!)).toBeLessThan(0.1);
    const [low, high] = families[0]!.left.interval!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('by digit and family: families share digits, and digits share nothing', () => {
    const { models, digits, sameDigit, sameFamily, neither } = validity.multitrait!;
    expect({ models, digits }).toEqual({ models: 40, digits: 10 });
    expect(sameDigit.value).toBeCloseTo(2 / 3, 1);
    expect(Math.abs(sameFamily.value!)).toBeLessThan(0.1);
    expect(Math.abs(neither.value!)).toBeLessThan(0.1);
    expect(sameDigit.interval).not.toBeNull();
  });

  test('is the same again', () => {
    expect(measureIncrementalValidity(makeIdeas(1, 1, 1))).toEqual(validity);
  });

  test('is said in a sentence and in tables', () => {
    expect(describeAdded(validity)).toMatch(
      /explain \d+% of the score’s variance between ideas and \d+% between models\. In what they leave, families of judges correlate at 0\.\d\d\.$/,
    );
    const { markup } = incrementalSection(validity);
    expect(markup).toContain('over 400 ideas');
    expect(markup).not.toMatch(/NaN|undefined/);
  });
});

describe('few or constant ideas', () => {
  test('fewer than three models say nothing', () => {
    expect(measureIncrementalValidity(makeIdeas(1, 1, 1).slice(0, 20))).toBeNull();
    expect(incrementalSection(null).markup).toContain('fewer than three models');
  });

  test('one family has nothing to agree with', () => {
    const validity = measureIncrementalValidity(makeIdeas(1, 1, 1, ['network']))!;
    expect(validity).toMatchObject({ families: [], multitrait: null });
    expect(describeAdded(validity)).toMatch(/between models\.$/);
  });

  test('scores that are all the same are undefined, not a number', () => {
    const same = makeIdeas(1, 1, 1).map((idea) => ({
      ...idea,
      score: 0,
      families: { network: 0, shape: 0 },
    }));
    const validity = measureIncrementalValidity(same)!;
    expect(validity.ideas.all).toEqual({ value: null, interval: null });
    expect(validity.families[0]!.left.value).toBeNull();
    expect(incrementalSection(validity).markup).not.toContain('NaN');
  });

  test('a model without one of the digits is left out of digits by family alone', () => {
    const validity = measureIncrementalValidity(makeIdeas(1, 1, 1).slice(1))!;
    expect(validity.ideas.rows).toBe(399);
    expect(validity.multitrait!.models).toBe(39);
  });
});
