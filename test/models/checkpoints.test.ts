import { appendFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../pipeline/analysis/studyTable.ts';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { computeCheckpointIdeas } from '../../pipeline/models/checkpointIdeas.ts';
import { searchIdeas } from '../../pipeline/models/modelIdeas.ts';
import { keepSearched, readModelState, readModelStates } from '../../pipeline/models/modelState.ts';
import { searchMlp } from '../../pipeline/models/searchable.ts';
import { openStarts, takeDigitsOfMnist } from '../../pipeline/models/searchStarts.ts';
import type { Study } from '../../pipeline/models/study.ts';
import { computeTraining, readParameters } from '../../pipeline/models/trainedModel.ts';
import { gatherCheckpoints } from '../../pipeline/report/gatherCheckpoints.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { hashFiles, readStamps } from '../commands/commandLine.ts';
import { openSmallStudy, type SmallStudy, score } from './smallStudy.ts';

/** One narrow model of two updates: its marks are 0, 1 and 2. */
const NARROW = { hidden: [3] };
const LOG = { checkpoints: 'log' };
const KEPT = { checkpoints: 'log', keep: true };

/** Opens the study with checkpoints, and its only model. */
async function openScheduled(schedule: unknown = LOG) {
  const small = await openSmallStudy();
  const study = await small.change({ ...NARROW, sections: { schedule } });
  const model = study.models[0]!;
  return { small, study, model, folder: study.folder.model(model.name), data: small.data };
}

/** What the model still lacks: `step: reason`; null where nothing. */
async function missingOf(study: Study, { data }: Pick<SmallStudy, 'data'>): Promise<string | null> {
  const state = await readModelState(study, study.models[0]!, data);
  return state.missing === null ? null : `${state.missing}: ${state.reason}`;
}

/** Names of the files of a model at its checkpoints. */
async function listCheckpointFiles(root: string): Promise<string[]> {
  return (await listFiles(root))
    .filter((path) => path.startsWith('checkpoints/') && !path.endsWith('.key.json'))
    .map((path) => basename(path));
}

test('a model has its ideas and their scores at every mark, and everything else of it is as without checkpoints', async () => {
  const { small, study, model, folder, data } = await openScheduled();
  const plain = await small.change(NARROW);
  await computeModel(plain, model, data);
  const files = await hashFiles(folder.root, /^(?!times)/);
  const stamps = await readStamps(folder.root, /^ideas\//);
  expect(Object.keys(files).some((path) => path.startsWith('checkpoints'))).toBe(false);

  expect(await missingOf(study, small)).toBe('train: checkpoints: not computed yet');
  await computeModel(study, model, data);
  expect(await missingOf(study, small)).toBeNull();
  expect(await missingOf(plain, small)).toBeNull();
  expect(await hashFiles(folder.root, /^(?!times|checkpoints)/)).toEqual(files);
  // The ideas of the last checkpoint are those of the model, which are not searched again.
  expect(await readStamps(folder.root, /^ideas\//)).toEqual(stamps);
  expect(await listCheckpointFiles(folder.root)).toEqual(['checkpoints.json', 'ideas.bits', 'ideas.json']);

  expect(await score(study, data)).toBe(1);
  expect(await score(study, data)).toBe(0);
  const { version } = await readFrozenPanel(study.config.judging.judges);
  const searched = keepSearched(await readModelStates(study, data));
  const checkpoints = (await gatherCheckpoints(study, data, searched[0]!, version)) as Checkpoint[];
  expect(checkpoints.map(({ updates, examples }) => [updates, examples])).toEqual([
    [0, 0],
    [1, 60],
    [2, 120],
  ]);
  expect(checkpoints.map(({ distance }) => distance! > 0)).toEqual([false, true, true]);
  for (const { ideas } of checkpoints) {
    expect(ideas.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { scores } of ideas) {
      expect(Object.keys(scores)).toEqual(['masked', 'whole', 'framed', 'families']);
      expect(scores.families.network).toBeCloseTo(scores.masked, 12);
    }
  }
  const starts = await openStarts(study.config.search, takeDigitsOfMnist());
  const drawOf = async (parameters: MlpParameters) => {
    const searched = { searchable: searchMlp(parameters), starts };
    const ideas = await searchIdeas(study.engine, searched, study.config.search);
    return ideas.map(({ image }) => Uint8Array.from(image));
  };
  const pixelsAt = (at: number) => checkpoints[at]!.ideas.map(({ pixels }) => pixels);
  expect(pixelsAt(0)).toEqual(await drawOf(initialiseParameters(model.settings, model.seed)));
  expect(pixelsAt(2)).toEqual(await drawOf(await readParameters(study, model, searched[0]!.training)));
  expect(pixelsAt(1)).not.toEqual(pixelsAt(0));
});

test('without checkpoints the table has the end of each model, of which only the accuracy was measured', async () => {
  const small = await openSmallStudy();
  const study = await small.change(NARROW);
  await computeModel(study, study.models[0]!, small.data);
  const searched = keepSearched(await readModelStates(study, small.data));
  const { version } = await readFrozenPanel(study.config.judging.judges);
  expect(await gatherCheckpoints(study, small.data, searched[0]!, version)).toBe('scores not computed yet');
  await score(study, small.data);
  expect(await gatherCheckpoints(study, small.data, searched[0]!, version)).toEqual([
    {
      ...{ updates: 2, examples: 120, testAccuracy: expect.any(Number), ideas: expect.any(Array) },
      ...{ trainingLoss: null, validationLoss: null, distance: null, gradientNorm: null },
    },
  ]);
});

test('parameters at checkpoints stay where they are kept, and another search needs no training', async () => {
  const { small, study, model, folder, data } = await openScheduled(KEPT);
  await computeModel(study, model, data);
  expect(await listCheckpointFiles(folder.root)).toEqual([
    ...['checkpoints.json', 'ideas.bits', 'ideas.json'],
    ...['parameters-1.bin', 'parameters.json'],
  ]);
  const longer = await small.change({ ...NARROW, passes: 2, sections: { schedule: KEPT } });
  expect(await missingOf(longer, small)).toBe('ideas: passes changed from 1 to 2');
  await computeModel(longer, model, data, () => {
    throw new Error(`${model.name} was trained again`);
  });
  expect(await missingOf(longer, small)).toBeNull();
  await appendFile(folder.checkpoints.parameters.replace('.json', '-1.bin'), 'x');
  expect(await missingOf(longer, small)).toBe(
    'train: its parameters at checkpoints are gone: parameters-1.bin is damaged',
  );
});

test('what is interrupted goes on where it was', async () => {
  const { small, study, model, folder, data } = await openScheduled();
  const training = await computeTraining(study, model, data);
  expect(await missingOf(study, small)).toBe('ideas: not computed yet');
  // The ideas at the checkpoints are there, and the parameters were not removed yet.
  await computeCheckpointIdeas(study, { model, training }, data);
  const stamps = await readStamps(folder.root, /^checkpoints\/ideas/);
  expect(await missingOf(study, small)).toBe('ideas: not computed yet');
  await computeModel(study, model, data, () => {
    throw new Error(`${model.name} was trained again`);
  });
  expect(await readStamps(folder.root, /^checkpoints\/ideas/)).toEqual(stamps);
  expect(await listCheckpointFiles(folder.root)).toEqual(['checkpoints.json', 'ideas.bits', 'ideas.json']);
});

test('what is damaged is made again as it was, by training where parameters are not kept', async () => {
  const { small, study, model, folder, data } = await openScheduled();
  await computeModel(study, model, data);
  await score(study, data);
  const read = () => hashFiles(folder.root, /^(?!times)/);
  const before = await read();
  const { images, record, scores } = folder.checkpoints;
  await appendFile(images, 'x');
  const kept = 'its parameters at checkpoints were not kept; schedule.keep true keeps them';
  expect(await missingOf(study, small)).toBe(`train: ideas at checkpoints: ideas.bits is damaged; ${kept}`);
  await computeModel(study, model, data);
  await writeFile(record, '{');
  expect(await missingOf(study, small)).toBe(`train: checkpoints: ${record} is damaged`);
  await computeModel(study, model, data);
  await rm(scores);
  expect(await score(study, data)).toBe(1);
  expect(await read()).toEqual(before);
  const longer = await small.change({ ...NARROW, passes: 2, sections: { schedule: LOG } });
  expect(await missingOf(longer, small)).toBe(
    `train: ideas at checkpoints: passes changed from 1 to 2; ${kept}`,
  );
});
