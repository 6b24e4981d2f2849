/** Given models go to workers with their study: who computes them has only what is in the store. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identifyGiven } from '../../pipeline/models/givenModel.ts';
import { findModel, obtainModel } from '../../pipeline/models/modelOrigin.ts';
import { openStudy } from '../../pipeline/models/study.ts';
import { ensureDataset } from '../../pipeline/models/studyDataset.ts';
import { placeModels } from '../../pipeline/queue/carriedModels.ts';
import { modelHash } from '../../pipeline/queue/modelHash.ts';
import { requireOf } from '../../pipeline/queue/requirements.ts';
import { receiveStudy, sendStudy, sharedOf } from '../../pipeline/queue/studyBundle.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { sha256 } from '../../pipeline/store/files.ts';
import { readTree } from '../../pipeline/store/fileTree.ts';
import { openStore } from '../../pipeline/store/objects/openStore.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { isGivenModel } from '../../pipeline/study/givenModels.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const MADE = join(import.meta.dirname, '../store/models/made');

test('a model with files beside it, one of TF.js, and one that is not there', async () => {
  const folder = await openTemporaryFolder();
  const here = join(folder, 'my models');
  await mkdir(join(here, 'page'), { recursive: true });
  for (const file of ['conv.onnx', 'conv.onnx.data']) await copyFile(join(MADE, file), join(here, file));
  for (const file of ['model.json', 'group1-shard1of1.bin'])
    await copyFile(join(MADE, 'keras-mlp', file), join(here, 'page', file));
  const config = parseStudyConfig(
    {
      name: 'own',
      dataset: { train: 60, test: 20 },
      models: [join(here, 'conv.onnx'), join(here, 'page'), join(here, 'none.onnx')],
      judging: { judges: ['cnn'] },
    },
    'test',
  );
  const study = await openStudy(config, join(folder, 'artifacts'));
  const { data } = await ensureDataset(study);
  const wanted = await requireOf(study, false);
  const store = await openStore(join(folder, 'store'));
  const hash = await sendStudy(study, store, wanted);
  const shared = await sharedOf(study, data, wanted);
  for (const model of study.models.slice(0, 2)) await obtainModel(study, model, data);

  await rm(here, { recursive: true });
  const worker = (await receiveStudy(store, hash, join(folder, 'worker')))!;
  const there = await ensureDataset(worker.study);
  expect({ ...worker.shared, study: null }).toEqual({ ...shared, study: null });
  for (const [at, model] of worker.study.models.entries()) {
    expect(modelHash(worker.shared, model)).toBe(modelHash(shared, study.models[at]!));
  }
  for (const model of worker.study.models.slice(0, 2)) {
    await obtainModel(worker.study, model, there.data);
    const files = await readTree(worker.study.folder.model(model.name).root);
    expect(files.size).toBe(2);
    expect(files).toEqual(await readTree(study.folder.model(model.name).root));
  }
  const none = worker.study.models[2]!;
  expect((await findModel(worker.study, none, data.identity)).stale).toBe(
    `${join(here, 'none.onnx')}: expected a file, got none; name the file of a model, from the folder in which the command runs`,
  );
  expect(await identifyGiven(worker.study, worker.study.models.filter(isGivenModel)[2]!)).toBeNull();
  store.close();
});

test.each([
  ['..', 'model.onnx'],
  ['.', 'model.onnx'],
  ['given', '../model.onnx'],
  ['given', 'a/../../model.onnx'],
  ['given', '/model.onnx'],
  ['given', '.'],
])('an index whose files would lie elsewhere is refused: %s, %s', async (name, path) => {
  const folder = join(await openTemporaryFolder(), 'models');
  const bytes = Buffer.from('a model');
  const tree = new Map([[`given/${sha256(bytes)}`, bytes]]);
  const place = (models: object) => placeModels({ models }, tree, folder);
  await place({ given: [{ path: 'a/model.onnx', sha256: sha256(bytes) }] });
  expect(await listFiles(join(folder, '..'))).toEqual(['models/given/a/model.onnx']);
  await expect(place({ [name]: [{ path, sha256: sha256(bytes) }] })).rejects.toThrow();
  expect(await listFiles(join(folder, '..'))).toEqual(['models/given/a/model.onnx']);
});
