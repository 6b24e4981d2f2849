/** What people see in a study's ideas, and in the ladder's attacks among them, beside what the panel and its judges see. */
import { mean } from 'simple-statistics';
import { openStream } from '../math/streams.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { kendallTauB, spearman } from '../statistics/rankCorrelation.ts';
import type { IdeaRow } from '../study/tables.ts';
import { averageRaters, measureAgreement, noiseCeiling, type RaterScores } from './raterAgreement.ts';
import { checkRaters, type KeyedRating } from './raterChecks.ts';
import type { AttackImage, KeyRow, PeopleSummary } from './ratingRecords.ts';

/** A rated idea with the scores of those raters who count, by rater. */
interface RatedIdea {
  readonly idea: IdeaRow;
  readonly scores: ReadonlyMap<string, number>;
}

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

/** What a rating says of an image meant to be `digit`: sureness / 100 for that digit, otherwise 0; in [0, 1]. */
export function scoreRating(answer: number | null, sureness: number, digit: number): number {
  return answer === digit ? sureness / 100 : 0;
}

/** What people were shown, beside checks on their attention. */
export interface Shown {
  readonly ideas: readonly IdeaRow[];
  readonly attacks: readonly AttackImage[];
  readonly scoreVersion: string;
}

/**
 * Joins ratings with the ideas and attacks they are of. A rater's score of an image is {@link scoreRating}, averaged where the
 * rater has seen it on several pages; an image's score is the mean over raters. Raters who fail a check are left out.
 * Every rating of an idea must be of one of `ideas`. Correlations are over ideas; `seed` feeds their bootstrap.
 */
export function summarisePeople(
  ratings: readonly KeyedRating[],
  { ideas, attacks, scoreVersion }: Shown,
  seed = 0,
): PeopleSummary {
  const raters = checkRaters(ratings);
  const excluded = new Set(raters.filter(({ isExcluded }) => isExcluded).map(({ rater }) => rater));
  const attentive = ratings.filter(({ rater }) => !excluded.has(rater));
  const counted = attentive.filter(({ key }) => key.kind === 'idea');
  const rated = joinIdeas(counted, ideas);
  const names = [...new Set(counted.map(({ rater }) => rater))].sort();
  const scores = names.map((name) => scoresOf(name, rated));
  const people = averageRaters(scores, rated.length);
  const images = rated.map(({ idea, scores: { size } }, i) => ({
    model: idea.model.name,
    digit: idea.digit,
    restart: idea.restart,
    raters: size,
    people: people[i]!,
    panel: idea.recognisability,
  }));
  return {
    scoreVersion,
    raters,
    images,
    cells: summariseGroups(rated, people, ({ model: { cell } }) => ({ cell: cell.name, title: cell.title })),
    digits: summariseGroups(rated, people, ({ digit }) => ({ digit })).sort((a, b) => a.digit - b.digit),
    attacks: summariseAttacks(attentive, attacks),
    correlations: correlateReaders(rated, scores, seed),
    ceiling: { spearman: noiseCeiling(scores, spearman), kendall: noiseCeiling(scores, kendallTauB) },
  };
}

/** The ideas that were rated, in the order of `ideas`. */
function joinIdeas(ratings: readonly KeyedRating[], ideas: readonly IdeaRow[]): RatedIdea[] {
  const byIdea = groupBy(ratings, ({ key }) => nameIdea(key));
  return ideas.flatMap((idea) => {
    const own = byIdea.get(nameIdea({ ...idea, model: idea.model.name }));
    if (own === undefined) return [];
    const byRater = groupBy(own, ({ rater }) => rater);
    const scores = [...byRater].map(([rater, given]): [string, number] => [
      rater,
      averageRatings(given, idea.digit),
    ]);
    return [{ idea, scores: new Map(scores) }];
  });
}

/** Means over the rated attacks of a kind, in the order in which the kinds appear. */
function summariseAttacks(
  ratings: readonly KeyedRating[],
  attacks: readonly AttackImage[],
): PeopleSummary['attacks'] {
  const given = groupBy(
    ratings.filter(({ key }) => key.kind === 'attack'),
    ({ key }) => nameIdea(key),
  );
  const rated = attacks.flatMap((attack) => {
    const own = given.get(nameIdea(placeAttack(attack)));
    if (own === undefined) return [];
    const byRater = [...groupBy(own, ({ rater }) => rater).values()];
    return [{ attack, people: mean(byRater.map((each) => averageRatings(each, attack.digit))) }];
  });
  return [...groupBy(rated, ({ attack: { kind } }) => kind)].map(([kind, group]) => ({
    kind,
    images: group.length,
    people: mean(group.map(({ people }) => people)),
    panel: mean(group.map(({ attack: { panel } }) => panel)),
  }));
}

/** The mean of one rater's scores of an image meant to be `digit`. */
function averageRatings(given: readonly KeyedRating[], digit: number): number {
  return mean(given.map(({ answer, sureness }) => scoreRating(answer, sureness, digit)));
}

function scoresOf(rater: string, rated: readonly RatedIdea[]): RaterScores {
  const scores = new Map<number, number>();
  rated.forEach((image, i) => {
    const score = image.scores.get(rater);
    if (score !== undefined) scores.set(i, score);
  });
  return scores;
}

/** Means of people and of the panel over the rated images that share a key, in the order in which keys appear. */
function summariseGroups<Key extends Record<string, unknown>>(
  rated: readonly RatedIdea[],
  people: readonly number[],
  keyOf: (idea: IdeaRow) => Key,
): (Key & { images: number; people: number; panel: number })[] {
  const rows = rated.map(({ idea }, i) => ({ key: keyOf(idea), human: people[i]!, idea }));
  const groups = groupBy(rows, ({ key }) => JSON.stringify(key));
  return [...groups.values()].map((group) => ({
    ...group[0]!.key,
    images: group.length,
    people: mean(group.map(({ human }) => human)),
    panel: mean(group.map(({ idea }) => idea.recognisability)),
  }));
}

function correlateReaders(
  rated: readonly RatedIdea[],
  raters: readonly RaterScores[],
  seed: number,
): PeopleSummary['correlations'] {
  const judges = [...new Set(rated.flatMap(({ idea }) => Object.keys(idea.judges)))].sort();
  const readers: readonly (readonly [string, (idea: IdeaRow) => number])[] = [
    ['panel', (idea) => idea.recognisability],
    ...judges.map((name) => [name, (idea: IdeaRow) => idea.judges[name] ?? 0] as const),
  ];
  const models = rated.map(({ idea }) => idea.model.name);
  return readers.map(([reader, read]) => {
    const scores = rated.map(({ idea }) => read(idea));
    // Every reader meets the same resamples, so that their intervals can be held against each other.
    const stream = () => openStream(seed, 'people/bootstrap');
    return {
      reader,
      spearman: measureAgreement(scores, { models, raters }, spearman, stream()),
      kendall: measureAgreement(scores, { models, raters }, kendallTauB, stream()),
    };
  });
}
