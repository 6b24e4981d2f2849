import { describe, expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { type Multitrait, openMultitrait } from '../../pipeline/statistics/multitrait.ts';

const TRAITS = ['0', '1', '2'];
const METHODS = ['a', 'b'];

/** 400 units whose values are `trait` times a trait's own chance, plus `method` times a method's, plus `own` times chance. */
function draw(trait: number, method: number, own: number): Multitrait {
  const stream = openStream(0, 'multitrait');
  const chance = () => drawUniform(stream) - 0.5;
  return Array.from({ length: 400 }, () => {
    const [traits, methods] = [TRAITS.map(chance), METHODS.map(chance)];
    return traits.map((t) => methods.map((m) => trait * t + method * m + own * chance()));
  });
}

/** Of all units. */
const summarise = (values: Multitrait) => openMultitrait(values)([...values.keys()]);

describe('mean correlations', () => {
  test('are those that traits and methods bring', () => {
    const { sameTrait, sameMethod, neither } = summarise(draw(2, 1, 1));
    // Variances 4, 1 and 1 of 6.
    expect(sameTrait).toBeCloseTo(4 / 6, 1);
    expect(sameMethod).toBeCloseTo(1 / 6, 1);
    expect(Math.abs(neither!)).toBeLessThan(0.05);
  });

  test('by hand: two units differ in everything, so that all correlations are 1 or -1', () => {
    // Trait 0 rises by both methods; trait 1 falls by the first and rises by the second.
    const values = [
      [
        [0, 0.1],
        [0.9, 0],
      ],
      [
        [1, 0.2],
        [0.3, 1],
      ],
    ];
    expect(summarise(values)).toEqual({
      sameTrait: expect.closeTo(0, 12),
      sameMethod: expect.closeTo(0, 12),
      neither: expect.closeTo(0, 12),
    });
  });

  test('count a unit as often as it is drawn', () => {
    const values = draw(1, 1, 1);
    const drawn = [3, 3, 5, 9, 9, 9, 20, 31];
    const again = summarise(drawn.map((unit) => values[unit]!));
    const found = openMultitrait(values)(drawn);
    expect(found.sameTrait).toBeCloseTo(again.sameTrait!, 10);
    expect(found.neither).toBeCloseTo(again.neither!, 10);
  });

  test('are undefined of one unit', () => {
    const undefinedAll = { sameTrait: null, sameMethod: null, neither: null };
    expect(openMultitrait(draw(1, 1, 1))([5, 5])).toEqual(undefinedAll);
  });
});
