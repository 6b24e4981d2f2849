/** What is frozen of the judges together: how sure each panel of them may be, and how well all of them read. */
import type { Engine } from '../engine/engine.ts';
import { fitPoolTemperature } from '../judging/calibrationFit.ts';
import { type FrozenJudge, findTemperature, type PanelRecord, scoreVersion } from '../judging/frozen.ts';
import { openFrozenPanel } from '../judging/frozenPanel.ts';
import { readFrozenJudge } from '../judging/frozenRecords.ts';
import { JUDGE_NAMES } from '../study/config.ts';
import { drawCalibrationMixture, roundNumbers } from './finishJudge.ts';
import type { JudgeMaterial } from './material.ts';
import { measureReader } from './measureReader.ts';

/**
 * Fits the temperature of every panel of two judges or more on the held-out mixture, and measures that of all judges on
 * test images. The same judges always give the same.
 */
export async function makePanelRecord(engine: Engine, material: JudgeMaterial): Promise<PanelRecord> {
  const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name)));
  const temperatures = await fitTemperatures(engine, judges, material);
  const temperature = findTemperature({ temperatures }, judges)!;
  const panel = await openFrozenPanel(engine, {
    version: scoreVersion(judges, temperature),
    ...{ temperature, judges },
  });
  try {
    const measured = roundNumbers(await measureReader(panel, material.testing));
    return { temperatures, card: { scoreVersion: panel.version, ...measured } };
  } finally {
    await panel.dispose();
  }
}

async function fitTemperatures(
  engine: Engine,
  judges: readonly FrozenJudge[],
  material: JudgeMaterial,
): Promise<PanelRecord['temperatures']> {
  const { images, targets } = drawCalibrationMixture(material);
  const answers = new Map<FrozenJudge, Float64Array>();
  for (const judge of judges) {
    const alone = await openFrozenPanel(engine, { version: judge.name, temperature: 1, judges: [judge] });
    answers.set(judge, await alone.probabilities(images));
    await alone.dispose();
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
