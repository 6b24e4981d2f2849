/** What is frozen of the judges together: how sure each panel of them may be, and how well all of them read. */
import { type FrozenJudge, openFrozenJudge, readFrozenJudge } from '../judging/frozenJudge.ts';
import { findCalibrations, openFrozenPanel, type PanelRecord, scoreVersion } from '../judging/frozenPanel.ts';
import type { ReadingsAtEach } from '../judging/judge.ts';
import { meanOver, poolFamilies, readTogether, weighPool } from '../judging/panel.ts';
import { atEachTolerance, PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { fitCalibration } from './calibrationFit.ts';
import type { Making } from './judgeData.ts';
import { targetsAt } from './labelledMixture.ts';
import { drawCalibrationMixture, roundNumbers } from './makeJudge.ts';
import { drawKnownImages, measureAgreement } from './measureAgreement.ts';
import { measureJudge } from './measureJudge.ts';

/** Images of a kind that is measured, for each image of a condition on which agreement is. */
const KINDS_TO_KNOWN = 5;

/**
 * Fits the calibrations of every panel of two judges or more of `folder` on the held-out mixture, and measures that of all
 * judges on test images. The same judges always give the same.
 */
export async function makePanelRecord(making: Making, folder?: string): Promise<PanelRecord> {
  const { engine, data } = making;
  const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name, folder)));
  const panels = await fitCalibrations(making, judges);
  const calibrations = findCalibrations({ panels }, judges)!;
  const version = scoreVersion(judges, calibrations);
  const panel = await openFrozenPanel(engine, { version, calibrations, judges });
  try {
    const reader = { read: (images: Float32Array) => readTogether(panel, images) };
    const known = drawKnownImages(data.testing, Math.ceil(data.sizes.kindImages / KINDS_TO_KNOWN));
    const { families } = (await reader.read(known.images))[PRIMARY_TOLERANCE];
    const measured = {
      ...(await measureJudge(reader, data)),
      agreement: measureAgreement(known, families),
    };
    return { panels, card: { scoreVersion: panel.version, ...roundNumbers(measured) } };
  } finally {
    await panel.dispose();
  }
}

async function fitCalibrations(
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
    const calibrations = atEachTolerance((tolerance) => {
      const own = members.map(
        (judge) => [judge.name, readings.get(judge)![tolerance].probabilities] as const,
      );
      return fitCalibration(weighPool(meanOver(Object.values(poolFamilies(own)))), targets[tolerance]);
    });
    return { scoreVersion: scoreVersion(members, calibrations), calibrations };
  });
}

/** Every choice of two or more of `items`, each in their order. */
function listPanels<Item>(items: readonly Item[]): Item[][] {
  let subsets: Item[][] = [[]];
  for (const item of items) subsets = subsets.concat(subsets.map((subset) => [...subset, item]));
  return subsets.filter(({ length }) => length > 1);
}
