/** What is said of the stages of a study, a line each. */

import type { StageState } from '../models/studyCache.ts';
import { formatQuantity } from '../page/wording.ts';
import { type FieldChange, shorten } from '../study/inputs.ts';
import type { Explained } from './explainStudy.ts';

/** The word for several stages: of the first of missing, stale and fresh that one of them is. */
export function sumUp(stages: readonly StageState[]): StageState['word'] {
  const words = stages.map(({ word }) => word);
  return (['missing', 'stale'] as const).find((word) => words.includes(word)) ?? 'fresh';
}

/** The lines on a study: every stage where `inFull`, else those that are not fresh. */
export function listExplanations(explained: readonly Explained[], inFull: boolean): string[] {
  const lines = explained.flatMap(({ name, stages }) => {
    const shown = stages.filter(({ word }) => inFull || word !== 'fresh');
    return [`${name}: ${sumUp(stages)}`, ...shown.flatMap(describeStage)];
  });
  const all = explained.flatMap(({ stages }) => stages);
  const counts = (['fresh', 'stale', 'missing'] as const).map(
    (word) => `${all.filter((stage) => stage.word === word).length} ${word}`,
  );
  return [...lines, `${formatQuantity(all.length, 'stage')}: ${counts.join(', ')}`];
}

/** A stage, and below it each field that differs with its value then and now. */
function describeStage({ stage, word, reason, changes, hasKey }: StageState): string[] {
  const remark = hasKey ? '' : ' (recorded before code digests: judged by its inputs alone)';
  // What a field says is said by itself.
  const why = reason === null || changes.length > 0 ? '' : `: ${reason}`;
  return [`  ${stage}: ${word}${why}${remark}`, ...changes.map((change) => `    ${describeChange(change)}`)];
}

function describeChange({ field, recorded, now, detail }: FieldChange): string {
  const show = (value: FieldChange['now']) => (value === null ? 'none' : shorten(value));
  const where = detail === undefined ? '' : ` in ${detail.join(', ')}`;
  return `${field}: recorded ${show(recorded)}, now ${show(now)}${where}`;
}
