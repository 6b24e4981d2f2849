/** Controls: models whose ideas are known to read badly or well. If one does not do as it should, the instrument is at fault. */
import { mean } from '../math/rows.ts';
import { estimate } from './effects.ts';
import type { Effect, Finding } from './finding.ts';
import { asEffect } from './hypotheses/factorTest.ts';
import { averageBySeed, listPairs } from './pairs.ts';
import { listGridModels, type ReadModel, readAt, readAtEnd } from './readModels.ts';
import type { StudyTable } from './studyTable.ts';
import { averageScore, PRIMARY } from './ways.ts';
import { formatEffect, formatNumber } from './words.ts';

/** What a control is expected to do, and whether it does. */
export interface Control {
  readonly name: 'untrained' | 'shuffled' | 'noise';
  /** `untrained models' ideas fall to the floor`. */
  readonly expected: string;
  /** Null where it was not tried. */
  readonly isMet: boolean | null;
  /** Difference of the score: the control minus the trained models of the grid. */
  readonly effect: Effect | null;
  readonly sentence: string;
}

/** The floor, fixed before the data: at most this share of the mean score of the trained models. */
export const FLOOR_SHARE = 0.5;

/** The controls of a study; `h6` is the finding of H6, which is the third of them. */
export function tryControls(table: StudyTable, h6: Finding): Control[] {
  return [tryUntrained(table), tryShuffled(table), tryNoise(h6)];
}

/** `suspect the instrument: ...` where a control fails; null where none that was tried does. */
export function suspectInstrument(controls: readonly Control[]): string | null {
  const failed = controls.filter(({ isMet }) => isMet === false);
  if (failed.length === 0) return null;
  return `Suspect the instrument: ${failed.map(({ sentence }) => sentence).join(' ')}`;
}

function tryUntrained(table: StudyTable): Control {
  const pairs = listGridModels(table).flatMap((model) => {
    const [first] = model.checkpoints;
    if (first!.updates > 0 || first!.ideas.length === 0 || model.checkpoints.length < 2) return [];
    return [{ control: readAt(model, first!), trained: readAtEnd(model) }];
  });
  const expected = 'ideas of models before their first update fall to the floor';
  const missing = 'no model has a checkpoint before its first update (schedule.checkpoints: log)';
  return tryFloor('untrained', expected, pairs, missing);
}

function tryShuffled(table: StudyTable): Control {
  const pairs = listPairs(table, 'labelShuffle', ({ parts }) => parts.includes('shuffled')).map(
    ({ side, grid }) => ({ control: side, trained: grid }),
  );
  const expected = 'ideas of models trained on shuffled labels fall to the floor';
  return tryFloor(
    'shuffled',
    expected,
    pairs,
    'no model trained on shuffled labels is finished (controls.enabled)',
  );
}

interface ControlPair {
  readonly control: ReadModel;
  readonly trained: ReadModel;
}

/** Met where the controls' mean score is at most half of the trained models' and the interval of the difference below 0. */
function tryFloor(
  name: Control['name'],
  expected: string,
  pairs: readonly ControlPair[],
  missing: string,
): Control {
  const scoreOf = ({ checkpoint }: ReadModel) => averageScore(checkpoint.ideas, PRIMARY);
  const [control, trained] = (['control', 'trained'] as const).map((which) =>
    averageBySeed(
      pairs,
      ({ trained: { seed } }) => seed,
      (pair) => scoreOf(pair[which]),
    ),
  );
  const seeds = control!.seeds.length;
  if (seeds < 2) {
    const why = seeds === 0 ? missing : 'needs at least 2 seeds, got 1';
    return { name, expected, isMet: null, effect: null, sentence: `Not tried: ${why}.` };
  }
  const difference = estimate(control!.values.map((value, at) => value - trained!.values[at]!));
  const [low, high] = [mean(control!.values), mean(trained!.values)];
  const isMet = low <= FLOOR_SHARE * high && difference.interval![1] < 0;
  const figures = `score ${formatNumber(low)} against ${formatNumber(high)} of the trained models, difference ${formatEffect(asEffect(difference))}`;
  const sentence = `${isMet ? 'As it should be' : 'Not as it should be'}, ${expected}: ${figures}.`;
  return { name, expected, isMet, effect: asEffect(difference), sentence };
}

function tryNoise({ verdict, effect, sentence }: Finding): Control {
  const expected = 'ideas of models trained with input noise are more recognisable';
  const isMet = verdict === 'not tested' ? null : (effect?.interval ?? [0])[0] > 0;
  const words = isMet === null ? 'Not tried' : isMet ? 'As it should be' : 'Not as it should be';
  return { name: 'noise', expected, isMet, effect, sentence: `${words}, ${expected} (H6). ${sentence}` };
}
