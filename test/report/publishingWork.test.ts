import { rm } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { keepSearched, readModelStates } from '../../pipeline/models/modelState.ts';
import { publish } from '../../pipeline/report/publish.ts';
import { countPublishingWork } from '../../pipeline/report/publishingWork.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';

const EXPERIMENTS = {
  hints: { enabled: true, images: 3 },
  counterfeits: { enabled: true, images: 10 },
  transfer: { enabled: true },
  film: { enabled: true },
};

test('of models that are to be computed, everything is to be judged, filmed and read by the others', async () => {
  const small = await openSmallStudy();
  const { models } = small.study;
  // Twenty test images for the check of the judges; ten ideas a model, each read in three ways.
  expect(await countPublishingWork(small.study, small.data, models, [])).toEqual({
    ...{ judges: ['cnn'], checked: 20, judged: 2 * 30, unscored: [] },
    ...{ films: 0, models: 2, crossReadings: 0 },
  });
  // Three misread images in five versions, and ten images with a counterfeit each; 2 models read 2 times 10 ideas.
  const asking = await small.change({ experiments: EXPERIMENTS });
  expect(await countPublishingWork(asking, small.data, models, [])).toEqual({
    ...{
      judges: ['cnn'],
      checked: 20,
      judged: 2 * (30 + 3 * 5 + 10 * 2),
      unscored: [],
      films: 2,
      models: 2,
      crossReadings: 2 * 20,
    },
  });
  expect(await countPublishingWork(asking, small.data, models.slice(0, 1), [])).toMatchObject({
    ...{ checked: 20, judged: 65, films: 1, models: 1, crossReadings: 10 },
  });
});

test('of finished models only what is not published yet is counted', async () => {
  const small = await openSmallStudy();
  const asking = await small.change({ hidden: [3], experiments: EXPERIMENTS });
  for (const model of asking.models) await computeModel(asking, model, small.data);
  const count = async () =>
    countPublishingWork(asking, small.data, [], keepSearched(await readModelStates(asking, small.data)));
  expect(await count()).toMatchObject({
    ...{ checked: 20, judged: 65, unscored: asking.models, films: 1, models: 1, crossReadings: 10 },
  });
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await publish(asking, small.data);
  log.mockRestore();
  expect(await count()).toMatchObject({
    ...{ checked: 0, judged: 0, unscored: [], films: 0, models: 1, crossReadings: 0 },
  });
});

test('ideas at checkpoints are to be judged too, once', async () => {
  const small = await openSmallStudy();
  const study = await small.change({ hidden: [3], sections: { schedule: { checkpoints: 'log' } } });
  const count = async () => {
    const searched = keepSearched(await readModelStates(study, small.data));
    const due = searched.length === 0 ? study.models : [];
    return (await countPublishingWork(study, small.data, due, searched)).judged;
  };
  // Before the first of two updates, between them and at the end.
  expect(await count()).toBe(3 * 30);
  await computeModel(study, study.models[0]!, small.data);
  expect(await count()).toBe(3 * 30);
  await score(study, small.data);
  expect(await count()).toBe(0);
  await rm(study.folder.model('h3-b60-s0').checkpoints.scores);
  expect(await count()).toBe(2 * 30);
});
