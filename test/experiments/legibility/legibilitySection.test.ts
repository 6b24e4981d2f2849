/** What a report says of intervals of legibility, from made ones. */
import { describe, expect, test } from 'vitest';
import { keepImage } from '../../../pipeline/experiments/keptImages.ts';
import type { ModelLegibility } from '../../../pipeline/experiments/legibility/legibilityRecord.ts';
import {
  describeLegibility,
  reportLegibility,
} from '../../../pipeline/experiments/legibility/legibilitySection.ts';
import { countOverlaps } from '../../../pipeline/experiments/legibility/legibilitySummary.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { CONSTANT_SHAPE, makeStudy } from '../../report/fixture.ts';

const IMAGE = keepImage(new Float32Array(PIXELS));
const MODELS = makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }).models.map(({ model }) => model);

/** A model whose intervals of digits 0, 1, ... are these: least, idea, most. */
function makeLegibility(at: number, intervals: readonly (readonly number[])[]): ModelLegibility {
  return {
    model: MODELS[at]!,
    record: {
      reads: 9,
      digits: intervals.map((_, digit) => ({ digit, idea: 2, blank: 1, starts: [IMAGE] })),
    },
    scores: {
      digits: intervals.map(([least, idea, most]) => ({
        reads: 9,
        intervals: {
          panel: {
            idea: idea!,
            least: { score: least!, share: 0.99, image: IMAGE },
            most: { score: most!, share: 1, image: IMAGE },
          },
        },
      })),
    },
  };
}

describe('legibility in a report', () => {
  const records = [
    // The second shares its digit with the first, which is 0 to 0.3 there: they touch. The third is above both.
    makeLegibility(0, [
      [0, 0.2, 0.3],
      [0.2, 0.4, 0.5],
    ]),
    makeLegibility(1, [[0.3, 0.5, 0.6]]),
    makeLegibility(2, [[0.7, 0.8, 0.9]]),
  ];

  test('pairs of models overlap where their mean intervals do', () => {
    expect(countOverlaps(records, 'panel')).toEqual({ overlapping: 1, pairs: 3 });
    expect(countOverlaps(records.slice(0, 1), 'panel')).toEqual({ overlapping: 0, pairs: 0 });
  });

  test('the finding says how wide the intervals are and what they leave undecided', () => {
    expect(describeLegibility(records)).toContain('score between 0.30 and 0.57 on average, the ideas 0.48');
    expect(describeLegibility(records)).toContain('1 of 3 pairs of models overlap');
    expect(describeLegibility([{ ...records[0]!, scores: null }])).toContain('have not searched');
  });

  test('a row of the table a model and reader; a row of the CSV file an interval', () => {
    const { table, csv, render } = reportLegibility(records);
    expect(table!.rows[0]).toEqual([`${MODELS[0]!.name}: panel`, '2', '0.10', '0.30', '0.40']);
    expect(csv.legibility!.rows).toHaveLength(4);
    expect(String(render([]))).not.toMatch(/NaN|undefined/);
  });
});
