/** Which models of a study a command is asked for: by name or cell, by what is to be done on them, or both. */
import { readFailure } from '../models/failures.ts';
import { listAllModels, type Study } from '../models/study.ts';
import { expected } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import type { ModelNeed } from './computeModel.ts';

/**
 * What a model that is not finished is called. `failed`: the last sweep that tried it failed on it. `missing`: something of it was
 * never computed. `stale`: something that was computed has other inputs or another computation now, or is damaged.
 */
export const NEED_WORDS = ['failed', 'missing', 'stale'] as const;
type NeedWord = (typeof NEED_WORDS)[number];

/** The models that are asked for. */
export interface Selection {
  /** Whether a model is among them, whatever is to be done on it. */
  names(model: Model): boolean;
  /** Whether a model on which something is to be done is. */
  includes(need: ModelNeed): Promise<boolean>;
}

/**
 * The models that words name: of models and cells those that one of them names, of {@link NEED_WORDS} those that one of them fits;
 * of both those that both do. All where there is no word. Throws a UserError for a word that names nothing.
 */
export function selectBy(
  words: readonly string[],
  study: Pick<Study, 'folder' | 'models' | 'sideModels'>,
): Selection {
  const isNeed = (word: string): word is NeedWord => NEED_WORDS.some((one) => one === word);
  const needs = words.filter(isNeed);
  const named = words.filter((word) => !isNeed(word));
  const models = listAllModels(study);
  const unknown = named.find((word) => !models.some((model) => isCalled(model, word)));
  if (unknown !== undefined) {
    const some = models[0]!;
    const what = `${NEED_WORDS.join(', ')}, a model, such as ${some.name}, or a cell, such as ${some.cell.name}`;
    throw expected('--only', what, `'${unknown}'`, 'see make status');
  }
  const names = (model: Model) => named.length === 0 || named.some((word) => isCalled(model, word));
  return {
    names,
    async includes(need) {
      if (!names(need.model)) return false;
      if (needs.length === 0) return true;
      if (needs.includes(need.isFirstTime ? 'missing' : 'stale')) return true;
      return needs.includes('failed') && (await readFailure(study, need.model)) !== null;
    },
  };
}

function isCalled({ name, cell }: Model, word: string): boolean {
  return name === word || cell.name === word;
}

/** The words of an option: they stand apart by spaces or commas. */
export function splitWords(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
}
