/**
 * What is expected of every rung of the ladder, for the panel and for each judge alone.
 *
 * Ten expectations stood before the first run; rung 4's, then on all that is made to fool another judge, was on noise
 * alone, of which all such images were made. The others were added since. No limit was loosened and none was dropped;
 * but two of rung 4 that were added, after they had failed, were found to be about images whose answer nobody knows
 * (`undecided`). A third, from before the first run, had been called so too: it counts again as what it was.
 */
import { mean } from '../math/rows.ts';
import { areaUnderCurve } from '../statistics/auc.ts';
import { RUNG, type Rung } from './kinds.ts';
import {
  areaAbove,
  areaOverRung,
  highest,
  highestAgainstOthers,
  leastAreaOverFooling,
  lowest,
  type MeasureOfAttacks,
  meanAbove,
  meanOfFooling,
} from './measures.ts';
import { joinScores, largest, named, onRung } from './scoredKinds.ts';

/** The most that kinds without a digit may score on average. */
const NOTHING = 0.05;
/** The most that real digits may score for a wrong digit. */
const WRONG = 0.02;
/** The most that images made to fool another judge may score. */
const TAKEN_IN = 0.1;
/** The least that changed digits and real ones must score. */
const CHANGED = 0.85;
const REAL = 0.93;
/** The least that clean binarised digits must score, and the most that those with half of their pixels flipped may. */
const CLEAN = 0.9;
const DROWNED = 0.05;
/** The largest share of flipped pixels at which real digits are still read without effort. */
const READABLE = 0.25;
/** Rises between neighbouring shares of flipped pixels that count as none. */
const SLACK = 0.01;

/** Why an attack without a limit says nothing by itself. */
const DRAWS_A_DIGIT =
  'Flips without a limit draw the digit, the more of it the harder the attacked judge is to fool: in many of the images it is plainly seen.';
/** Why nothing is known of those few flips that do their work. */
const BECOMES_A_DIGIT =
  'Some digits are within a few pixels of another, and some of these images look like it. The kind with digits that are too far away is decided.';

/** What is measured has to be at least `least`, at most `most` and more than `above`. */
export interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly above?: number;
}

/** What is expected of a rung. */
export interface Rule extends Limits {
  readonly rung: Rung;
  readonly statement: string;
  /** Whether it was stated before the first run of the ladder; the others were added knowing results. */
  readonly isOriginal: boolean;
  /** Why nobody knows without asking people what the images should score, where that is so. */
  readonly undecided?: string;
  readonly measure: MeasureOfAttacks;
}

