/**
 * How honest the panel is. Its score is the mean of its judges, and a mean of calibrated probabilities is less sure than
 * it could be (Ranjan and Gneiting, "Combining probability forecasts", JRSS B 72(1), 2010).
 */
import type { Engine } from '../../engine/engine.ts';
import { scoreVersion } from '../../judging/frozen.ts';
import { meanOver } from '../../judging/panel.ts';
import { measureHonesty } from '../../judging/reliability.ts';
import { JUDGE_NAMES } from '../../study/config.ts';
import type { PanelCard } from '../../study/records.ts';
import { readFrozenJudge } from '../frozenJudges.ts';
import { openFrozenPanel } from '../panel.ts';
import { roundNumbers } from './finish.ts';
import type { JudgeMaterial } from './material.ts';
import { drawTestMixture } from './measure.ts';

/** Measures all frozen judges together on the test mixture. The same judges always give the same. */
export async function measurePanel(engine: Engine, { testing }: JudgeMaterial): Promise<PanelCard> {
  const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name)));
  const panel = await openFrozenPanel(engine, { version: scoreVersion(judges), judges });
  try {
    const { images, targets } = drawTestMixture(testing);
    const answers: Float64Array[] = [];
    for (const judge of panel.judges) answers.push(await judge.probabilities(images));
    return { scoreVersion: panel.version, honesty: roundNumbers(measureHonesty(meanOver(answers), targets)) };
  } finally {
    await panel.dispose();
  }
}
