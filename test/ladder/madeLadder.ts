/** A record of the first ladder with made scores. */
import type { LadderKindName, Rung } from '../../pipeline/ladder/kinds.ts';
import { type LadderRecord, ladderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import { summariseSpread } from '../../pipeline/ladder/summariseScores.ts';
import {
  computePsychometric,
  summariseFooling,
  testExpectations,
} from '../../pipeline/ladder/testExpectations.ts';
import { openStream } from '../../pipeline/math/streams.ts';

/** Rungs, kinds and scores. */
export const SCORES: readonly [rung: Rung, kind: LadderKindName, score: number][] = [
  [1, 'blank', 0.01],
  [2, 'ideas of untrained models', 0.01],
  [3, 'wrong digit', 0.01],
  [4, 'few flips in noise against other', 0.05],
  [4, 'few flips against other', 0.05],
  [4, 'few flips afar against other', 0.05],
  [4, 'many flips against other', 0.05],
  [4, 'from noise against other', 0.05],
  [5, '0% flipped', 0.95],
  [5, '50% flipped', 0.05],
  [6, 'overlaid', 0.4],
  [7, 'turned', 0.9],
  [8, 'ordinary ideas', 0.3],
  [8, 'ideas after noise', 0.5],
  [8, 'class means', 0.8],
  [9, 'real, grey', 0.95],
];

/** A record of a ladder with the judge cnn, whose scores are those above, but for real digits. */
export function makeRecord(real: number, images = 500): LadderRecord {
  const scored = SCORES.map(([rung, kind, score]) => {
    const scores = Float64Array.of(rung === 9 ? real : score);
    const attacked = rung === 4 ? 'other' : null;
    const flipRate = rung === 5 ? Number(kind.split('%')[0]) / 100 : null;
    return {
      rung,
      kind,
      attacked,
      flipRate,
      groupSize: 1,
      panel: scores,
      judges: { cnn: scores, other: Float64Array.of(0.9) },
      without: { cnn: scores, other: scores },
    };
  });
  const pixels = Buffer.from(new Uint8Array(784).fill(7)).toString('base64');
  const example = { pixels, digit: 3, panel: 0.25 };
  return ladderRecord.parse({
    scoreVersion: 'cnn-01234567',
    seed: 0,
    images,
    judges: ['cnn'],
    kinds: scored.map(({ rung, kind, attacked, panel, ...rest }) => ({
      rung,
      kind,
      description: `Images of the kind ${kind}.`,
      images: 1,
      attacked,
      fooled: attacked === null ? null : 0.25,
      fooling: attacked === null ? null : summariseFooling({ rung, kind, attacked, panel, ...rest }),
      panel: summariseSpread(panel),
      judges: { cnn: summariseSpread(panel) },
      notDigit: { cnn: 0.5 },
      examples: [example, example],
    })),
    expectations: testExpectations(scored, ['cnn'], openStream(0, 'test/bootstrap'), 20),
    adjacent: [{ lower: 1, upper: 2, panel: 0.5, judges: { cnn: 0.75 } }],
    psychometric: computePsychometric(scored, ['cnn'], [0, 0.5]),
  });
}
