import { existsSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { computeModels } from '../../pipeline/sweep/computeModels.ts';
import { planStudy } from '../../pipeline/sweep/plan.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

test('workers check the judges and score what they computed, before anything is published', async () => {
  const { data, change } = await openSmallStudy();
  const study = await change({ hidden: [3], experiments: { hints: { enabled: true, images: 10 } } });
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const outcome = await computeModels(study, await planStudy(study, data), 1);
  expect(outcome).toEqual({ finished: 1, failed: 0, hasFault: false, interruptedBy: null });
  const folder = study.folder.model(study.models[0]!.name);
  for (const path of [study.folder.judgesCheck, folder.scores, folder.experiment('hints').scores]) {
    expect(existsSync(path)).toBe(true);
  }
  // And they hold: nothing of it is due again.
  const rest = await planStudy(study, data);
  expect(rest).toMatchObject({ models: [], finished: 1, scoring: { unscored: [], isCheckDue: false } });
  expect(rest.isPublishingDue).toBe(false);
});
