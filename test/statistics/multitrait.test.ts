import { describe, expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { type Multitrait, summariseMultitrait } from '../../pipeline/statistics/multitrait.ts';

const TRAITS = ['0', '1', '2'];
const METHODS = ['a', 'b'];

/** 400 units whose values are `trait` times a trait's own chance, plus `method` times a method's, plus `own` times chance. */
function draw(trait: number, method: number, own: number): Multitrait {
  const stream = openStream(0, 'multitrait');
  const chance = () => drawUniform(stream) - 0.5;
  const values = Array.from({ length: 400 }, () => {
    const [traits, methods] = [TRAITS.map(chance), METHODS.map(chance)];
    return traits.map((t) => methods.map((m) => trait * t + method * m + own * chance()));
  });
  return { traits: TRAITS, methods: METHODS, values };
}

describe('mean correlations', () => {
  test('are those that traits and methods bring', () => {
    const { sameTrait, sameMethod, neither, byTrait } = summariseMultitrait(draw(2, 1, 1));
    // Variances 4, 1 and 1 of 6.
    expect(sameTrait).toBeCloseTo(4 / 6, 1);
    expect(sameMethod).toBeCloseTo(1 / 6, 1);
    expect(Math.abs(neither!)).toBeLessThan(0.05);
    expect(byTrait).toHaveLength(3);
    for (const value of byTrait) expect(Math.abs(value! - 4 / 6)).toBeLessThan(0.1);
  });

  test('by hand: two units differ in everything, so that all correlations are 1 or -1', () => {
    const table = {
      traits: ['0', '1'],
      methods: ['a', 'b'],
      // Trait 0 rises by both methods; trait 1 falls by a and rises by b.
      values: [
        [
          [0, 0.1],
          [0.9, 0],
        ],
        [
          [1, 0.2],
          [0.3, 1],
        ],
      ],
    };
    expect(summariseMultitrait(table)).toEqual({
      sameTrait: expect.closeTo(0, 12),
      sameMethod: expect.closeTo(0, 12),
      neither: expect.closeTo(0, 12),
      byTrait: [expect.closeTo(1, 12), expect.closeTo(-1, 12)],
    });
  });

  test('are undefined of one unit, or where a value is constant', () => {
    expect(summariseMultitrait(draw(1, 1, 1), [5])).toEqual({
      sameTrait: null,
      sameMethod: null,
      neither: null,
      byTrait: [null, null, null],
    });
  });
});
