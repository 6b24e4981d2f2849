/** H2: at equal updates the difference of batch sizes is less than half of that at equal epochs. */
import { type ArmEffects, estimate, isShown, type WayEffects } from '../effects.ts';
import { findArm, type Hypothesis, NEEDS_SEEDS, type WayEffect } from '../hypothesis.ts';
import { formatEffect, formatQuantity } from '../words.ts';
import { asEffect, bySeed } from './factorTest.ts';

export const H2: Hypothesis = {
  id: 'H2',
  statement: "At equal updates the batch size's effect is less than half of that at equal epochs.",
  test(evidence) {
    const epochs = findArm(evidence, 'epochs', 'equal epochs');
    if ('untested' in epochs) return epochs;
    const updates = findArm(evidence, 'updates', 'equal updates');
    if ('untested' in updates) return updates;
    const before = epochs.ways[0]!.factors.batch?.logit;
    if (before === undefined || !isShown(before)) {
      return { untested: 'at equal epochs no effect of batch size is shown that could be halved' };
    }
    const sign = Math.sign(before.estimate);
    const [primary, ...others] = listHalves(epochs, updates, sign);
    if (primary === undefined || primary.values.length < 2) return { untested: NEEDS_SEEDS };
    const after = updates.ways[0]!.factors.batch!.logit;
    const isTurned = -sign * after.estimate >= (sign * before.estimate) / 2;
    return {
      effect: asEffect(estimate(primary.values)),
      unit: "slope of the score's logit over the batch size at equal updates, minus half of that at equal epochs, in the direction of the latter,",
      n: formatQuantity(primary.values.length, 'seed'),
      expected: -1,
      blocks: bySeed(primary.seeds, primary.values),
      ways: others.map(
        ({ way, values }): WayEffect => ({
          way: way.title,
          kind: way.kind,
          ...asEffect(estimate(values)),
        }),
      ),
      small: null,
      hurdles: isTurned
        ? ['at equal updates the effect is turned round, and not less than half as large']
        : [],
      notes: [
        `slope of the score's logit at equal epochs ${formatEffect(asEffect(before))}, at equal updates ${formatEffect(asEffect(after))}`,
      ],
    };
  },
};

interface Half extends Pick<WayEffects, 'way'> {
  readonly seeds: readonly number[];
  readonly values: readonly number[];
}

/** By way, sign * (slope at equal updates - slope at equal epochs / 2) of the seeds that have both. */
function listHalves(epochs: ArmEffects, updates: ArmEffects, sign: number): Half[] {
  return epochs.ways.flatMap((of, at): Half[] => {
    const [before, after] = [of.factors.batch?.logit, updates.ways[at]?.factors.batch?.logit];
    if (before === undefined || after === undefined) return [];
    const later = new Map(updates.ways[at]!.seeds.map((seed, k) => [seed, after.values[k]!]));
    const seeds = of.seeds.filter((seed) => later.has(seed));
    const earlier = new Map(of.seeds.map((seed, k) => [seed, before.values[k]!]));
    const values = seeds.map((seed) => sign * (later.get(seed)! - earlier.get(seed)! / 2));
    return values.length === 0 ? [] : [{ way: of.way, seeds, values }];
  });
}
