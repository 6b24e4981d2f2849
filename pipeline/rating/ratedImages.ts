/** Ratings joined with the ideas and attacks that they are of, and averaged over raters. */
import { mean } from 'simple-statistics';
import { groupBy } from '../statistics/groupBy.ts';
import type { ReadingName } from '../study/records.ts';
import type { IdeaRow } from '../study/tables.ts';
import type { RaterScores } from './raterAgreement.ts';
import { type AttackImage, type KeyedRating, type KeyRow, scoreRating } from './ratingRecords.ts';
import { judgeScores, panelScore } from './shownReading.ts';

/** One text an idea; rows of key.csv that have it are of that idea. */
export function nameIdea(idea: {
  readonly model: string;
  readonly digit: number | null;
  readonly restart: number | null;
}): string {
  return `${idea.model}/${idea.digit}/${idea.restart}`;
}

/** An attack by the columns of key.csv that name it. */
export function placeAttack({
  kind,
  digit,
  example,
}: AttackImage): Pick<KeyRow, 'model' | 'digit' | 'restart'> {
  return { model: kind, digit, restart: example };
}

/** An idea as it was shown and rated. */
export interface RatedIdea {
  readonly idea: IdeaRow;
  readonly reading: ReadingName;
  /** How likely it was to be drawn; null where its page did not say. */
  readonly probability: number | null;
  /** The panel's score of what was shown, and its judges'. */
  readonly panel: number;
  readonly judges: Readonly<Record<string, number>>;
  /** Of the raters who have seen it, by name; a rater's score is averaged over pages. */
  readonly scores: ReadonlyMap<string, number>;
}

/** The ideas that were rated, in the order of `ideas`; one that was shown in two readings is there for each. */
export function joinIdeas(ratings: readonly KeyedRating[], ideas: readonly IdeaRow[]): RatedIdea[] {
  const byIdea = groupBy(ratings, ({ key }) => nameIdea(key));
  return ideas.flatMap((idea) => {
    const own = byIdea.get(nameIdea({ ...idea, model: idea.model.name })) ?? [];
    return [...groupBy(own, ({ key }) => key.reading!).values()].map((given): RatedIdea => {
      const { reading, probability } = given[0]!.key;
      return {
        ...{ idea, reading: reading!, probability },
        ...{ panel: panelScore(idea, reading!), judges: judgeScores(idea, reading!) },
        scores: new Map(
          [...groupBy(given, ({ rater }) => rater)].map(([rater, each]) => [
            rater,
            averageRatings(each, idea.digit),
          ]),
        ),
      };
    });
  });
}

/** An attack that was rated, and its mean score over raters. */
export interface RatedAttack {
  readonly attack: AttackImage;
  readonly people: number;
}

/** The attacks that were rated, in the order of `attacks`. */
export function joinAttacks(ratings: readonly KeyedRating[], attacks: readonly AttackImage[]): RatedAttack[] {
  const given = groupBy(
    ratings.filter(({ key }) => key.kind === 'attack'),
    ({ key }) => nameIdea(key),
  );
  return attacks.flatMap((attack) => {
    const own = given.get(nameIdea(placeAttack(attack)));
    if (own === undefined) return [];
    const byRater = [...groupBy(own, ({ rater }) => rater).values()];
    return [{ attack, people: mean(byRater.map((each) => averageRatings(each, attack.digit))) }];
  });
}

/** The scores that a rater gave, by index of the idea in `rated`. */
export function scoresOf(rater: string, rated: readonly RatedIdea[]): RaterScores {
  const scores = new Map<number, number>();
  rated.forEach((image, i) => {
    const score = image.scores.get(rater);
    if (score !== undefined) scores.set(i, score);
  });
  return scores;
}

/** The mean of one rater's scores of an image meant to be `digit`. */
function averageRatings(given: readonly KeyedRating[], digit: number): number {
  return mean(given.map(({ answer, sureness }) => scoreRating(answer, sureness, digit)));
}
