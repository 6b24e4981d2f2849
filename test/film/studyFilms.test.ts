import { expect, test, vi } from 'vitest';
import { filmModels } from '../../pipeline/film/studyFilms.ts';
import { withPanel } from '../../pipeline/judging/frozenPanel.ts';
import { readModelStates } from '../../pipeline/models/modelState.ts';
import { computeTraining } from '../../pipeline/models/trainedModel.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import type { Model } from '../../pipeline/study/grid.ts';
import { readStamps } from '../commands/commandLine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

const IGNORE = () => {};

test('a study that wants films has one of each trained model of its first seed, made once', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(IGNORE);
  const { study: plain, data, change } = await openSmallStudy();
  const small = await change({ experiments: { film: { enabled: true, digit: 3 } }, hidden: [3, 4] });
  const replicate: Model = { ...small.models[0]!, seed: 1, name: 'h3-b60-s1' };
  const study = { ...small, models: [...small.models, replicate] };
  for (const model of [study.models[0]!, replicate]) await computeTraining(study, model, data, IGNORE);
  const film = (of: typeof plain, hidesScores = false) =>
    withPanel(of, async (panel) => filmModels(of, await readModelStates(of, data), panel, hidesScores));
  await film(plain);
  expect(await listFiles(study.folder.root)).not.toContainEqual(expect.stringMatching(/^films/));

  await film(study);
  const files = (await listFiles(study.folder.root)).filter((path) => path.endsWith('film.json'));
  expect(files).toEqual(['films/h3-b60-s0/3-monte-carlo/film.json']);
  expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/^films: 1 film made, 0 found, in /));
  const stamps = await readStamps(study.folder.root, /^films/);

  await film(study);
  expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/^films: 0 films made, 1 found, in /));
  expect(await readStamps(study.folder.root, /^films/)).toEqual(stamps);
  said.mockRestore();
});
