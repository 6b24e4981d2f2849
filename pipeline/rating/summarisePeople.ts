/** What people see in a study's ideas, and in the ladder's attacks among them, beside what the panel and its judges see. */
import { mean } from 'simple-statistics';
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { openStream } from '../math/streams.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { fallsThrough } from '../statistics/psychometric.ts';
import { kendallTauB, spearman } from '../statistics/rankCorrelation.ts';
import type { PanelCard } from '../study/records.ts';
import type { IdeaRow, NoiseCurve } from '../study/tables.ts';
import { correctScores } from './correctScores.ts';
import { HALF, readNoiseSurely } from './noiseReading.ts';
import { joinAttacks, joinIdeas, type RatedIdea, scoresOf } from './ratedImages.ts';
import { averageRaters, measureAgreement, noiseCeiling, type RaterScores } from './raterAgreement.ts';
import { checkRaters } from './raterChecks.ts';
import type { AttackImage, KeyedRating, PeopleSummary } from './ratingRecords.ts';

/** What people were shown, beside checks on their attention, and what the panel makes of real digits in noise. */
export interface Shown {
  readonly ideas: readonly IdeaRow[];
  readonly attacks: readonly AttackImage[];
  readonly scoreVersion: string;
  /** Mean score of real digits by share of flipped pixels, and the panel's card, which has the other tolerance's. */
  readonly noiseCurve: NoiseCurve;
  readonly panel: PanelCard | null;
}

/**
 * Joins ratings with the ideas and attacks they are of. A rater's score of an image is scoreRating, averaged where the
 * rater has seen it on several pages; an image's score is the mean over raters. Raters who fail a check are left out.
 * Every rating of an idea must be of one of `ideas`. Correlations are over ideas as they were shown; the corrected scores
 * are of ideas shown as the score reads them. `seed` feeds the bootstraps.
 */
export function summarisePeople(
  ratings: readonly KeyedRating[],
  { ideas, attacks, scoreVersion, ...curves }: Shown,
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
  return {
    scoreVersion,
    raters,
    noise: summariseNoise(attentive, curves, seed),
    corrected: correctScores(joinPeople(ideas, rated, people)),
    images: rated.map(({ idea, reading, probability, panel, scores: { size } }, i) => ({
      ...{ model: idea.model.name, digit: idea.digit, restart: idea.restart },
      ...{ reading, probability, raters: size, people: people[i]!, panel },
    })),
    cells: summariseGroups(rated, people, ({ model: { cell } }) => ({ cell: cell.name, title: cell.title })),
    digits: summariseGroups(rated, people, ({ digit }) => ({ digit })).sort((a, b) => a.digit - b.digit),
    attacks: summariseAttacks(attentive, attacks),
    correlations: correlateReaders(rated, scores, seed),
    ceiling: { spearman: noiseCeiling(scores, spearman), kendall: noiseCeiling(scores, kendallTauB) },
  };
}

function summariseNoise(
  ratings: readonly KeyedRating[],
  { noiseCurve, panel }: Pick<Shown, 'noiseCurve' | 'panel'>,
  seed: number,
): PeopleSummary['noise'] {
  const images = [...groupBy(ratings, ({ image }) => image).values()];
  const findHalf = (curve: NoiseCurve) => {
    const points = curve.map(({ flipRate, recognisability }) => ({ x: flipRate, y: recognisability }));
    return { curve, halfPoint: fallsThrough(points, HALF) };
  };
  return {
    ...readNoiseSurely(images, openStream(seed, 'people/half-point')),
    panel: { little: findHalf(noiseCurve), much: findHalf(panel?.noiseCurveMuch ?? []) },
  };
}

/** Every idea, with what people make of it where they saw what the score reads. */
function joinPeople(ideas: readonly IdeaRow[], rated: readonly RatedIdea[], people: readonly number[]) {
  const seen = new Map(
    rated.flatMap(({ idea, reading }, i) => (reading === PRIMARY_READING ? [[idea, people[i]!]] : [])),
  );
  return ideas.map((idea) => ({ idea, people: seen.get(idea) ?? null }));
}

/** Means over the rated attacks of a kind, in the order in which the kinds appear. */
function summariseAttacks(
  ratings: readonly KeyedRating[],
  attacks: readonly AttackImage[],
): PeopleSummary['attacks'] {
  const rated = joinAttacks(ratings, attacks);
  return [...groupBy(rated, ({ attack: { kind } }) => kind)].map(([kind, group]) => ({
    kind,
    images: group.length,
    people: mean(group.map(({ people }) => people)),
    panel: mean(group.map(({ attack: { panel } }) => panel)),
  }));
}

/** Means of people and of the panel over the rated images that share a key, in the order in which keys appear. */
function summariseGroups<Key extends Record<string, unknown>>(
  rated: readonly RatedIdea[],
  people: readonly number[],
  keyOf: (idea: IdeaRow) => Key,
): (Key & { images: number; people: number; panel: number })[] {
  const rows = rated.map(({ idea, panel }, i) => ({ key: keyOf(idea), human: people[i]!, panel }));
  const groups = groupBy(rows, ({ key }) => JSON.stringify(key));
  return [...groups.values()].map((group) => ({
    ...group[0]!.key,
    images: group.length,
    people: mean(group.map(({ human }) => human)),
    panel: mean(group.map(({ panel }) => panel)),
  }));
}

function correlateReaders(
  rated: readonly RatedIdea[],
  raters: readonly RaterScores[],
  seed: number,
): PeopleSummary['correlations'] {
  const judges = [...new Set(rated.flatMap((one) => Object.keys(one.judges)))].sort();
  const readers: readonly (readonly [string, (one: RatedIdea) => number])[] = [
    ['panel', ({ panel }) => panel],
    ...judges.map((name) => [name, (one: RatedIdea) => one.judges[name] ?? 0] as const),
  ];
  const models = rated.map(({ idea }) => idea.model.name);
  return readers.map(([reader, read]) => {
    const scores = rated.map(read);
    // Every reader meets the same resamples, so that their intervals can be held against each other.
    const stream = () => openStream(seed, 'people/bootstrap');
    return {
      reader,
      spearman: measureAgreement(scores, { models, raters }, spearman, stream()),
      kendall: measureAgreement(scores, { models, raters }, kendallTauB, stream()),
    };
  });
}
