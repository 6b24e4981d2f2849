/** Models of a study by their number: what one task of many computes, where a scheduler gives each a number and nothing else. */

import { expected } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';

/** Which of the tasks one is, from 0, and how many there are; a task a model unless given. */
export interface TaskNumber {
  readonly index: number;
  readonly tasks?: number | undefined;
}

/**
 * The models of task `index`: number `index` alone, or of `tasks` tasks those numbered index, index + tasks, index + 2 tasks and so
 * on; none where there are more tasks than models. Throws a UserError where there is no such task.
 */
export function pickModels(models: readonly Model[], { index, tasks }: TaskNumber): readonly Model[] {
  const count = tasks ?? models.length;
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
    const of = tasks === undefined ? `the study has ${models.length} models` : `there are ${tasks} tasks`;
    const nextStep = tasks === undefined ? 'see --list' : 'give each task a number below --tasks';
    throw expected('--index', `a whole number from 0 to ${count - 1}`, `${index} (${of})`, nextStep);
  }
  return models.filter((_, number) => number % count === index);
}
