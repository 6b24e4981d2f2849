/** Commands that write what somebody asks for to where he says: never among the results of a study. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { writeRecord } from '../../pipeline/store/recordFile.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { makeModel } from '../store/models/madeModels.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles } from './commandLine.ts';

/** A folder with a model and an image, and in it a study that has a model. */
async function openFolder() {
  const folder = await openTemporaryFolder();
  const study = join(folder, 'artifacts/one');
  await writeRecord(join(study, 'study.json'), { name: 'one' });
  const [model, image] = [join(folder, 'model.dat'), join(folder, 'image.vf')];
  await writeFile(model, encodeDat(makeModel(3)));
  await writeFile(image, encodeVf(new Float32Array(784)));
  return { folder, study, model, image };
}

type Folder = Awaited<ReturnType<typeof openFolder>>;

test.each<[command: string, out: string, options: (folder: Folder) => string[]]>([
  ['convert', 'models/mine.onnx', ({ model }) => ['--in', model]],
  ['convert', 'models/mine.png', ({ image }) => ['--in', image]],
  ['score', 'scores.csv', ({ image }) => ['--images', image]],
  ['ideas', 'models/h3-b60-s0/ideas', ({ model }) => ['--model', model, '--method', 'coordinate']],
  ['film', 'models/h3-b60-s0', ({ model }) => ['--model', model]],
])('%s refuses to write %s of a study, and writes nothing', async (command, path, options) => {
  const opened = await openFolder();
  const { folder, study } = opened;
  const before = await hashFiles(folder, /./);
  const out = join(study, path);
  expect(await call(command, [...options(opened), '--out', out])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `--out: expected a place outside the study in ${study}, got ${out}; give another: what lies there is taken for the study's results\n`,
  });
  expect(await hashFiles(folder, /./)).toEqual(before);
});

test('an empty path to write to is none, and nothing is written where the command runs', async () => {
  const { model } = await openFolder();
  expect(await call('convert', ['--in', model, '--out', ''])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: '--out: expected a path, got an empty one; give one, or leave it out\n',
  });
});
