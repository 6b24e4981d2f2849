/** What is frozen of the judges together: how sure each panel of them may be, and how well all of them read. */
import { type FrozenJudge, openFrozenJudge, readFrozenJudge } from '../judging/frozenJudge.ts';
import { findTemperature, openFrozenPanel, type PanelRecord, scoreVersion } from '../judging/frozenPanel.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { fitPoolTemperature } from './calibrationFit.ts';
import type { Making } from './judgeData.ts';
import { drawCalibrationMixture, roundNumbers } from './makeJudge.ts';
import { measureJudge } from './measureJudge.ts';

/**
 * Fits the temperature of every panel of two judges or more of `folder` on the held-out mixture, and measures that of all
 * judges on test images. The same judges always give the same.
 */
export async function makePanelRecord(making: Making, folder?: string): Promise<PanelRecord> {
  const { engine, data } = making;
  const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name, folder)));
  const temperatures = await fitTemperatures(making, judges);
  const temperature = findTemperature({ temperatures }, judges)!;
  const version = scoreVersion(judges, temperature);
  const panel = await openFrozenPanel(engine, { version, temperature, judges }, data.split.train);
  try {
    const measured = roundNumbers(await measureJudge(panel, data));
    return { temperatures, card: { scoreVersion: panel.version, ...measured } };
  } finally {
    await panel.dispose();
  }
}

async function fitTemperatures(
  { engine, data }: Making,
  judges: readonly FrozenJudge[],
): Promise<PanelRecord['temperatures']> {
  const { images, targets } = drawCalibrationMixture(data);
  const answers = new Map<FrozenJudge, Float64Array>();
  for (const frozen of judges) {
    const judge = await openFrozenJudge(frozen, { engine, references: data.split.train });
    answers.set(frozen, await judge.probabilities(images));
    await judge.dispose();
  }
  return listPanels(judges).map((members) => {
    const own = members.map((judge) => answers.get(judge)!);
    const temperature = fitPoolTemperature(own, targets);
    return { scoreVersion: scoreVersion(members, temperature), temperature };
  });
}

/** Every choice of two or more of `items`, each in their order. */
function listPanels<Item>(items: readonly Item[]): Item[][] {
  let subsets: Item[][] = [[]];
  for (const item of items) subsets = subsets.concat(subsets.map((subset) => [...subset, item]));
  return subsets.filter(({ length }) => length > 1);
}
