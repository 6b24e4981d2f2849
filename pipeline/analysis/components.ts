/** Where the variance of scores comes from: cells, seeds, models, digits and their own slopes, starts. */
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { estimateStudyComponents, type StudyComponents } from '../statistics/studyComponents.ts';
import type { IdeaValue } from '../statistics/studyDesign.ts';
import type { ReadModel } from './readModels.ts';
import type { Way } from './ways.ts';

/** The components of the scores, or why there are none. */
export type ScoreComponents = StudyComponents | { readonly refused: string };

/**
 * Components of the scores by one way, of the seeds that have every idea. Models that further axes alone tell apart are
 * averaged, as in every effect.
 */
export function findComponents(models: readonly ReadModel[], way: Way): ScoreComponents {
  const rows = models.flatMap(({ hidden, batch, seed, checkpoint }) =>
    checkpoint.ideas.map(({ digit, restart, scores }): IdeaValue => {
      return { hidden, batch, seed, digit, restart, y: way.scoreOf(scores) };
    }),
  );
  const placeOf = ({ y: _y, ...place }: IdeaValue) => JSON.stringify(place);
  const ideas = [...groupBy(rows, placeOf).values()].map((own) => ({
    ...own[0]!,
    y: mean(own.map(({ y }) => y)),
  }));
  return (
    estimateStudyComponents(ideas) ?? { refused: 'needs at least 2 seeds that have every idea, and 2 digits' }
  );
}
