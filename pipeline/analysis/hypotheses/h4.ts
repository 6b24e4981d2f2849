/** H4: width lowers the variance of ideas between seeds. */
import { groupBy } from '../../statistics/groupBy.ts';
import { weigh } from '../../statistics/seedSlopes.ts';
import { slopeWeights } from '../../statistics/slopeWeights.ts';
import { meanDisagreement } from '../disagreement.ts';
import { estimate } from '../effects.ts';
import { findArm, type Hypothesis } from '../hypothesis.ts';
import { nameSettings, type ReadModel } from '../readModels.ts';
import { formatNumber, formatQuantity } from '../words.ts';
import { asEffect, bySeed } from './factorTest.ts';

/** Leaving one seed out must leave a pair. */
const LEAST_SEEDS = 3;

export const H4: Hypothesis = {
  id: 'H4',
  statement: 'Width lowers the variance between seeds of ideas searched from the same start.',
  test(evidence) {
    const arm = findArm(evidence, 'epochs', 'equal epochs');
    if ('untested' in arm) return arm;
    const { seeds } = arm.ways[0]!;
    if (seeds.length < LEAST_SEEDS)
      return { untested: `needs at least ${LEAST_SEEDS} seeds, got ${seeds.length}` };
    const models = arm.arm.models.filter(({ seed }) => seeds.includes(seed));
    const all = slopeOfDisagreement(models);
    const without = seeds.map((left) => slopeOfDisagreement(models.filter(({ seed }) => seed !== left)));
    const obstacle = [all, ...without].find((slope) => typeof slope === 'string');
    if (obstacle !== undefined) return { untested: obstacle as string };
    // Tukey's pseudo-values, one a seed: their mean is the estimate without its bias of order 1 / S (Miller, "The
    // jackknife: a review", Biometrika 61(1), 1974).
    const values = (without as number[]).map(
      (slope) => seeds.length * (all as number) - (seeds.length - 1) * slope,
    );
    return {
      effect: asEffect(estimate(values)),
      unit: 'log2 of the ratio of variances between seeds a doubling of the hidden size',
      n: formatQuantity(seeds.length, 'seed'),
      expected: -1,
      blocks: bySeed(seeds, values),
      ways: [],
      small: null,
      hurdles: [],
      notes: [`of all seeds together ${formatNumber(all as number)}`],
    };
  },
};

/** The slope of log2 of the mean disagreement over log2(hidden), within batch sizes; or why there is none. */
function slopeOfDisagreement(models: readonly ReadModel[]): number | string {
  const cells = [...groupBy(models, ({ model }) => nameSettings(model.settings)).values()];
  const disagreements = cells.map(meanDisagreement);
  if (disagreements.some((value) => value === null)) return 'models of a cell share no digit and start';
  if (disagreements.some((value) => value === 0)) return 'the ideas of all seeds of a cell are the same';
  const batches = [...new Set(cells.map(([first]) => first!.batch))];
  const weights = slopeWeights(
    cells.map(([first]) => Math.log2(first!.hidden)),
    batches.slice(1).map((batch) => cells.map(([first]) => Number(first!.batch === batch))),
  );
  if (weights === null) return 'the grid has one hidden size';
  return weigh(
    disagreements.map((value) => Math.log2(value!)),
    weights,
  );
}
