import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import type { Checkpoint } from '../../pipeline/analysis/studyTable.ts';
import { computeCheckpointIdeas } from '../../pipeline/models/checkpointIdeas.ts';
import { computeIdeas } from '../../pipeline/models/modelIdeas.ts';
import { computeTraining } from '../../pipeline/models/trainedModel.ts';
import { checkpointsCsv } from '../../pipeline/report/checkpointsCsv.ts';
import { publish } from '../../pipeline/report/publish.ts';
import { exists } from '../../pipeline/store/files.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { openSmallStudy } from '../models/smallStudy.ts';
import { minimalConfig } from '../study/minimalConfig.ts';

/** A checkpoint with two ideas of these scores. */
function checkpointOf(updates: number, masked: readonly [number, number]): Checkpoint {
  const pixels = new Uint8Array(784);
  return {
    ...{ updates, examples: 20 * updates, trainingLoss: 2.5, validationLoss: null, testAccuracy: 0.5 },
    ...{ distance: 1.25, gradientNorm: 0.125 },
    ideas: masked.map((score, digit) => ({
      ...{ digit, restart: 0, pixels },
      scores: { masked: score, whole: score / 2, framed: score / 4, families: { shape: 1 - score } },
    })),
  };
}

test('a row is a checkpoint, with the mean scores of its ideas', () => {
  const [model] = expandGrid(parseStudyConfig(minimalConfig(), 'test'));
  const checkpoints = [checkpointOf(0, [0, 0.5]), checkpointOf(3, [0.5, 1])];
  const csv = [...checkpointsCsv([{ model: model!, checkpoints }], null, ['hidden', 'batch'])].join('');
  expect(csv.split('\n')).toEqual([
    'model,cell,hidden,batch,seed,updates,examples,training_loss,validation_loss,test_accuracy,distance,gradient_norm,recognisability,recognisability_whole,recognisability_framed,judges_right,scores_hold,family_shape',
    'h16-b20-s0,h16-b20,16,20,0,0,0,2.5,,0.5,1.25,0.125,0.25,0.125,0.0625,,,0.75',
    'h16-b20-s0,h16-b20,16,20,0,3,60,2.5,,0.5,1.25,0.125,0.75,0.375,0.1875,,,0.25',
    '',
  ]);
});

test('a study with checkpoints is published with their table, and without parameters that are not kept', async () => {
  const small = await openSmallStudy();
  const study = await small.change({ hidden: [3], sections: { schedule: { checkpoints: 'log' } } });
  const [model] = study.models;
  const { parameters } = study.folder.model(model!.name).checkpoints;
  // As an interrupt leaves it: everything is found, and nothing removed yet.
  const training = await computeTraining(study, model!, small.data);
  await computeIdeas(study, model!, training, small.data);
  await computeCheckpointIdeas(study, { model: model!, training }, small.data);
  expect(await exists(parameters)).toBe(true);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const { missing } = await publish(study, small.data);
  log.mockRestore();
  expect(missing).toEqual([]);
  expect(await exists(parameters)).toBe(false);
  const rows = (await readFile(study.folder.table('checkpoints'), 'utf8')).trim().split('\n');
  expect(rows.map((row) => row.split(',')[5])).toEqual(['updates', '0', '1', '2']);
  const { files } = JSON.parse(await readFile(study.folder.manifest, 'utf8')) as { files: object };
  const names = ['checkpoints.json', 'ideas.bits', 'ideas.json', 'scores.json'];
  expect(Object.keys(files).filter((path) => path.includes('/checkpoints/'))).toEqual(
    names.map((name) => `models/h3-b60-s0/checkpoints/${name}`),
  );
  expect(Object.keys(files)).toContain('checkpoints.csv');
});
