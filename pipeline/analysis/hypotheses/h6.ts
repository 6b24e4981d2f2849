/** H6: models trained with input noise have more recognisable ideas. The positive control of the instrument. */
import { clippedLogit } from '../../statistics/logit.ts';
import { estimate } from '../effects.ts';
import { type Evidence, type Hypothesis, NEEDS_SEEDS, type WayEffect } from '../hypothesis.ts';
import { averageBySeed, listPairs, type Pair } from '../pairs.ts';
import { averageScore, type Way } from '../ways.ts';
import { formatEffect, formatQuantity } from '../words.ts';
import { asEffect, bySeed } from './factorTest.ts';

export const H6: Hypothesis = {
  id: 'H6',
  statement: 'Models trained with input noise have more recognisable ideas than those trained without.',
  test(evidence) {
    const pairs = listNoisePairs(evidence);
    if (pairs.length === 0) {
      return { untested: 'no model trained with input noise is finished (controls.enabled)' };
    }
    const [primary, ...others] = evidence.ways.map((way) => ({ way, ...compare(pairs, way, clippedLogit) }));
    if (primary!.values.length < 2) return { untested: `${NEEDS_SEEDS}, got ${primary!.values.length}` };
    const score = compare(pairs, evidence.ways[0]!, (value) => value);
    return {
      effect: asEffect(estimate(primary!.values)),
      unit: "difference of the score's logit, with input noise minus without,",
      n: formatQuantity(primary!.seeds.length, 'seed'),
      expected: 1,
      blocks: bySeed(primary!.seeds, primary!.values),
      ways: others.map(
        ({ way, values }): WayEffect => ({
          way: way.title,
          kind: way.kind,
          ...asEffect(estimate(values)),
        }),
      ),
      small: [score.values],
      hurdles: [],
      notes: [`on the score ${formatEffect(asEffect(estimate(score.values)))}`],
    };
  },
};

function listNoisePairs({ table }: Evidence): Pair[] {
  return listPairs(table, 'inputNoise', ({ parts }) => parts.includes('noise'));
}

function compare(pairs: readonly Pair[], way: Way, scale: (score: number) => number) {
  return averageBySeed(
    pairs,
    ({ side }) => side.seed,
    ({ side, grid }) => {
      const [with_, without] = [side, grid].map(({ checkpoint }) => averageScore(checkpoint.ideas, way));
      return with_ == null || without == null ? null : scale(with_) - scale(without);
    },
  );
}
