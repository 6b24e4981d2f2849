import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { withPanel } from '../../pipeline/judging/frozenPanel.ts';
import { ensureJudgesCheck, findJudgesCheck } from '../../pipeline/models/judgesCheck.ts';
import type { Study } from '../../pipeline/models/study.ts';
import { readStamps } from '../commands/commandLine.ts';
import { openSmallStudy } from './smallStudy.ts';

test('the judges are tried once, and again where the images, the judges or the record are others', async () => {
  const { study, data, change } = await openSmallStudy();
  /** The check, and whether the panel was opened for it. */
  const check = (of: Study, images = data) =>
    withPanel(of, async (panel) => {
      let isOpened = false;
      const open = () => {
        isOpened = true;
        return panel.open();
      };
      const { right, images: count } = await ensureJudgesCheck(of, images, { ...panel, open });
      return { right, count, isOpened };
    });
  const first = await check(study);
  expect(first).toEqual({ right: 0.95, count: 20, isOpened: true });
  const stamps = await readStamps(study.folder.root, /^judges-check\.json$/);
  expect(Object.keys(stamps)).toHaveLength(1);
  expect(await check(study)).toEqual({ ...first, isOpened: false });
  expect(await readStamps(study.folder.root, /^judges-check\.json$/)).toEqual(stamps);

  const reason = async (of: Study, images = data) =>
    withPanel(of, async ({ version }) => (await findJudgesCheck(of, images, version)).stale);
  expect(await reason(study)).toBeNull();
  expect(await reason(study, { ...data, identity: 'other' })).toMatch(/^dataset changed from /);
  expect(await reason(await change({ judges: ['mixture'] }))).toMatch(/^score_version changed from cnn-/);
  await writeFile(study.folder.judgesCheck, '{');
  expect(await reason(study)).toMatch(/ is damaged$/);
  expect(await check(study)).toEqual(first);
});
