/** What a worker takes for a study, and what it does not. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStudy } from '../../pipeline/models/study.ts';
import { ensureDataset } from '../../pipeline/models/studyDataset.ts';
import { requireOf } from '../../pipeline/queue/requirements.ts';
import { receiveStudy, sendStudy } from '../../pipeline/queue/studyBundle.ts';
import { sha256 } from '../../pipeline/store/files.ts';
import { packBundle, unpackBundle } from '../../pipeline/store/objects/bundle.ts';
import { objectKeyOf } from '../../pipeline/store/objects/objectStore.ts';
import { openStore } from '../../pipeline/store/objects/openStore.ts';
import { encodeRecord } from '../../pipeline/store/recordFile.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const parse = (start: string) =>
  parseStudyConfig(
    {
      name: 'sent',
      dataset: { train: 60, test: 20 },
      grid: { hidden: [2], batch: [10], seeds: [0] },
      search: { start },
      judging: { judges: ['cnn'] },
    },
    'test',
  );

test('a start from a file of one machine is neither sent nor taken', async () => {
  const folder = await openTemporaryFolder();
  const store = await openStore(join(folder, 'store'));
  const [sound, other] = [parse('blank'), parse('file:/etc/hostname')];
  const study = await openStudy(sound, join(folder, 'artifacts'));
  await ensureDataset(study);
  const wanted = await requireOf(study, false);
  await expect(sendStudy({ ...study, config: other }, store, wanted)).rejects.toThrow(
    "search.start: expected a start that every machine has, got 'file:/etc/hostname'; start from article",
  );

  const sent = await sendStudy(study, store, wanted);
  const received = await receiveStudy(store, sent, join(folder, 'worker'));
  expect(received!.study.config).toEqual(sound);
  const tree = await unpackBundle('study', (await store.get(objectKeyOf('studies', sent)))!);
  expect(tree.has('study.json')).toBe(true);
  const written = await packBundle(
    'study',
    new Map(tree).set('study.json', Buffer.from(encodeRecord(other))),
  );
  await store.put(objectKeyOf('studies', sha256(written)), written);
  await expect(receiveStudy(store, sha256(written), join(folder, 'another'))).rejects.toThrow(
    /search\.start: expected a start that every machine has, got 'file:\/etc\/hostname'; find out who wrote it/,
  );
  store.close();
});
