/** What is frozen of the judges together: how sure each panel of them may be, and how well all of them read. */
import { type FrozenJudge, openFrozenJudge, readFrozenJudge } from '../judging/frozenJudge.ts';
import { findTemperatures, openFrozenPanel, type PanelRecord, scoreVersion } from '../judging/frozenPanel.ts';
import type { ReadingsAtEach } from '../judging/judge.ts';
import { poolFamilies } from '../judging/panel.ts';
import { atEachTolerance } from '../judging/tolerance.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { fitPoolTemperature } from './calibrationFit.ts';
import type { Making } from './judgeData.ts';
import { targetsAt } from './labelledMixture.ts';
import { drawCalibrationMixture, roundNumbers } from './makeJudge.ts';
import { measureJudge } from './measureJudge.ts';

/**
 * Fits the temperatures of every panel of two judges or more of `folder` on the held-out mixture, and measures that of all
 * judges on test images. The same judges always give the same.
 */
export async function makePanelRecord(making: Making, folder?: string): Promise<PanelRecord> {
  const { engine, data } = making;
  const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name, folder)));
  const panels = await fitTemperatures(making, judges);
  const temperatures = findTemperatures({ panels }, judges)!;
  const version = scoreVersion(judges, temperatures);
  const panel = await openFrozenPanel(engine, { version, temperatures, judges });
  try {
    const measured = roundNumbers(await measureJudge(panel, data));
    return { panels, card: { scoreVersion: panel.version, ...measured } };
  } finally {
    await panel.dispose();
  }
}

async function fitTemperatures(
  { engine, data }: Making,
  judges: readonly FrozenJudge[],
): Promise<PanelRecord['panels']> {
  const mixture = drawCalibrationMixture(data);
  const readings = new Map<FrozenJudge, ReadingsAtEach>();
  for (const frozen of judges) {
    const judge = await openFrozenJudge(frozen, engine);
    readings.set(frozen, await judge.read(mixture.images));
    await judge.dispose();
  }
  const targets = atEachTolerance((tolerance) => targetsAt(mixture, tolerance));
  return listPanels(judges).map((members) => {
    const temperatures = atEachTolerance((tolerance) => {
      const own = members.map(
        (judge) => [judge.name, readings.get(judge)![tolerance].probabilities] as const,
      );
      return fitPoolTemperature(Object.values(poolFamilies(own)), targets[tolerance]);
    });
    return { scoreVersion: scoreVersion(members, temperatures), temperatures };
  });
}

/** Every choice of two or more of `items`, each in their order. */
function listPanels<Item>(items: readonly Item[]): Item[][] {
  let subsets: Item[][] = [[]];
  for (const item of items) subsets = subsets.concat(subsets.map((subset) => [...subset, item]));
  return subsets.filter(({ length }) => length > 1);
}
