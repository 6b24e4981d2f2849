/** The models beside the grid among the facts of a run. */
import { formatCount, formatQuantity } from '../page/wording.ts';
import { listSideModels, SIDE_PARTS } from '../study/sideModels.ts';
import type { StudyResults } from './studyResults.ts';

/** How many models beside the grid there are of each part, and are finished, as one pair; none where a study has none. */
export function describeSideModels({
  config,
  sideModels,
}: Pick<StudyResults, 'config' | 'sideModels'>): [term: string, description: string][] {
  const planned = listSideModels(config);
  if (planned.length === 0) return [];
  const counts = SIDE_PARTS.flatMap((part) => {
    const count = planned.filter(({ parts }) => parts.includes(part)).length;
    return count === 0 ? [] : [`${part} ${formatCount(count)}`];
  });
  const finished = `${formatCount(sideModels.length)} of ${formatQuantity(planned.length, 'model')} finished`;
  return [['Beside the grid', `${counts.join(', ')}; ${finished}`]];
}
