/** What a reader has chosen to see of an atlas, and which of a model's ideas that is. */
import type { ReadingName } from '../study/records.ts';
import type { AtlasModel, PackedIdeas } from './packed.ts';

/** What models are to have in common on their way. */
export type Clock = 'updates' | 'examples';

/** A choice. */
export interface Choice {
  readonly reading: ReadingName;
  /** From 0. */
  readonly start: number;
  readonly clock: Clock;
  /** How far every model is to be by the clock; null for the end of its training. */
  readonly mark: number | null;
}

/** A model's ideas at one moment, and what it had made and seen by then. */
export interface Moment {
  readonly ideas: PackedIdeas;
  readonly updates: number;
  readonly examples: number;
  /** Whether its training had ended. */
  readonly isEnd: boolean;
}

/** All marks that any model has on its way by a clock, ascending. */
export function listMarks(models: readonly AtlasModel[], clock: Clock): number[] {
  const marks = models.flatMap(({ way }) => way.map((checkpoint) => checkpoint[clock]));
  return [...new Set(marks)].sort((a, b) => a - b);
}

/** A model as far as the mark: its last checkpoint that is not beyond it, or its end where it has no more. */
export function findMoment(model: AtlasModel, { clock, mark }: Choice): Moment {
  const { ideas, updates, examples, way } = model;
  const end: Moment = { ideas, updates, examples, isEnd: true };
  if (mark === null || way.length === 0 || mark >= model[clock]) return end;
  const reached = way.filter((checkpoint) => checkpoint[clock] <= mark).at(-1) ?? way[0]!;
  return { ideas: reached, updates: reached.updates, examples: reached.examples, isEnd: false };
}

/** Where the idea of a digit stands among packed ideas: that of the wanted start, or of the first where it has none. */
export function findIdea({ digits, starts }: PackedIdeas, digit: number, start: number): number {
  const own = digits.flatMap((one, at) => (one === digit ? [at] : []));
  return own.find((at) => starts[at] === start) ?? own[0] ?? -1;
}
