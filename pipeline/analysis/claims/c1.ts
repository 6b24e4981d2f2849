/** C1: in the article's cell the ideas of 0, 1, 2, 3 and 5 look like the digit, and that of 4 hardly does. */
import { type BlockedEffect, blockedEffect } from '../../statistics/blockedEffect.ts';
import { groupBy } from '../../statistics/groupBy.ts';
import { clippedLogit, logitInterval } from '../../statistics/logit.ts';
import { ARTICLE_SIZES, isArticleCell } from '../../study/grid.ts';
import { asEffect } from '../hypotheses/factorTest.ts';
import { type Hypothesis, NEEDS_SEEDS, type WayEffect } from '../hypothesis.ts';
import { averageBySeed } from '../pairs.ts';
import { listGridModels, type ReadModel, readAtEnd } from '../readModels.ts';
import { averageScore, type Way } from '../ways.ts';
import { formatNumber, formatQuantity } from '../words.ts';

/** The digits of the claim, with the side of a score of a half on which each is to be: 1 above, -1 below. */
const SIDES: ReadonlyMap<number, 1 | -1> = new Map([
  [0, 1],
  [1, 1],
  [2, 1],
  [3, 1],
  [5, 1],
  [4, -1],
]);

export const C1: Hypothesis = {
  id: 'C1',
  statement:
    'With 784 hidden units and batches of 1,000 the ideas of 0, 1, 2, 3 and 5 are readable (score above a half), and that of 4 is not.',
  test({ table, ways }) {
    const models = listGridModels(table).filter(isArticleCell).map(readAtEnd);
    if (models.length === 0) {
      const { hidden, batch } = ARTICLE_SIZES;
      return {
        untested: `no model of hidden ${hidden}, batch ${batch} and the article's other settings is finished`,
      };
    }
    const [primary, ...others] = ways.map((way) => ({ way, digits: listDigits(models, way) }));
    const { digits } = primary!;
    if (digits.length < SIDES.size || digits.some(({ scores }) => scores.length < 2)) {
      return { untested: `${NEEDS_SEEDS} of every digit` };
    }
    const decisive = findDecisive(digits);
    const isContrary = decisive.effect.estimate <= 0;
    // A digit that was chosen because it contradicts is the same by every way; where none does, each way has to show all digits.
    const decide = (own: readonly DigitScores[]) =>
      isContrary ? own.find(({ digit }) => digit === decisive.digit)! : findDecisive(own);
    const effectOf = ({ margins }: DigitScores) =>
      asEffect(blockedEffect(margins, isContrary ? SIDES.size : 1));
    return {
      effect: effectOf(decisive),
      unit: `distance of the score's logit from a half, on the side of the claim, of the digit that decides (${decisive.digit}),`,
      n: formatQuantity(decisive.scores.length, 'seed'),
      expected: 1,
      blocks: decisive.seeds.map((seed, at) => ({ seed, value: decisive.margins[at]! })),
      ways: others.map(
        ({ way, digits: own }): WayEffect => ({
          ...{ way: way.title, kind: way.kind },
          ...effectOf(decide(own)),
        }),
      ),
      small: null,
      hurdles: [],
      notes: [
        ...(isContrary
          ? [`interval and p are those of one of ${SIDES.size} digits, chosen after looking`]
          : []),
        ...digits.map(describeDigit),
      ],
    };
  },
};

interface DigitScores {
  readonly digit: number;
  readonly seeds: readonly number[];
  readonly scores: readonly number[];
  /** Logits of the scores, positive on the side of the claim. */
  readonly margins: readonly number[];
  readonly effect: BlockedEffect;
}

function listDigits(models: readonly ReadModel[], way: Way): DigitScores[] {
  return [...SIDES].flatMap(([digit, side]): DigitScores[] => {
    const { seeds, values } = averageBySeed(
      models,
      ({ seed }) => seed,
      ({ checkpoint }) => {
        const ofDigit = groupBy(checkpoint.ideas, (idea) => String(idea.digit)).get(String(digit)) ?? [];
        return averageScore(ofDigit, way);
      },
    );
    if (values.length === 0) return [];
    const margins = values.map((score) => side * clippedLogit(score));
    return [{ digit, seeds, scores: values, margins, effect: blockedEffect(margins) }];
  });
}

/**
 * The digit on which the claim hangs. Every digit has to be on its side: where all are, the one with the largest p; where
 * some are not, of those the one with the smallest.
 */
function findDecisive(digits: readonly DigitScores[]): DigitScores {
  const wrong = digits.filter(({ effect }) => effect.estimate <= 0);
  const pOf = ({ effect }: DigitScores) => effect.p ?? 1;
  return wrong.length > 0
    ? wrong.reduce((least, one) => (pOf(one) < pOf(least) ? one : least))
    : digits.reduce((most, one) => (pOf(one) > pOf(most) ? one : most));
}

function describeDigit({ digit, scores }: DigitScores): string {
  const { mean, interval } = logitInterval(scores);
  const range = interval === null ? '' : ` (${interval.map(formatNumber).join(' to ')})`;
  return `${digit} scores ${formatNumber(mean)}${range}`;
}
