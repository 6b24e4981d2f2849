/** What a report says of ideas beside their baselines, from made ones. */
import { describe, expect, test } from 'vitest';
import type {
  BaselinesDigit,
  BaselinesScores,
  ModelBaselines,
} from '../../../pipeline/experiments/baselines/baselinesRecord.ts';
import {
  describeBaselines,
  reportBaselines,
} from '../../../pipeline/experiments/baselines/baselinesSection.ts';
import { keepImage } from '../../../pipeline/experiments/keptImages.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { CONSTANT_SHAPE, makeStudy } from '../../report/fixture.ts';

const IMAGE = keepImage(new Float32Array(PIXELS));
const MODELS = makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }).models.map(({ model }) => model);

/** The idea of a digit whose nearest image is of `label`; its logit and those of its baselines. */
function makeDigit(digit: number, label: number, logits: readonly number[]): BaselinesDigit {
  const [idea, nearest, largestLogit, classMean] = logits.map((logit) => ({ logit, image: IMAGE }));
  return {
    digit,
    idea: idea!,
    nearest: { ...nearest!, row: 7, label, squaredDistance: 90.5 },
    largestLogit: { ...largestLogit!, row: 11, label: digit },
    classMean: classMean!,
  };
}

function makeScores(scores: readonly number[]): BaselinesScores['digits'][number] {
  const [idea, nearest, largestLogit, classMean] = scores as [number, number, number, number];
  return { idea, nearest, largestLogit, classMean };
}

/** Of seeds 0 and 1; the second is not judged. */
const RECORDS: readonly ModelBaselines[] = [
  {
    model: MODELS[0]!,
    record: { digits: [makeDigit(3, 3, [20, 1, 8, 4]), makeDigit(4, 9, [12, -3, 12, 2])] },
    scores: { digits: [makeScores([0.25, 0.875, 1, 0.5]), makeScores([0.5, 0, 1, 0.75])] },
  },
  { model: MODELS[1]!, record: { digits: [makeDigit(4, 9, [40, -1, 10, 0])] }, scores: null },
];

describe('baselines in a report', () => {
  test('the finding says how often the nearest is of the digit, and means by judges and models', () => {
    const finding = describeBaselines(RECORDS);
    expect(finding).toContain('of the idea’s own digit for 1 of 3 ideas of 2 models.');
    expect(finding).toContain(
      'the ideas score 0.38 on average, the nearest training images 0.44, those with the largest logit 1.00 and the class means 0.63.',
    );
    expect(finding).toContain(
      'the ideas have a logit of 24.00 on average, the nearest training images −1.00, those with the largest logit 10.00 and the ' +
        'class means 2.00: 2 of 3 ideas have more than every training image.',
    );
    expect(describeBaselines(RECORDS.slice(1))).not.toContain('judges');
  });

  test('a row of the table a model, with dashes where it is not judged; a row of the CSV file an idea', () => {
    const { table, csv } = reportBaselines(RECORDS);
    expect(table!.rows).toEqual([
      [
        ...[MODELS[0]!.name, '2', '1'],
        ...['16.00', '−1.00', '10.00', '3.00'],
        ...['0.38', '0.44', '1.00', '0.63'],
      ],
      [...[MODELS[1]!.name, '1', '0'], ...['40.00', '−1.00', '10.00', '0.00'], ...['–', '–', '–', '–']],
    ]);
    const { rows, columns } = csv.baselines!;
    const values = rows.map(({ fields }) =>
      Object.fromEntries(columns.map(([name, of]) => [name, of(fields)])),
    );
    expect(values).toHaveLength(3);
    expect(values[1]).toEqual({
      digit: 4,
      ...{ nearest_row: 7, nearest_label: 9, nearest_squared_distance: 90.5 },
      ...{ largest_logit_row: 11, largest_logit_label: 4 },
      ...{ idea_logit: 12, nearest_logit: -3, largest_logit: 12, class_mean_logit: 2 },
      ...{ idea_score: 0.5, nearest_score: 0, largest_logit_score: 1, class_mean_score: 0.75 },
    });
    expect(values[2]).toMatchObject({ idea_score: null, class_mean_score: null });
    expect(reportBaselines(RECORDS.slice(1)).table!.header).toHaveLength(7);
  });

  test('images are those of one model, a row of each kind, and the note says where the others are', () => {
    const page = reportBaselines(RECORDS).render([]).markup;
    expect(page.match(/<img/g)).toHaveLength(4);
    expect(page).toContain('in brackets, scores by digit: 3: 0.88, 4: 0.00 (9)"');
    expect(page).toContain('<span>3 0.88</span><span>4 0.00</span>');
    expect(page).toContain('The images of every model are with the model.');
    expect(page).not.toMatch(/NaN|undefined/);
    const alone = reportBaselines(RECORDS.slice(1)).render([]).markup;
    expect(alone).toContain('alt="ideas, scores by digit: 4: –"');
    expect(alone).not.toContain('of every model');
  });

  test('models without a black-and-white idea are said to have none', () => {
    const none = { model: MODELS[0]!, record: { digits: [] }, scores: { digits: [] } };
    const { finding, table, render } = reportBaselines([none]);
    expect(finding).toContain('No model has a black-and-white idea');
    expect(table!.rows).toEqual([]);
    expect(render([]).markup).not.toMatch(/NaN|undefined|Infinity|<img/);
  });
});
