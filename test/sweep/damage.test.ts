/** Bits flip on disks: none of what a finished study has on one is ever used when one did. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { ensureDataset } from '../../pipeline/models/studyDataset.ts';
import { publish } from '../../pipeline/report/publish.ts';
import { exists } from '../../pipeline/store/files.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { describeDamage, dropDamagedTimes } from '../../pipeline/sweep/damage.ts';
import { hashFiles } from '../commands/commandLine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

/** All that a sweep does, in this process. */
async function sweep(study: Study): Promise<void> {
  const { data } = await ensureDataset(study);
  for (const model of study.models) await computeModel(study, model, data);
  await publish(study, data);
}

/** Flips a bit: in a record one that leaves it JSON, of a digit in its middle; else one in the middle. */
function flip(path: string, bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  const isDigit = (byte: number, at: number) => at >= middle && byte >= 0x30 && byte <= 0x39;
  const place = path.endsWith('.json') ? bytes.findIndex(isDigit) : middle;
  const flipped = Buffer.from(bytes);
  flipped[place]! ^= 1;
  if (path.endsWith('.json')) JSON.parse(flipped.toString());
  return flipped;
}

test('a bit that flips in any file of a finished study is seen, and the file made again as it was', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const { change } = await openSmallStudy();
  // The comparison and films, which take longest, are looked for by the same function as these (store/results.ts).
  const study = await change({
    hidden: [3],
    sections: { schedule: { checkpoints: 'log' } },
    experiments: {
      hints: { enabled: true, images: 2 },
      counterfeits: { enabled: true, images: 2 },
      transfer: { enabled: true },
    },
  });
  await sweep(study);
  // Times are other ones whenever something is done, and nothing is computed from them.
  const read = () => hashFiles(study.folder.root, /^(?!(.*\/)?times\.|study\.json)/);
  const before = await read();
  const kinds = new Set(Object.keys(before).map((path) => path.replace(/\d+/g, 'N')));
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'dataset/train-images-idxN-ubyte',
      'models/hN-bN-sN/model.dat',
      'models/hN-bN-sN/training.json',
      'models/hN-bN-sN/ideas/ideas.json',
      'models/hN-bN-sN/ideas/idea_N.vf',
      'models/hN-bN-sN/scores.json',
      'models/hN-bN-sN/checkpoints/checkpoints.json',
      'models/hN-bN-sN/checkpoints/ideas.json',
      'models/hN-bN-sN/checkpoints/ideas.bits',
      'models/hN-bN-sN/checkpoints/scores.json',
      'checkpoints.csv',
      'models/hN-bN-sN/hints/hints.json',
      'models/hN-bN-sN/hints/hints.fN',
      'models/hN-bN-sN/hints/scores.json',
      'models/hN-bN-sN/counterfeits/counterfeits.json',
      'models/hN-bN-sN/counterfeits/counterfeits.uN',
      'models/hN-bN-sN/counterfeits/scores.json',
      'transfer.json',
      'report/index.html',
      'manifest.json',
    ]),
  );
  const times = join(study.folder.root, 'models', study.models[0]!.name, 'times.json');
  expect(await dropDamagedTimes(study)).toEqual([]);
  await writeFile(times, (await readFile(times, 'utf8')).replace(/Seconds": \d/, 'Seconds": 77'));
  expect(await dropDamagedTimes(study)).toEqual([expect.stringContaining('times.json is damaged')]);
  expect(await exists(times)).toBe(false);
  for (const name of Object.keys(before)) {
    const path = join(study.folder.root, name);
    await writeFile(path, flip(path, await readFile(path)));
  }
  const damaged = await read();
  expect(Object.keys(before).filter((path) => damaged[path] === before[path])).toEqual([]);
  const [model] = study.models.map(({ name }) => name);
  expect(await describeDamage(study)).toEqual(
    expect.arrayContaining(
      ['judges-check', 'transfer', `models/${model}/scores`, `models/${model}/hints/scores`].map(
        (path) => `${path}.json is damaged; it is made again`,
      ),
    ),
  );
  await sweep(study);
  expect(await read()).toEqual(before);
});