/** Every expectation of the nine rungs. */
export const RULES: readonly Rule[] = [
  {
    rung: RUNG.empty,
    statement: `The highest mean of its kinds is at most ${NOTHING}.`,
    isOriginal: true,
    measure: highest(RUNG.empty),
    most: NOTHING,
  },
  {
    rung: RUNG.meaningless,
    statement: `The highest mean of its kinds is at most ${NOTHING}.`,
    isOriginal: true,
    measure: highest(RUNG.meaningless),
    most: NOTHING,
  },
  {
    rung: RUNG.wrongDigit,
    statement: `The mean is at most ${WRONG}.`,
    isOriginal: true,
    measure: highest(RUNG.wrongDigit),
    most: WRONG,
  },
  {
    rung: RUNG.fooling,
    statement: `Noise with a few pixels flipped to fool another judge: the mean is at most ${TAKEN_IN}.`,
    isOriginal: false,
    measure: highestAgainstOthers('few flips in noise'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement: `Real digits with a few pixels flipped to fool another judge: the mean is at most ${TAKEN_IN}.`,
    isOriginal: false,
    measure: highestAgainstOthers('few flips'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement: `Real digits with a few pixels flipped towards a digit too far away: the mean is at most ${TAKEN_IN}.`,
    isOriginal: false,
    measure: highestAgainstOthers('few flips afar'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement: `Images that do fool a judge, a few pixels from noise or towards a digit too far away: the mean of the others is at most ${TAKEN_IN}.`,
    isOriginal: false,
    measure: meanOfFooling('few flips in noise', 'few flips afar'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement: `Images that do fool a judge, a few pixels from a real digit: the mean of the others is at most ${TAKEN_IN}.`,
    isOriginal: false,
    undecided: BECOMES_A_DIGIT,
    measure: meanOfFooling('few flips'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement: `Real digits with as many pixels flipped as it takes: the mean is at most ${TAKEN_IN}.`,
    isOriginal: false,
    undecided: DRAWS_A_DIGIT,
    measure: highestAgainstOthers('many flips'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement: `Noise made to fool another judge: the mean is at most ${TAKEN_IN}.`,
    isOriginal: true,
    measure: highestAgainstOthers('from noise'),
    most: TAKEN_IN,
  },
  {
    rung: RUNG.fooling,
    statement:
      'Real digits with up to 25% of their pixels flipped score above each of its kinds: the least area is above 0.5.',
    isOriginal: false,
    measure: leastAreaOverFooling(READABLE),
    above: 0.5,
  },
  {
    rung: RUNG.flipped,
    statement: `From one share of flipped pixels to the next the mean rises by at most ${SLACK}.`,
    isOriginal: true,
    measure: (kinds, scores) => {
      const means = onRung(kinds, RUNG.flipped).map((kind) => mean(scores(kind)));
      return largest(means.slice(1).map((value, k) => value - means[k]!));
    },
    most: SLACK,
  },
  {
    rung: RUNG.flipped,
    statement: `The mean of clean digits is at least ${CLEAN}.`,
    isOriginal: false,
    measure: (kinds, scores) => mean(scores(onRung(kinds, RUNG.flipped)[0]!)),
    least: CLEAN,
  },
  {
    rung: RUNG.flipped,
    statement: `The mean with half of the pixels flipped is at most ${DROWNED}.`,
    isOriginal: false,
    measure: (kinds, scores) => mean(scores(onRung(kinds, RUNG.flipped).at(-1)!)),
    most: DROWNED,
  },
  {
    rung: RUNG.flipped,
    statement: 'Its images score above those of rung 4: the area under the curve is above 0.5.',
    isOriginal: false,
    measure: areaOverRung(RUNG.fooling, RUNG.flipped),
    above: 0.5,
  },
  {
    rung: RUNG.twoDigits,
    statement: 'Its kinds lie between rung 1 and rung 9: the smaller of the two distances is above 0.',
    isOriginal: true,
    measure: (kinds, scores, scorer) => {
      const own = onRung(kinds, RUNG.twoDigits).map((kind) => mean(scores(kind)));
      const below = Math.min(...own) - highest(RUNG.empty)(kinds, scores, scorer);
      return Math.min(below, lowest(RUNG.real)(kinds, scores, scorer) - Math.max(...own));
    },
    above: 0,
  },
  {
    rung: RUNG.changed,
    statement: `The lowest mean of its kinds is at least ${CHANGED}.`,
    isOriginal: true,
    measure: lowest(RUNG.changed),
    least: CHANGED,
  },
  {
    rung: RUNG.changed,
    statement: 'Its images score above those of rung 6: the area under the curve is above 0.5.',
    isOriginal: false,
    measure: areaOverRung(RUNG.twoDigits, RUNG.changed),
    above: 0.5,
  },
  {
    rung: RUNG.clear,
    statement: 'Class means score above ideas of ordinary models: the area under the curve is at least 0.5.',
    isOriginal: true,
    measure: areaAbove('class means', 'ordinary ideas'),
    least: 0.5,
  },
  {
    rung: RUNG.clear,
    statement: 'The mean of class means is above that of ordinary ideas: the difference is above 0.',
    isOriginal: false,
    measure: meanAbove('class means', 'ordinary ideas'),
    above: 0,
  },
  {
    rung: RUNG.clear,
    statement: 'Ideas of models trained in noise score above those of ordinary models: at least 0.5.',
    isOriginal: true,
    measure: areaAbove('ideas after noise', 'ordinary ideas'),
    least: 0.5,
  },
  {
    rung: RUNG.clear,
    statement: 'The mean of ideas of models trained in noise is above that of ordinary ideas: above 0.',
    isOriginal: false,
    measure: meanAbove('ideas after noise', 'ordinary ideas'),
    above: 0,
  },
  {
    rung: RUNG.real,
    statement: `The lowest mean of its kinds is at least ${REAL}.`,
    isOriginal: true,
    measure: lowest(RUNG.real),
    least: REAL,
  },
  {
    rung: RUNG.real,
    statement: 'Real digits score above ordinary ideas: the area under the curve is above 0.5.',
    isOriginal: false,
    measure: (kinds, scores) =>
      areaUnderCurve(scores(named(kinds, 'ordinary ideas')), joinScores(onRung(kinds, RUNG.real), scores)),
    above: 0.5,
  },
  {
    rung: RUNG.real,
    statement: 'Its images score above those of rung 8: the area under the curve is above 0.5.',
    isOriginal: false,
    measure: areaOverRung(RUNG.clear, RUNG.real),
    above: 0.5,
  },
];
