/** In how many pixels the ideas of a cell's models differ that were searched from the same start. */
import { PIXELS } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { ReadModel } from './readModels.ts';
import type { TableIdea } from './studyTable.ts';

/**
 * Mean share of differing pixels, among all 784, over the pairs of models and the digits and starts that all of them have.
 * For black and white pixels this is twice the variance of a pixel between models (with S - 1 in its denominator), so that
 * ratios of the one are ratios of the other. Null for fewer than two models, or where they share no start.
 */
export function meanDisagreement(models: readonly ReadModel[]): number | null {
  if (models.length < 2) return null;
  const ideas = models.flatMap(({ checkpoint }) => checkpoint.ideas);
  const starts = [...groupBy(ideas, ({ digit, restart }) => `${digit} ${restart}`).values()];
  const shared = starts.filter(({ length }) => length === models.length);
  return shared.length === 0 ? null : mean(shared.map(disagree));
}

/** Over the pairs of these ideas. Of S ideas, k with ink at a pixel, k (S - k) pairs differ there. */
function disagree(ideas: readonly TableIdea[]): number {
  const count = ideas.length;
  let differing = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    let inked = 0;
    for (const { pixels } of ideas) inked += pixels[pixel]!;
    differing += inked * (count - inked);
  }
  return differing / ((PIXELS * count * (count - 1)) / 2);
}
