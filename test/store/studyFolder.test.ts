import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStudyFolder } from '../../pipeline/store/studyFolder.ts';

const folder = openStudyFolder('artifacts', 'sweep');

/** A path below the folder of the study, with `/`. */
const inStudy = (path: string) => join('artifacts', 'sweep', ...path.split('/'));

test('the files of a study are where the documentation says', () => {
  expect(folder.root).toBe(join('artifacts', 'sweep'));
  const { root: _, model: __, table, failure, ...paths } = folder;
  expect(table('models')).toBe(inStudy('models.csv'));
  expect(failure('h8-b50-s0')).toBe(inStudy('failures/h8-b50-s0.json'));
  expect(paths).toEqual({
    config: inStudy('study.json'),
    analysisLock: inStudy('analysis-lock.json'),
    manifest: inStudy('manifest.json'),
    environment: inStudy('environment.json'),
    provenance: inStudy('provenance.json'),
    verdicts: inStudy('verdicts.json'),
    models: inStudy('models'),
    films: inStudy('films'),
    failures: inStudy('failures'),
    transfer: inStudy('transfer.json'),
    judgesCheck: inStudy('judges-check.json'),
    dataset: inStudy('dataset'),
    reportHtml: inStudy('report/index.html'),
    reportMarkdown: inStudy('report/report.md'),
    rating: {
      page: inStudy('rating/rate.html'),
      key: inStudy('rating/key.csv'),
      attacks: inStudy('rating/attacks.json'),
      ratings: inStudy('rating/ratings.csv'),
      summary: inStudy('rating/summary.json'),
      corrected: inStudy('rating/corrected.csv'),
      noise: inStudy('rating/noise.csv'),
      golan: inStudy('rating/golan.json'),
    },
  });
});

test('the files of a model are where the documentation says', () => {
  const { experiment, ...paths } = folder.model('h784-b1000-s0');
  expect(experiment('hints')).toEqual({
    record: inStudy('models/h784-b1000-s0/hints/hints.json'),
    scores: inStudy('models/h784-b1000-s0/hints/scores.json'),
    times: inStudy('models/h784-b1000-s0/hints/times.json'),
    timesChart: inStudy('models/h784-b1000-s0/hints/times.svg'),
  });
  expect(paths).toEqual({
    root: inStudy('models/h784-b1000-s0'),
    analysisLock: inStudy('models/h784-b1000-s0/analysis-lock.json'),
    training: inStudy('models/h784-b1000-s0/training.json'),
    ideas: inStudy('models/h784-b1000-s0/ideas/ideas.json'),
    ideaFolder: inStudy('models/h784-b1000-s0/ideas'),
    scores: inStudy('models/h784-b1000-s0/scores.json'),
    times: inStudy('models/h784-b1000-s0/times.json'),
    checkpoints: {
      record: inStudy('models/h784-b1000-s0/checkpoints/checkpoints.json'),
      parameters: inStudy('models/h784-b1000-s0/checkpoints/parameters.json'),
      ideas: inStudy('models/h784-b1000-s0/checkpoints/ideas.json'),
      images: inStudy('models/h784-b1000-s0/checkpoints/ideas.bits'),
      scores: inStudy('models/h784-b1000-s0/checkpoints/scores.json'),
    },
  });
});
